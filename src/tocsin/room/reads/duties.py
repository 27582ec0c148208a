"""The duties as a screen shows them, and what was done about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.language import screen_language, tr
from tocsin.report.public import (
    OPEN,
    Acts,
    Clock,
    ClockState,
    due_first,
    label,
    state_words,
    subject_text,
)
from tocsin.room.opened import reading
from tocsin.room.reads.deadlines import CLOCKS, URGENT_HOURS

SILENT = (ClockState.DOES_NOT_APPLY, ClockState.NOT_IN_FORCE)
ACTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty where it stands, in the reader's language."""

    clock: Clock

    @property
    def key(self) -> str:
        """The duty's id."""
        return self.clock.duty.id

    @property
    def name(self) -> str:
        """What is due."""
        return tr(self.clock.duty.fr, self.clock.duty.en)

    @property
    def state(self) -> str:
        """Before when, or what became of it."""
        return state_words(self.clock, screen_language())

    @property
    def why(self) -> str:
        """Why it applies, or does not."""
        return self.clock.applies.why(screen_language())

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.clock.state in OPEN

    @property
    def is_urgent(self) -> bool:
        """Whether it is late or soon will be."""
        if self.clock.state is ClockState.LATE:
            return True
        if self.clock.state is not ClockState.RUNNING or self.clock.deadline is None:
            return False
        left = self.clock.deadline - datetime.now(UTC)
        return left.total_seconds() < URGENT_HOURS * 3600

    def part(self, name: str) -> str:
        """What the law says of `name`: addressee, channel, clock, contents, exemption, trigger."""
        return self.clock.duty.said(name, screen_language())

    @property
    def addressee(self) -> str:
        """To whom."""
        return self.part("addressee")

    @property
    def parts(self) -> list[tuple[str, str]]:
        """All that the law says, under its headings."""
        return [(tr(fr, en), self.part(name)) for name, fr, en in _PARTS if self.part(name)]

    @property
    def source(self) -> str:
        """The legal source and when it was read."""
        return self.clock.duty.citation(screen_language())


_PARTS = (
    ("addressee", "À qui", "To whom"),
    ("channel", "Comment", "How"),
    ("clock", "Délai", "Clock"),
    ("trigger", "Déclencheur", "Trigger"),
    ("contents", "Contenu dû", "Contents due"),
    ("exemption", "Exemptions", "Exemptions"),
)


@dataclass(frozen=True, slots=True)
class Done:
    """An act of the ledger, for a reader."""

    number: int
    moment: str
    person: str
    what: str
    subject: str
    remark: str


def standings() -> list[Standing]:
    """Every duty that could matter: those still open first, the nearest deadline first.

    Raises `InputError` if the hospital's facts cannot be read.
    """
    clocks = [clock for clock in due_first(CLOCKS.get().value) if clock.state not in SILENT]
    return [Standing(clock) for clock in sorted(clocks, key=lambda one: one.state not in OPEN)]


def silent() -> int:
    """How many duties do not apply, or are not in force."""
    return sum(clock.state in SILENT for clock in CLOCKS.get().value)


def standing_of(key: str) -> Standing | None:
    """The duty of that id."""
    found = [clock for clock in CLOCKS.get().value if clock.duty.id == key]
    return Standing(found[0]) if found else None


def done() -> list[Done]:
    """What people did or decided, the newest first."""
    return list(_done(Acts.of(reading().store)))


def _done(acts: Acts) -> Iterator[Done]:
    language = screen_language()
    for act in reversed(acts.all[-ACTS_SHOWN:]):
        remark = " · ".join(word for word in (act.reference, act.reason) if word)
        words = label(act, acts, language), subject_text(act, language)
        yield Done(act.number, act.moment, act.person, *words, remark)
