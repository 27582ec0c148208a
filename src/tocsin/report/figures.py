"""The figures of a case: each entry of the catalogue run on the ledger at one moment."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from tocsin.case import Store
from tocsin.language import tr
from tocsin.model.category import Category
from tocsin.model.media import media_name
from tocsin.model.notice import Channel, DeliveryState, HoldReason
from tocsin.report.figure import Figure, Parameter, Standing, Value

CATALOGUE = Path(__file__).with_name("figures.toml")

Words = tuple[str, str]
Namer = Callable[[tuple[str, ...]], Words]
"""From the values of a series' member to its name in French and in English."""


class Figures:
    """The figures measured at one moment, by id, in the order of the catalogue."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_id = {figure.id: figure for figure in figures}

    def __getitem__(self, name: str) -> Figure:
        """The figure `name`. Raises KeyError: a report may only hold what the catalogue has."""
        return self._by_id[name]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._by_id.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_id

    def series(self, name: str) -> list[Figure]:
        """The members of the series `name`, in order."""
        return [figure for figure in self if figure.id.startswith(name + "/")]

    def confirmed(self) -> "Figures":
        """Those that may be said in public."""
        return Figures(figure for figure in self if figure.standing is Standing.CONFIRMED)


class _Entry(TypedDict, total=False):
    id: str
    fr: str
    en: str
    sql: str
    standing: str
    needs_date: bool
    words: str
    name_fr: str
    name_en: str
    members: list[list[str]]
    members_sql: str


def measure(store: Store, at: datetime) -> Figures:
    """Run the whole catalogue on the ledger, as of `at` (aware)."""
    catalogue = _catalogue()
    words = catalogue["words"]
    return Figures(
        [
            *(_single(store, entry, at) for entry in catalogue["figure"]),
            *(f for entry in catalogue["series"] for f in _members(store, entry, words, at)),
        ]
    )


def query(store: Store, sql: str, parameters: Iterable[Parameter]) -> Value:
    """The value of a figure's query."""
    value: Value = store.one(sql, tuple(parameters))[0]
    return value


def _single(store: Store, entry: _Entry, at: datetime) -> Figure:
    parameters = (at.date().isoformat(),) if entry.get("needs_date") else ()
    return _figure(store, entry, entry["id"], parameters, at)


def _members(
    store: Store, entry: _Entry, words: dict[str, dict[str, list[str]]], at: datetime
) -> Iterator[Figure]:
    name = _namer(entry["words"], words)
    for member in entry.get("members") or store.execute(entry["members_sql"]):
        named = name(tuple(member))
        key = "/".join(member) if entry["words"] in _KEYED_BY_ALL else member[0]
        figure = _figure(store, entry, f"{entry['id']}/{key}", tuple(member), at)
        yield replace(
            figure,
            fr=entry["fr"].format(named[0]),
            en=entry["en"].format(named[1]),
            name_fr=entry.get("name_fr", "{}").format(named[0]),
            name_en=entry.get("name_en", "{}").format(named[1]),
        )


def _namer(kind: str, words: dict[str, dict[str, list[str]]]) -> Namer:
    if kind == "format_reason":
        return _format_reason(_from(words["reason"]))
    return _NAMES.get(kind) or _from(words[kind])


def _figure(
    store: Store,
    entry: _Entry,
    name: str,
    parameters: tuple[Parameter, ...],
    at: datetime,
) -> Figure:
    sql = entry["sql"].strip()
    return Figure(
        id=name,
        fr=entry["fr"],
        en=entry["en"],
        value=query(store, sql, parameters),
        sql=sql,
        parameters=parameters,
        as_of=at.isoformat(timespec="seconds"),
        name_fr=entry.get("name_fr", ""),
        name_en=entry.get("name_en", ""),
        standing=Standing(entry.get("standing", Standing.CONFIRMED)),
    )


def reason_name(code: str) -> str:
    """What a reason for not reading a document is called on the screen."""
    return tr(*_from(_catalogue()["words"]["reason"])((code,)))


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


def _from(words: dict[str, list[str]]) -> Namer:
    def name(member: tuple[str, ...]) -> Words:
        fr, en = words.get(member[0], [member[0], member[0]])
        return fr, en

    return name


def _of(kind: Any) -> Namer:
    def name(member: tuple[str, ...]) -> Words:
        if member[0] not in list(kind):
            return member[0], member[0]
        return kind(member[0]).label("fr"), kind(member[0]).label("en")

    return name


def _notice(member: tuple[str, ...]) -> Words:
    channel, state = _of(Channel)(member[:1]), _of(DeliveryState)(member[1:])
    return f"{channel[0]} : {state[0]}", f"{channel[1]}: {state[1]}"


def _format(member: tuple[str, ...]) -> Words:
    return media_name(member[0], "fr"), media_name(member[0], "en")


def _format_reason(reason: Namer) -> Namer:
    def name(member: tuple[str, ...]) -> Words:
        media, why = _format(member[:1]), reason(member[1:])
        return f"{media[0]} : {why[0]}", f"{media[1]}: {why[1]}"

    return name


_KEYED_BY_ALL = ("notice", "format_reason")

_NAMES: dict[str, Namer] = {
    "category": _of(Category),
    "notice": _notice,
    "hold": _of(HoldReason),
    "format": _format,
}
