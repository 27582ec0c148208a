"""What a program recognised in a picture: lines of text, where they stand, how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass

CONFIDENT = 80.0
"""Mean confidence, of 100, from which a reading stands."""

FEW_LETTERS = 25
MOST_LEFT_OUT = 0.45
"""Forms whose frame made Tesseract drop what is in it left out 0.5 and more, whole pages 0.3."""

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
    """The lines of a picture from top to bottom; `complete` unless time ran out.

    `left_out` is the share of the strokes of the picture that none of the lines holds.
    """

    lines: tuple[Line, ...] = ()
    complete: bool = True
    left_out: float = 0.0

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
        sparse = self.letters < FEW_LETTERS or self.left_out > MOST_LEFT_OUT
        return not self.complete or sparse or self.confidence < CONFIDENT


def best_of(readings: Iterable[Recognised]) -> Recognised:
    """The reading with most letters, each counted by its confidence."""
    return max(readings, key=lambda reading: (reading.complete, reading.weight))
