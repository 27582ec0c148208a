"""The continuity log: how each care service went on, and whether care can be said unaffected.

"Care was not affected" is only said if every service is recorded as normal for all of the time
from the first hostile act to the last hostile act or measure; else what is missing is named.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.language import Language, tr
from tocsin.watch.contain.record import entries, iso, now
from tocsin.watch.moment import as_datetime
from tocsin.watch.story import bounds


class State(StrEnum):
    """How a service works."""

    NORMAL = "normal"
    DEGRADED = "degraded"
    INTERRUPTED = "interrupted"

    def label(self, language: Language | None = None) -> str:
        """Its name."""
        return tr(*_LABELS[self], language)


_LABELS = {
    State.NORMAL: ("normal", "normal"),
    State.DEGRADED: ("dégradé", "degraded"),
    State.INTERRUPTED: ("interrompu", "interrupted"),
}


@dataclass(frozen=True, slots=True)
class Spell:
    """A service's state from `begin` to `end` (aware; None: lasts still), who says so, a note."""

    service: str
    state: State
    begin: datetime
    end: datetime | None
    who: str
    note: str = ""

    @property
    def length(self) -> timedelta | None:
        """How long it lasted; None while it lasts."""
        return self.end - self.begin if self.end else None


def log(case: Case, spell: Spell) -> None:
    """Add a spell; it stands instead of an earlier one of the same service and begin.

    Raises `UsageError` if it ends before it begins.
    """
    if spell.end and spell.end < spell.begin:
        raise UsageError(
            "continuity.order",
            "La fin de cette période précède son début.",
            "This time ends before it begins.",
            way_out_fr="Corrigez --since ou --until ; sans --until, l'état dure encore.",
            way_out_en="Mend --since or --until; without --until, the state lasts still.",
        )
    end = iso(spell.end) if spell.end else None
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO continuity (recorded_at, who, service, state, begin_at, end_at, note)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (now(), spell.who, spell.service, spell.state, iso(spell.begin), end, spell.note),
        )
        case.journal("continuity.recorded", state=spell.state)


def spells(case: Case) -> list[Spell]:
    """What stands, in order."""
    rows = case.store.execute(
        "SELECT service, state, begin_at, end_at, who, note FROM continuity_standing"
        " ORDER BY begin_at, entry"
    )
    return [
        Spell(name, State(state), _moment(begin), _moment(end) if end else None, who, note)
        for name, state, begin, end, who, note in rows
    ]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of care: where it was hit, and what nobody recorded (service → since)."""

    hit: tuple[Spell, ...]
    unrecorded: tuple[tuple[str, datetime], ...]
    has_services: bool

    @property
    def is_unaffected(self) -> bool:
        """Whether the log bears it out that care was not affected."""
        return self.has_services and not self.hit and not self.unrecorded

    def text(self, language: Language | None = None) -> str:
        """In one sentence."""
        if self.is_unaffected:
            return tr(
                "Les soins n'ont pas été affectés : chaque service est noté normal tout du long.",
                "Care was not affected: every service is recorded as normal throughout.",
                language,
            )
        if self.hit:
            names = ", ".join(dict.fromkeys(spell.service for spell in self.hit))
            return tr(
                f"Les soins ont été affectés : {names}.", f"Care was affected: {names}.", language
            )
        if not self.has_services:
            return tr(
                "On ne peut rien dire des soins : care.toml ne nomme aucun service.",
                "Nothing can be said of care: care.toml names no service.",
                language,
            )
        return tr(
            "On ne peut pas dire que les soins n'ont pas été affectés : il manque des relevés.",
            "It cannot be said that care was not affected: records are missing.",
            language,
        )


def judge(case: Case, services: Collection[str]) -> Verdict:
    """What may be said of these services, and of others in the log."""
    known = spells(case)
    hit = tuple(spell for spell in known if spell.state is not State.NORMAL)
    span = _span(case)
    gaps = (
        (name, gap)
        for name in services
        if (gap := _first_gap([s for s in known if s.service == name], *span)) is not None
    )
    return Verdict(hit, tuple(gaps), bool(services))


def _span(case: Case) -> tuple[datetime, datetime]:
    """From the first hostile act to the last, or the last measure; now if nothing is known."""
    moments = [as_datetime(told.at) for told in bounds(case)]
    moments += [_moment(entry.at) for entry in entries(case)]
    return (min(moments), max(moments)) if moments else (_moment(now()),) * 2


def _first_gap(known: Collection[Spell], begin: datetime, end: datetime) -> datetime | None:
    """The first moment of the span for which there is no spell; None if all is told."""
    reached = begin
    for spell in sorted(known, key=lambda spell: spell.begin):
        if spell.begin > reached:
            return reached
        if spell.end is None:
            return None
        reached = max(reached, spell.end)
    return reached if reached < end or not known else None


def interruptions(known: Collection[Spell]) -> Iterator[Spell]:
    """The spells during which a service did not work at all."""
    return (spell for spell in known if spell.state is State.INTERRUPTED)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
