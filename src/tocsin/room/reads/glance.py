"""The case at a glance, counted once for all who look."""

from dataclasses import dataclass

from tocsin.errors import TocsinError
from tocsin.room.opened import reading
from tocsin.room.reads import deadlines
from tocsin.room.reads.questions import QUESTIONS
from tocsin.room.remembered import Known, Remembered
from tocsin.status import CaseStatus, status_of


@dataclass(frozen=True, slots=True)
class Span:
    """A figure that is not settled: at least what is confirmed, at most with what is not."""

    least: int
    most: int

    @property
    def is_settled(self) -> bool:
        """Whether nothing is open any more."""
        return self.least == self.most


STATUS: Remembered[CaseStatus] = Remembered(lambda: status_of(reading()))


def glance() -> Known[CaseStatus]:
    """The figures as known."""
    return STATUS.get()


def affected(status: CaseStatus) -> Span:
    """Persons affected."""
    numbers = status.numbers
    return Span(numbers["persons_confirmed"], numbers["persons_affected"])


def medical(status: CaseStatus) -> Span:
    """Persons whose health data was taken."""
    numbers = status.numbers
    return Span(numbers["persons_medical_confirmed"], numbers["persons_medical"])


def to_decide() -> int | None:
    """How many questions wait, or None where they cannot be asked yet."""
    try:
        return len(QUESTIONS.get().value)
    except TocsinError:
        return None


def changed() -> None:
    """A decision was taken or undone."""
    STATUS.changed()
    deadlines.changed()
    QUESTIONS.changed()
