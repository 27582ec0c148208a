"""Recompute every number of a file that was drawn up, and name those that no longer hold."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import orjson

from tocsin.case import Case, Store
from tocsin.errors import InputError
from tocsin.report.figure import Value
from tocsin.report.figures import query
from tocsin.report.printed import numbers_in


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A figure of the file, what it said when the file was made, and what its query gives now."""

    figure: str
    fr: str
    en: str
    said: Value
    now: Value

    @property
    def holds(self) -> bool:
        """Whether the query still gives what the file says."""
        return self.said == self.now


@dataclass(frozen=True, slots=True)
class Tampered:
    """A number of the file that is not the one that was written; "" where there was or is none.

    `figure` is the id of the figure it belongs to, "" for a number that is no figure.
    """

    figure: str
    written: str
    found: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of a file and its figures since it was drawn up at `made_at`."""

    made_at: str
    is_untouched: bool
    figures: tuple[Recomputed, ...]
    tampered: tuple[Tampered, ...]

    @property
    def moved(self) -> tuple[Recomputed, ...]:
        """The figures that no longer hold."""
        return tuple(figure for figure in self.figures if not figure.holds)

    @property
    def holds(self) -> bool:
        """Whether the file is as it was written and all of its figures still hold."""
        return self.is_untouched and not self.moved


def trace(case: Case, path: Path) -> Trace:
    """Check the file `path` against what the case keeps of it.

    Raises `InputError` if the case drew up no such file, or if it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable() from error
    digest = hashlib.sha256(content).hexdigest()
    sha256, figures, numbers, made_at = _filing(case.store, path, digest)
    with case.store.snapshot():
        recomputed = tuple(_recompute(case.store, record) for record in orjson.loads(figures))
    untouched = digest == sha256
    tampered = () if untouched else tuple(_compare(path.name, content, figures, numbers))
    return Trace(made_at, untouched, recomputed, tampered)


def _filing(store: Store, path: Path, digest: str) -> tuple[str, str, str, str]:
    """The filing of these bytes, else the latest of this path, else of this name."""
    found = (
        ("sha256 = ?", digest),
        ("path = ?", str(path.resolve())),
        ("path LIKE '%/' || ?", path.name),
    )
    for where, value in found:
        rows = store.execute(
            f"SELECT sha256, figures, numbers, made_at FROM filings WHERE {where}"
            " ORDER BY filing DESC LIMIT 1",
            (value,),
        )
        if rows:
            sha256, figures, numbers, made_at = rows[0]
            return sha256, figures, numbers, made_at
    raise _unknown()


def _recompute(store: Store, record: dict[str, Any]) -> Recomputed:
    now = query(store, record["query"], record["parameters"])
    return Recomputed(record["id"], record["fr"], record["en"], record["value"], now)


def _compare(name: str, content: bytes, figures: str, numbers: str) -> Iterator[Tampered]:
    if name.endswith(".json"):
        yield from _compare_json(content, figures)
        return
    written = orjson.loads(numbers)
    texts, found = [text for text, _ in written], numbers_in(name, content)
    matcher = SequenceMatcher(None, texts, found, autojunk=False)
    for change, start, end, begin, stop in matcher.get_opcodes():
        if change == "equal":
            continue
        for step in range(max(end - start, stop - begin)):
            text, figure = written[start + step] if start + step < end else ("", "")
            seen = found[begin + step] if begin + step < stop else ""
            yield Tampered(figure, text, seen)


def _compare_json(content: bytes, figures: str) -> Iterator[Tampered]:
    try:
        found = dict(_json_values(orjson.loads(content)))
    except orjson.JSONDecodeError:
        found = {}
    for record in orjson.loads(figures):
        seen = found.get(record["id"], "")
        if seen != record["value"]:
            yield Tampered(record["id"], str(record["value"]), str(seen))


def _json_values(node: Any) -> Iterator[tuple[str, Value]]:
    if isinstance(node, dict):
        if {"id", "value", "query"} <= node.keys():
            yield str(node["id"]), node["value"]
        for child in node.values():
            yield from _json_values(child)
    elif isinstance(node, list):
        for child in node:
            yield from _json_values(child)


def _unreadable() -> InputError:
    return InputError(
        "trace.unreadable",
        "Ce fichier ne peut pas être lu.",
        "This file cannot be read.",
        way_out_fr="Vérifiez son chemin et vos droits.",
        way_out_en="Check its path and your rights.",
    )


def _unknown() -> InputError:
    return InputError(
        "trace.unknown",
        "Cette affaire n'a établi aucun fichier de ce nom ni de ce contenu.",
        "This case drew up no file of that name or content.",
        way_out_fr="Donnez un fichier écrit par tocsin report, et l'affaire qui l'a écrit.",
        way_out_en="Give a file that tocsin report wrote, and the case that wrote it.",
    )
