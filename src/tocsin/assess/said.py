"""What a block of rows says of its persons, in the form that is compared: column by column."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np

from tocsin.assess import cells
from tocsin.assess.plan import RowPlan
from tocsin.find.fold import fold_all
from tocsin.match.index import PatientIndex
from tocsin.match.keytable import Flags, Hashes, Numbers, hashes_of
from tocsin.match.memo import Memo
from tocsin.match.nir import BODY

Columns = Sequence[Sequence[str]]
MOST_REMEMBERED = 200_000


class CellMemory:
    """The numbers that stand for the cells seen before, so that each is folded once."""

    def __init__(self, index: PatientIndex) -> None:
        self.surname = SurnameCells(index.surnames.code)
        self.given = GivenCells()
        self.day = Memo(cells.ordinal)

    def make_room(self) -> None:
        """Forget all, where it is too much."""
        for memo in (self.surname, self.given, self.day):
            if len(memo) > MOST_REMEMBERED:
                memo.clear()


class SurnameCells(dict[str, int]):
    """Of each cell the code of the surname, -1 where nobody of the index bears it."""

    def __init__(self, codes: Mapping[str, int]) -> None:
        self._codes = codes

    def learn(self, column: Sequence[str]) -> None:
        """Take in the cells that are new."""
        new = list(set(column).difference(self))
        if new:
            self.update(
                zip(new, [self._codes.get(name, -1) for name in fold_all(new)], strict=True)
            )


class GivenCells(dict[str, int]):
    """A number for each cell of given names, from 1; by number the name's hash and its spaces."""

    def __init__(self) -> None:
        self._hashes, self._spaces = array("q", [0]), array("q", [0])

    def learn(self, column: Sequence[str]) -> None:
        """Take in the cells that are new."""
        new = list(set(column).difference(self))
        if new:
            folded = fold_all(new)
            self.update(zip(new, count(len(self._hashes))))
            self._hashes.extend(map(hash, folded))
            self._spaces.extend(name.count(" ") for name in folded)

    def clear(self) -> None:
        """Forget all."""
        super().clear()
        del self._hashes[1:], self._spaces[1:]

    def of(self, numbers: Hashes) -> tuple[Hashes, Hashes]:
        """The hashes and the spaces of many."""
        hashes, spaces = (np.frombuffer(a, np.int64) for a in (self._hashes, self._spaces))
        return hashes[numbers], spaces[numbers]


class Said:
    """The identity cells of a block.

    `surnames` are codes of the index (0 nothing said, -1 borne by nobody), `days` ordinals (0
    nothing said), `nirs` hashes of the first 13 characters (0 nothing said).
    """

    def __init__(
        self, columns: Columns, rows: int, plan: RowPlan, index: PatientIndex, memory: CellMemory
    ) -> None:
        def numbers(at: int, memo: Mapping[str, int]) -> Hashes:
            if at < 0:
                return np.zeros(rows, np.int64)
            return np.fromiter(map(memo.__getitem__, columns[at]), np.int64, rows)

        blank = [""] * rows
        self._index = index
        self.patient_ids = columns[plan.patient_id] if plan.patient_id >= 0 else blank
        self.nirs = hashes_of(_bodies(columns[plan.nir])) if plan.nir >= 0 else hashes_of(blank)
        for at, memo in ((plan.surname, memory.surname), (plan.given, memory.given)):
            if at >= 0:
                memo.learn(columns[at])
        self.surnames = numbers(plan.surname, memory.surname)
        self.days = numbers(plan.birth_date, memory.day)
        self._given, self._spaces = memory.given.of(numbers(plan.given, memory.given))
        self._full = cells.full_names(columns[plan.full_name]) if plan.full_name >= 0 else blank
        self.has_id = _filled(map(str.strip, self.patient_ids), rows)
        self.has_nir, self.has_given = self.nirs != 0, self._given != 0
        self._has_full = _filled(self._full, rows)
        self.has_name = self._has_full | (self.surnames != 0) | self.has_given

    def names(self, persons: Numbers) -> Flags:
        """Whether each row's name is its person's, as far as it is said."""
        surnames, given = self._index.surnames, self._index.given_names
        birth, used = surnames.birth[persons], surnames.used[persons]
        surname = (self.surnames == 0) | (self.surnames == birth) | (self.surnames == used)
        codes = self._index.given_codes[persons]
        first = ~self.has_given | given.begin_with(codes, self._spaces, self._given)
        fits: Flags = surname & first
        rows = np.flatnonzero(self._has_full & (persons >= 0))
        if len(rows):
            fits[rows] = self._are_full_names(rows.tolist(), persons[rows])
        return fits

    def _are_full_names(self, rows: list[int], persons: Numbers) -> list[bool]:
        """Whether the full names of these rows are their persons'."""
        surnames, given = self._index.surnames, self._index.given_names
        folded, full = surnames.folded, self._full
        codes = (surnames.used[persons], surnames.birth[persons], self._index.given_codes[persons])
        named = zip(rows, *(column.tolist() for column in codes), strict=True)
        return [
            _is_full_name(full[row], folded[used], folded[birth], given[first].tokens)
            for row, used, birth, first in named
        ]


def _bodies(column: Sequence[str]) -> list[str]:
    """The first 13 characters of each number, without the signs between the groups."""
    if "".join(column).isdigit():
        return [cell[:BODY] for cell in column]
    return [cell[:BODY] if cell.isdigit() else cells.nir_body(cell) for cell in column]


def _filled(column: "map[str] | list[str]", rows: int) -> Flags:
    return np.fromiter(map(bool, column), np.bool_, rows)


def _is_full_name(full: str, used: str, birth: str, given: tuple[str, ...]) -> bool:
    """Whether it is one of the surnames with the first of the given names, in either order."""
    for surname in (used, birth):
        if surname and full.startswith(surname) and full[len(surname) : len(surname) + 1] == " ":
            return _begins(full[len(surname) + 1 :], given)
        if surname and full.endswith(" " + surname):
            return _begins(full[: -len(surname) - 1], given)
    return False


def _begins(given: str, tokens: tuple[str, ...]) -> bool:
    """Whether the given names as said are the first of the person's, whole."""
    if given in tokens[:1]:
        return True
    said = tuple(given.split())
    return said == tokens[: len(said)]
