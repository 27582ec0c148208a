"""Seeded chance: each part of the clinic draws from a stream of its own, so that parts may be built
in any order or in parallel and still come out the same for a seed."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Item = TypeVar("Item")


def stream(seed: int, *name: object) -> Random:
    """The stream of that name. The same on every machine (string seeds are hashed by SHA-512)."""
    return Random(":".join(map(str, (seed, *name))))


class Weighted(Generic[Item]):
    """Items drawn in proportion to their weights."""

    def __init__(self, items: Sequence[Item], weights: Sequence[float]) -> None:
        self._items = tuple(items)
        self._sums = list(accumulate(weights))

    def draw(self, rng: Random) -> Item:
        """One item."""
        return self._items[bisect(self._sums, rng.random() * self._sums[-1])]


def zipf(items: Sequence[Item], exponent: float = 0.8, shift: float = 5.0) -> Weighted[Item]:
    """Items by rank: the first is the most frequent, as names are in a population."""
    return Weighted(items, [(rank + shift) ** -exponent for rank in range(len(items))])
