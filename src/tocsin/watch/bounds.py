"""When the intrusion began and ended, how sure that is, and what would move it."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from tocsin.case import Case
from tocsin.watch.act import Act
from tocsin.watch.intruder import together
from tocsin.watch.moment import MICROSECONDS, as_datetime
from tocsin.watch.title import title_of

Sentence = tuple[str, str]
"""French and English."""

DAY = 86_400 * MICROSECONDS
MOST_MOVERS = 8
LONG_BEFORE, SOME_BEFORE = 7 * DAY, 2 * DAY
COVERED, PARTLY_COVERED, NOT_COVERED = 1.0, 0.9, 0.6
"""How far the logs reach beyond the bound: what happened before they begin cannot be seen."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The first or last hostile act."""

    bound: str
    act: Act
    at: int
    confidence: float
    movers: tuple[Sentence, ...]


def find_bounds(case: Case, hostile: list[Act], others: list[Act]) -> list[Bound]:
    """First and last of the hostile acts; none if there is no hostile act."""
    if not hostile:
        return []
    first = min(hostile, key=lambda act: act.first_at)
    last = max(hostile, key=lambda act: act.last_at)
    begin, end = _span(case)
    near_first = [a for a in hostile if a.first_at <= first.first_at + DAY]
    near_last = [a for a in hostile if a.last_at >= last.last_at - DAY]
    return [
        Bound(
            "first",
            first,
            first.first_at,
            _confidence(near_first, first.first_at - begin),
            tuple(_earlier(case, first, others))[:MOST_MOVERS],
        ),
        Bound(
            "last",
            last,
            last.last_at,
            _confidence(near_last, end - last.last_at),
            tuple(_later(case, last, others))[:MOST_MOVERS],
        ),
    ]


def write_bounds(case: Case, bounds: list[Bound]) -> None:
    """Keep them."""
    case.store.many(
        "INSERT INTO bounds VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (b.bound, b.at, round(b.confidence, 3), b.act.mark, b.act.log or None, b.act.record,
             msgspec.json.encode(b.movers).decode())
            for b in bounds
        ),
    )  # fmt: skip


def _confidence(near: list[Act], beyond: int) -> float:
    heaviest: dict[str, float] = {}
    for act in near:
        heaviest[act.mark] = max(act.weight, heaviest.get(act.mark, 0.0))
    factor = (
        COVERED if beyond >= LONG_BEFORE else PARTLY_COVERED if beyond >= SOME_BEFORE
        else NOT_COVERED
    )  # fmt: skip
    return min(0.99, together(heaviest.values())) * factor


def _span(case: Case) -> tuple[int, int]:
    begin, end = case.store.one("SELECT min(first_at), max(last_at) FROM log_files")
    return int(begin or 0), int(end or 0)


def _earlier(case: Case, first: Act, others: list[Act]) -> Iterator[Sentence]:
    """What would move the beginning."""
    yield from _marks_beyond([a for a in others if a.first_at < first.first_at], first)
    rows = case.store.execute(
        "SELECT path, first_at FROM log_files WHERE first_at > ? ORDER BY first_at",
        (first.first_at - SOME_BEFORE,),
    )
    for path, begin in rows:
        yield (
            f"{path} ne commence que le {_said(begin)} : inconnu avant",
            f"{path} begins only on {_said(begin)}: unknown before",
        )
    yield from _unread(case)


def _later(case: Case, last: Act, others: list[Act]) -> Iterator[Sentence]:
    """What would move the end."""
    yield from _marks_beyond([a for a in others if a.last_at > last.last_at], last)
    rows = case.store.execute(
        "SELECT path, last_at FROM log_files WHERE last_at < ? ORDER BY last_at DESC",
        (last.last_at + SOME_BEFORE,),
    )
    for path, end in rows:
        yield (
            f"{path} s'arrête le {_said(end)} : inconnu après",
            f"{path} ends on {_said(end)}: unknown after",
        )
    yield from _unread(case)


def _marks_beyond(acts: list[Act], bound: Act) -> Iterator[Sentence]:
    """Marks nobody put down to the intruder, those on the same account or machine first."""
    known = {bound.account, bound.host, bound.source} - {""}

    def order(act: Act) -> tuple[bool, float]:
        return not known & {act.account, act.host, act.source}, -act.weight

    for act in sorted(acts, key=order)[:3]:
        yield (
            f"« {title_of(act.mark, act.title, 'fr')} » le {_said(act.first_at)}, si c'est de lui",
            f'"{title_of(act.mark, act.title, "en")}" on {_said(act.first_at)}, if it is theirs',
        )


def _unread(case: Case) -> Iterator[Sentence]:
    (unparsed, untimed) = case.store.one(
        "SELECT coalesce(sum(unparsed), 0), coalesce(sum(untimed), 0) FROM log_files"
    )
    if unparsed or untimed:
        yield (
            f"{unparsed} enregistrements non compris, {untimed} sans date",
            f"{unparsed} records not understood, {untimed} without a time",
        )


def _said(moment: int) -> str:
    return as_datetime(moment).strftime("%Y-%m-%d %H:%M UTC")
