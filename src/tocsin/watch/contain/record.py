"""Measures that people carried out: who, when, what effect was seen, when taken back.

Entries are only added: taking a measure back, or telling its effect later, is an entry of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.watch.contain.kind import MeasureKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of somebody's. `at` is when it was done or undone, ISO 8601 in UTC."""

    at: str
    who: str
    act: str
    kind: MeasureKind
    name: str
    effect: str = ""


def record(case: Case, entry: Entry) -> None:
    """Add an entry. Raises `UsageError` if it takes back what was not done."""
    if entry.act == "undone" and not _stands(case, entry):
        raise UsageError(
            "contain.not_done",
            "Cette mesure n'est pas en vigueur : on ne peut pas la lever.",
            "This measure is not in force: it cannot be taken back.",
            way_out_fr="« tocsin watch measure --case DIR » montre les mesures prises.",
            way_out_en='"tocsin watch measure --case DIR" shows the measures taken.',
        )
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO containment (recorded_at, at, who, act, kind, name, effect)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (now(), entry.at, entry.who, entry.act, entry.kind, entry.name, entry.effect),
        )
        case.journal(f"contain.{entry.act}", kind=entry.kind)


def entries(case: Case) -> Iterator[Entry]:
    """All entries, in the order of what they tell."""
    rows = case.store.execute(
        "SELECT at, who, act, kind, name, effect FROM containment ORDER BY at, entry"
    )
    for at, who, act, kind, name, effect in rows:
        yield Entry(at, who, act, MeasureKind(kind), name, effect)


def in_force(case: Case) -> list[Entry]:
    """The measures that stand, each by its last entry."""
    last = {(e.kind, e.name): e for e in entries(case)}
    return [entry for entry in last.values() if entry.act == "done"]


def is_seen(case: Case, name: str) -> bool:
    """Whether the logs show such an account, machine or place (a link by its two ends); True if
    no act is known: then nothing can be compared."""
    ends = [part.strip() for part in name.replace("→", "->").split("->")]
    seen = (
        "SELECT count(*) FROM (SELECT account AS name FROM acts UNION SELECT host FROM acts"
        " UNION SELECT source FROM acts UNION SELECT destination FROM acts"
        " UNION SELECT name FROM intruder)"
    )
    if not case.store.count(seen):
        return True
    matching = f"{seen} WHERE name = ?1 OR name LIKE ?1 || '.%'"
    return all(case.store.count(matching, (end,)) for end in ends)


def now() -> str:
    """This moment, ISO 8601 in UTC, to the second."""
    return iso(datetime.now(UTC))


def iso(moment: datetime) -> str:
    """An aware moment, ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _stands(case: Case, entry: Entry) -> bool:
    return any((e.kind, e.name) == (entry.kind, entry.name) for e in in_force(case))
