"""Findings kept as columns, that become objects one by one when somebody goes through them."""

import heapq
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TypeVar, overload

import numpy as np
import numpy.typing as npt

from tocsin.assess.surerows import SURENESS, SureRows
from tocsin.model.category import Category
from tocsin.model.finding import Exposure, Mentioned

Finding = TypeVar("Finding")
CATEGORIES = tuple(Category)
_CATEGORIES = len(CATEGORIES)
_BITS = 1 << np.arange(_CATEGORIES, dtype=np.int32)
_ORDER = {category: order for order, category in enumerate(CATEGORIES)}


class Unmade(Sequence[Finding]):
    """A sequence whose items are made each time it is gone through; equal to a list of them."""

    @abstractmethod
    def __iter__(self) -> Iterator[Finding]: ...

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> list[Finding]: ...
    def __getitem__(self, at: int | slice) -> Finding | list[Finding]:
        return list(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class MentionList(Unmade[Mentioned]):
    """Mentions in the order in which they were seen: those of sure rows, and `others`."""

    def __init__(self, rows: Sequence[SureRows], others: Sequence[tuple[int, Mentioned]]) -> None:
        self._rows = rows
        self._others = others

    def __len__(self) -> int:
        return sum(map(len, self._rows)) + len(self._others)

    def __iter__(self) -> Iterator[Mentioned]:
        sure = (mention for rows in self._rows for mention in rows.mentions())
        both = heapq.merge(sure, self._others, key=itemgetter(0)) if self._others else sure
        return (mentioned for _, mentioned in both)


class SureExposures:
    """The exposures of sure rows as columns, by person and category: for each its key and its row.

    What is known of a row is kept once, however many exposures it has.
    """

    def __init__(self, rows: Sequence[SureRows]) -> None:
        self._tables = [block.table for block in rows]
        self._table = np.repeat(np.arange(len(rows)), [len(block) for block in rows])
        self._numbers = np.concatenate([block.numbers for block in rows])
        self._ticks = np.concatenate([block.ticks for block in rows])
        self._grades = np.concatenate([block.grades for block in rows])
        persons = np.concatenate([block.persons for block in rows]).astype(np.int64)
        bits = np.concatenate([block.bits for block in rows])
        row, category = np.nonzero((bits[:, None] & _BITS) != 0)
        keys = persons[row] * _CATEGORIES + category
        order = np.argsort(keys)  # no two are alike: a row has only what is told first
        self._keys, self._rows = keys[order], row[order]

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Exposure]:
        return map(self._exposure, self._keys.tolist(), *self._places(self._rows))

    def _places(self, rows: npt.NDArray[np.int64]) -> list[list[int]]:
        """Table, number and grade of these rows."""
        return [column[rows].tolist() for column in (self._table, self._numbers, self._grades)]

    def _exposure(self, key: int, at: int, number: int, grade: int) -> Exposure:
        person, order = divmod(key, _CATEGORIES)
        table = self._tables[at]
        confidence, confirmed = table.weights[grade][order]
        basis = SURENESS[grade].basis
        locator = f"{table.where}{number}"
        return Exposure(person, CATEGORIES[order], locator, confidence, basis, confirmed)

    def take(self, keys: Sequence[int]) -> list[tuple[int, int, Exposure]]:
        """Take out the exposures under these keys: each key that has one, when it was seen, it."""
        at = np.flatnonzero(np.isin(self._keys, keys))
        rows, taken = self._rows[at], self._keys[at].tolist()
        self._keys, self._rows = np.delete(self._keys, at), np.delete(self._rows, at)
        exposures = map(self._exposure, taken, *self._places(rows))
        return list(zip(taken, self._ticks[rows].tolist(), exposures, strict=True))


def key_of(person: int, category: Category) -> int:
    """The number under which an exposure of the person in the category is filed."""
    return person * _CATEGORIES + _ORDER[category]


class ExposureList(Unmade[Exposure]):
    """Exposures by person and category: those of sure rows, and `others` in the same order."""

    def __init__(self, sure: SureExposures, others: Sequence[Exposure]) -> None:
        self._sure = sure
        self._others = others

    def __len__(self) -> int:
        return len(self._sure) + len(self._others)

    def __iter__(self) -> Iterator[Exposure]:
        if not self._others:
            return iter(self._sure)
        return heapq.merge(self._sure, self._others, key=lambda e: key_of(e.person, e.category))
