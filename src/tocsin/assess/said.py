"""What a block of rows says of its persons, in the form that is compared: column by column."""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

import numpy as np

from tocsin.assess import cells
from tocsin.assess.plan import RowPlan
from tocsin.find.fold import fold_all
from tocsin.match.days import plain_days
from tocsin.match.index import PatientIndex
from tocsin.match.keytable import Flags, Hashes, Numbers, hashes_of
from tocsin.match.nir import BODY

Columns = Sequence[Sequence[str]]


class Said:
    """The identity cells of a block.

    `surnames` are codes of the index (0 nothing said, -1 borne by nobody), `days` ordinals (0
    nothing said), `nirs` hashes of the first 13 characters (0 nothing said).
    """

    def __init__(self, columns: Columns, rows: int, plan: RowPlan, index: PatientIndex) -> None:
        def numbers(at: int, of: Callable[[Sequence[str]], Hashes]) -> Hashes:
            return of(columns[at]) if at >= 0 else np.zeros(rows, np.int64)

        blank = [""] * rows
        self._index = index
        self.patient_ids = columns[plan.patient_id] if plan.patient_id >= 0 else blank
        self.nirs = numbers(plan.nir, _nirs)
        self.days = numbers(plan.birth_date, _days)
        self.surnames = numbers(plan.surname, self._surnames)
        given = fold_all(columns[plan.given]) if plan.given >= 0 else blank
        self._given, self._spaces = hashes_of(given), _spaces(given)
        self._full = cells.full_names(columns[plan.full_name]) if plan.full_name >= 0 else blank
        self.has_id = _filled(map(str.strip, self.patient_ids), rows)
        self.has_nir, self.has_given = self.nirs != 0, self._given != 0
        self._has_full = _filled(self._full, rows)
        self.has_name = self._has_full | (self.surnames != 0) | self.has_given

    def _surnames(self, column: Sequence[str]) -> Hashes:
        codes = map(self._index.surnames.code.get, fold_all(column), repeat(-1))
        return np.fromiter(codes, np.int64, len(column))

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
        folded, first, full = surnames.folded, given.first_words, [self._full[at] for at in rows]
        used, birth = surnames.used[persons], surnames.birth[persons]
        borne = np.where(used == 0, birth, used).tolist()
        codes = self._index.given_codes[persons].tolist()
        named = zip(full, borne, codes, strict=True)
        fits = [said == f"{folded[name]} {first[code]}" for said, name, code in named]
        others = [at for at, fit in enumerate(fits) if not fit]  # written in another way
        both = zip(others, used[others].tolist(), birth[others].tolist(), strict=True)
        for at, one, two in both:
            tokens = given[codes[at]].tokens
            fits[at] = is_full_name(full[at], folded[one], folded[two], tokens)
        return fits


def _nirs(column: Sequence[str]) -> Hashes:
    """Hashes of the first 13 characters, without the signs between the groups."""
    if "".join(column).isdigit():
        return hashes_of([cell[:BODY] for cell in column])
    return hashes_of([cell[:BODY] if cell.isdigit() else cells.nir_body(cell) for cell in column])


def _days(column: Sequence[str]) -> Hashes:
    """Ordinals; each date that is not written in ten signs is read once."""
    days = plain_days(column)
    other = np.flatnonzero(days == 0).tolist()
    if other:
        known = {cell: cells.ordinal(cell) for cell in {column[at] for at in other}}
        days[other] = [known[column[at]] for at in other]
    return days


def _spaces(names: Sequence[str]) -> Hashes:
    if " " not in "".join(names):
        return np.zeros(len(names), np.int64)
    return np.fromiter((name.count(" ") for name in names), np.int64, len(names))


def _filled(column: Iterable[str], rows: int) -> Flags:
    return np.fromiter(map(bool, column), np.bool_, rows)


def is_full_name(full: str, used: str, birth: str, given: tuple[str, ...]) -> bool:
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
