"""What a program recognised in a picture: lines of text, where they stand, how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass

CONFIDENT = 80.0
"""Mean confidence, of 100, from which a reading stands."""

FEW_LETTERS = 25

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `confidence` from 0 to 100."""

    text: str
    confidence: float
    box: Box

    @property
    def letters(self) -> int:
        """How many letters and digits it holds."""
        return sum(c.isalnum() for c in self.text)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a picture from top to bottom; `complete` unless time ran out."""

    lines: tuple[Line, ...] = ()
    complete: bool = True

    @property
    def text(self) -> str:
        """Its text, line by line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def letters(self) -> int:
        """How many letters and digits it holds."""
        return sum(line.letters for line in self.lines)

    @property
    def weight(self) -> float:
        """Letters by their confidence: the better of two readings has more."""
        return sum(line.letters * line.confidence for line in self.lines)

    @property
    def confidence(self) -> float:
        """Mean confidence of a letter, 0 to 100."""
        return self.weight / max(1, self.letters)

    @property
    def is_doubtful(self) -> bool:
        """Whether another reading is worth its time."""
        return not self.complete or self.confidence < CONFIDENT or self.letters < FEW_LETTERS


def best_of(readings: Iterable[Recognised]) -> Recognised:
    """The reading with most letters, each counted by its confidence."""
    return max(readings, key=lambda reading: (reading.complete, reading.weight))
