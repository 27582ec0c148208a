"""The quick way for rows whose every identity cell says exactly what the index says.

Most rows of a hospital's exports are of this kind; the others are weighed field by field. A whole
block is looked up and compared at once, column by column.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.assess import cells
from tocsin.assess.plan import RowPlan
from tocsin.assess.surerows import SURENESS
from tocsin.match.index import PatientIndex
from tocsin.match.keytable import NONE, Flags, Hashes, Numbers, hashes_of
from tocsin.match.resolve import Candidate, Outcome, Resolution

Columns = Sequence[Sequence[str]]

_NAME, _BORN, _ID, _NIR, _BOTH = 1, 2, 0, 4, 8
_CHILD, _NAME_AND_DATE = 12, 13


class Known(NamedTuple):
    """For each row of a block its person, `NONE` where it must be weighed, and the grade."""

    persons: Numbers
    grades: npt.NDArray[np.int8]

    def resolution(self, row: int) -> Resolution | None:
        """The same for one row, as matching gives it."""
        if self.persons[row] == NONE:
            return None
        candidate = Candidate(int(self.persons[row]), *SURENESS[self.grades[row]])
        return Resolution(Outcome.CONFIRMED, (candidate,))


class KnownRows:
    """Finds the persons of rows by exact keys, where nothing in the row says otherwise."""

    def __init__(self, index: PatientIndex) -> None:
        self._index = index

    def find(self, columns: Columns, rows: int, plan: RowPlan) -> Known:
        """The persons of a block of rows, given column by column."""
        known = Known(np.full(rows, NONE, np.int32), np.zeros(rows, np.int8))
        if not rows or not len(self._index):
            return known
        said = _Said(columns, rows, plan, self._index)
        found = self._index.each_patient_id(said.patient_ids)
        numbered = said.has_id & (found != NONE)
        _take(known, self._by_id(said, np.where(numbered, found, NONE)))
        by_nir = ~numbered & said.has_nir
        _take(known, self._by_nir(said, by_nir))
        _take(known, self._by_name_and_date(said, ~numbered & ~by_nir))
        return known

    def _by_id(self, said: "_Said", found: Numbers) -> "_Found":
        nir_fits = ~said.has_nir | self._has_nir(found, said)
        base = np.where(said.has_nir, _BOTH, _ID)
        return self._checked(said, found, nir_fits, base)

    def _by_nir(self, said: "_Said", where: Flags) -> "_Found":
        """By number; else name and birth date are a child's and the number the parent's."""
        if not where.any():
            return _Found.nobody(len(where))
        found = np.where(where, self._index.each_nir(said.nirs), NONE)
        own = self._checked(said, found, found >= 0, np.full(len(found), _NIR))
        child = self._by_name_and_date(said, where & ~own.fits)
        parents = child.fits & (self._index.insured_nirs[child.persons] == said.nirs)
        return _Found(
            np.where(own.fits, own.persons, child.persons),
            own.fits | parents,
            np.where(own.fits, own.grades, _CHILD),
        )

    def _by_name_and_date(self, said: "_Said", where: Flags) -> "_Found":
        """Surname, given name and birth date, where one person alone has them."""
        where = where & said.has_given & (said.days != 0)
        if not where.any():
            return _Found.nobody(len(where))
        found = np.where(where, self._index.each_name_and_date(said.surnames, said.days), NONE)
        fits = (found >= 0) & said.names(found)
        return _Found(found, fits, np.full(len(found), _NAME_AND_DATE))

    def _checked(
        self, said: "_Said", found: Numbers, fits: Flags, base: npt.NDArray[np.int_]
    ) -> "_Found":
        """Of persons found by number those whom name and birth date do not contradict."""
        fits = fits & (found >= 0)
        if not fits.any():
            return _Found.nobody(len(found))
        born = (said.days != 0) & (self._index.days[found] != 0)
        fits &= ~said.has_name | said.names(found)
        fits &= ~born | (said.days == self._index.days[found])
        return _Found(found, fits, base + _NAME * said.has_name + _BORN * born)

    def _has_nir(self, persons: Numbers, said: "_Said") -> Flags:
        """The row's number is the person's own, or the parent's that stands on their papers."""
        index = self._index
        own: Flags = (index.nirs[persons] == said.nirs) | (index.inss[persons] == said.nirs)
        own |= index.insured_nirs[persons] == said.nirs
        return own


class _Found(NamedTuple):
    """For each row a person, whether it is so, and the grade."""

    persons: Numbers
    fits: Flags
    grades: npt.NDArray[np.int_]

    @classmethod
    def nobody(cls, rows: int) -> "_Found":
        """No row has a person."""
        none = np.full(rows, NONE, np.int32)
        return cls(none, np.zeros(rows, np.bool_), np.zeros(rows, np.int_))


def _take(known: Known, found: _Found) -> None:
    """Put down what was found."""
    np.copyto(known.persons, found.persons, where=found.fits)
    np.copyto(known.grades, found.grades.astype(np.int8), where=found.fits)


class _Said:
    """The identity cells of a block in the form that is compared: column by column."""

    def __init__(self, columns: Columns, rows: int, plan: RowPlan, index: PatientIndex) -> None:
        def column(at: int, normal: Callable[[str], str]) -> list[str]:
            return list(map(normal, columns[at])) if at >= 0 else [""] * rows

        self._index = index
        self.patient_ids = column(plan.patient_id, str.strip)
        self.nirs: Hashes = hashes_of(column(plan.nir, cells.nir_body))
        self.surnames = index.surnames.codes(column(plan.surname, cells.name))
        self._given = column(plan.given, cells.name)
        self._full = column(plan.full_name, cells.full_name)
        self._lengths = np.fromiter((name.count(" ") for name in self._given), np.int64, rows)
        self._hashes = hashes_of(self._given)
        days = map(cells.ordinal, columns[plan.birth_date]) if plan.birth_date >= 0 else [0] * rows
        self.days: Hashes = np.fromiter(days, np.int64, rows)
        self.has_id, self.has_given = _filled(self.patient_ids), _filled(self._given)
        self.has_nir = self.nirs != 0
        self._has_full = _filled(self._full)
        self.has_name = self._has_full | (self.surnames != 0) | self.has_given

    def names(self, persons: Numbers) -> Flags:
        """Whether each row's name is its person's, as far as it is said."""
        surnames, given = self._index.surnames, self._index.given_names
        birth, used = surnames.birth[persons], surnames.used[persons]
        surname = (self.surnames == 0) | (self.surnames == birth) | (self.surnames == used)
        codes = self._index.given_codes[persons]
        first = ~self.has_given | given.begin_with(codes, self._lengths, self._hashes)
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


def _filled(column: list[str]) -> Flags:
    return np.fromiter(map(bool, column), np.bool_, len(column))


def _begins(given: str, tokens: tuple[str, ...]) -> bool:
    """Whether the given names as said are the first of the person's, whole."""
    said = tuple(given.split())
    return said == tokens[: len(said)]
