"""What a block of rows says of its persons, in the form that is compared: column by column."""

from collections.abc import Sequence

import numpy as np

from tocsin.assess import cells
from tocsin.assess.plan import RowPlan
from tocsin.match.index import PatientIndex
from tocsin.match.keytable import Flags, Hashes, Numbers, hashes_of
from tocsin.match.memo import Memo
from tocsin.match.nir import BODY

Columns = Sequence[Sequence[str]]
MOST_REMEMBERED = 200_000


class CellMemory:
    """The numbers that stand for the cells seen before, so that each is folded once."""

    def __init__(self, index: PatientIndex) -> None:
        surname = index.surnames.code
        self.surname = Memo(lambda cell: surname.get(cells.name(cell), -1))
        self.given = Memo(lambda cell: hash(cells.name(cell)))
        self.spaces = Memo(lambda cell: cells.name(cell).count(" "))
        self.day = Memo(cells.ordinal)

    def make_room(self) -> None:
        """Forget all, where it is too much."""
        for memo in (self.surname, self.given, self.spaces, self.day):
            if len(memo) > MOST_REMEMBERED:
                memo.clear()


class Said:
    """The identity cells of a block.

    `surnames` are codes of the index (0 nothing said, -1 borne by nobody), `days` ordinals (0
    nothing said), `nirs` hashes of the first 13 characters (0 nothing said).
    """

    def __init__(
        self, columns: Columns, rows: int, plan: RowPlan, index: PatientIndex, memory: CellMemory
    ) -> None:
        def numbers(at: int, memo: Memo[int]) -> Hashes:
            if at < 0:
                return np.zeros(rows, np.int64)
            return np.fromiter(map(memo.__getitem__, columns[at]), np.int64, rows)

        blank = [""] * rows
        self._index = index
        self.patient_ids = columns[plan.patient_id] if plan.patient_id >= 0 else blank
        self.nirs = hashes_of(_bodies(columns[plan.nir])) if plan.nir >= 0 else hashes_of(blank)
        self.surnames = numbers(plan.surname, memory.surname)
        self.days = numbers(plan.birth_date, memory.day)
        self._given = numbers(plan.given, memory.given)
        self._spaces = numbers(plan.given, memory.spaces)
        full = columns[plan.full_name] if plan.full_name >= 0 else blank
        self._full = list(map(cells.full_name, full))
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
        for row in np.flatnonzero(self._has_full & (persons >= 0)).tolist():
            fits[row] = self._is_full_name(int(persons[row]), self._full[row])
        return fits

    def _is_full_name(self, person: int, full: str) -> bool:
        tokens = self._index.given(person).tokens
        for surname in (self._index.used_name(person), self._index.birth_name(person)):
            if surname and full.startswith(surname + " "):
                return _begins(full[len(surname) + 1 :], tokens)
            if surname and full.endswith(" " + surname):
                return _begins(full[: -len(surname) - 1], tokens)
        return False


def _bodies(column: Sequence[str]) -> list[str]:
    """The first 13 characters of each number, without the signs between the groups."""
    if "".join(column).isdigit():
        return [cell[:BODY] for cell in column]
    return list(map(cells.nir_body, column))


def _filled(column: "map[str] | list[str]", rows: int) -> Flags:
    return np.fromiter(map(bool, column), np.bool_, rows)


def _begins(given: str, tokens: tuple[str, ...]) -> bool:
    """Whether the given names as said are the first of the person's, whole."""
    said = tuple(given.split())
    return said == tokens[: len(said)]
