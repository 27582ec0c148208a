"""The shapes of a hospital's patient numbers, learned from its index: length, letters, signs.

A check digit needs no learning: a number is taken for a patient's only where the index has it, and
how often that happens by chance depends on how many numbers of that length are in use.
"""

from collections import Counter
from collections.abc import Iterable

DIGIT = "9"
"""Stands for any digit in a shape; letters and signs stand for themselves."""

MOST = 40
LEAST_SHARE = 0.01
"""Shapes are usual down to this share of the index, and at most `MOST` of them."""

_SHAPE = str.maketrans("0123456789", DIGIT * 10)
_BETWEEN = str.maketrans("", "", " \u00a0\u202f.-/_")


def squeezed(value: str) -> str:
    """A number in capitals without the signs that people put between its parts."""
    return value.translate(_BETWEEN).upper()


def id_key(value: str) -> str:
    """What spellings of one number share: spreadsheets take leading zeros away."""
    return squeezed(value).lstrip("0")


class IdShapes:
    """How the numbers of an index look."""

    def __init__(self, ids: Iterable[str]) -> None:
        found = Counter(value.upper().translate(_SHAPE) for value in ids)
        least = max(1.0, LEAST_SHARE * found.total())
        self.usual = tuple(shape for shape, count in found.most_common(MOST) if count >= least)
        """The usual shapes, the most frequent first."""
        self._held: Counter[str] = Counter()
        for shape, count in found.items():
            self._held[squeezed(shape)] += count

    def chance(self, value: str) -> float:
        """How likely any number of the shape of `value` is some patient's, by chance alone."""
        shape = squeezed(value).translate(_SHAPE)
        return min(1.0, self._held[shape] / 10.0 ** shape.count(DIGIT))
