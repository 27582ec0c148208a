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
    """The exposures of sure rows as columns, by person and category."""

    def __init__(self, rows: Sequence[SureRows]) -> None:
        self._tables = [block.table for block in rows]
        columns = [_columns_of(block, number) for number, block in enumerate(rows)]
        joined = np.concatenate(columns, axis=1)
        self._columns = joined[:, np.argsort(joined[0], kind="stable")]

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Exposure]:
        keys, tables, numbers, grades, _ = (column.tolist() for column in self._columns)
        for key, table, number, grade in zip(keys, tables, numbers, grades, strict=True):
            yield self._exposure(key, table, number, grade)

    def _exposure(self, key: int, at: int, number: int, grade: int) -> Exposure:
        person, order = divmod(key, _CATEGORIES)
        table = self._tables[at]
        confidence, confirmed = table.weights[grade][order]
        basis = SURENESS[grade].basis
        locator = f"{table.where}{number}"
        return Exposure(person, CATEGORIES[order], locator, confidence, basis, confirmed)

    def take(self, keys: Sequence[int]) -> list[tuple[int, int, Exposure]]:
        """Take out the exposures under these keys: each key that has one, when it was seen, it."""
        at = np.flatnonzero(np.isin(self._columns[0], keys))
        taken = self._columns[:, at].T.tolist()
        self._columns = np.delete(self._columns, at, axis=1)
        return [(row[0], row[-1], self._exposure(*row[:-1])) for row in taken]


def _columns_of(rows: SureRows, table: int) -> npt.NDArray[np.int64]:
    """Key, table, row number, grade and tick of each exposure of some rows."""
    told = rows.bits[:, None] >> np.arange(_CATEGORIES) & 1
    row, order = np.nonzero(told)
    keys = rows.persons[row].astype(np.int64) * _CATEGORIES + order
    tables = np.full(len(row), table)
    return np.array([keys, tables, rows.numbers[row], rows.grades[row], rows.ticks[row]])


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
