"""The duties and their clocks, read once for all; how much time is left is told by the minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tocsin.errors import TocsinError
from tocsin.language import tr
from tocsin.report.public import Clock, ClockState, Figures, clocks_of, figures_of
from tocsin.room.opened import reading
from tocsin.room.remembered import Remembered

URGENT_HOURS = 12
COUNTING = (ClockState.RUNNING, ClockState.LATE)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


FIGURES: Remembered[Figures] = Remembered(lambda: figures_of(reading(), _now()), seconds=20.0)
CLOCKS: Remembered[list[Clock]] = Remembered(
    lambda: clocks_of(reading(), _now(), FIGURES.get().value), seconds=20.0
)
"""Cheap with the figures at hand: an act about a duty shows at once, whatever the case's size."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty whose clock runs, for a reader. `whole` is the time given, in hours."""

    name: str
    addressee: str
    source: str
    hours: int
    whole: int
    due: datetime

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return self.hours < 0

    @property
    def is_urgent(self) -> bool:
        """Whether little of it is left."""
        return self.hours < URGENT_HOURS

    @property
    def used(self) -> int:
        """Percent of the time that has gone."""
        return min(max(100 - self.hours * 100 // self.whole, 0), 100)


def clocks() -> list[Clock]:
    """Every duty; none while the hospital's facts cannot be read."""
    try:
        return CLOCKS.get().value
    except TocsinError:
        return []


def changed() -> None:
    """What the duties are weighed by changed."""
    FIGURES.changed()
    CLOCKS.changed()


def deadlines() -> list[Deadline]:
    """Those that count, the nearest first."""
    return sorted(_counting(), key=lambda deadline: deadline.due)


def _counting() -> Iterator[Deadline]:
    for clock in clocks():
        if clock.state not in COUNTING or clock.deadline is None or clock.started is None:
            continue
        duty = clock.duty
        yield Deadline(
            tr(duty.fr, duty.en),
            tr(duty.addressee_fr, duty.addressee_en),
            duty.source,
            _hours(clock.deadline - _now()),
            max(_hours(clock.deadline - clock.started), 1),
            clock.deadline,
        )


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def lack_a_start() -> bool:
    """Whether a clock of so many hours cannot run, since its start was not given."""
    return any(clock.state is ClockState.NO_START and clock.duty.length for clock in clocks())
