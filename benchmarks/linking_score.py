"""How right a linker is: of the mentions it links, of those it should link, at a threshold."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

GAP = 3.0
"""Bits by which the best candidate must beat the second, for all linkers alike."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A linker's best candidate for one mention."""

    mention: int
    person: str
    probability: float
    gap: float
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Rightness:
    """Mentions linked, linked to the right person, and those of a person of the index."""

    linked: int
    right: int
    expected: int

    @property
    def precision(self) -> float:
        """Right among those linked."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Right among those that should be linked."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f(self) -> float:
        """The harmonic mean of both."""
        both = self.linked + self.expected
        return 2 * self.right / both if both else 1.0


def read_answers(path: Path) -> list[Answer]:
    """What a linker wrote; mentions for which it has nobody are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Answer(int(mention[1:]), person, float(probability), float(gap), decided == "True")
            for mention, person, probability, gap, decided in csv.reader(file)
            if person
        ]


def at(threshold: float, answers: Iterable[Answer], truth: Sequence[str]) -> Rightness:
    """The best candidate, if it is likely enough and far enough before the second."""
    return _rightness((a for a in answers if a.probability >= threshold and a.gap >= GAP), truth)


def decided(answers: Iterable[Answer], truth: Sequence[str]) -> Rightness:
    """The candidates that Tocsin confirms; it asks for kinds of evidence, too."""
    return _rightness((answer for answer in answers if answer.is_confirmed), truth)


def _rightness(linked: Iterable[Answer], truth: Sequence[str]) -> Rightness:
    hits = [truth[answer.mention] == answer.person for answer in linked]
    return Rightness(len(hits), sum(hits), sum(map(bool, truth)))
