"""The quick way for rows whose every identity cell says exactly what the index says.

Most rows of a hospital's exports are of this kind; the others are weighed field by field. A whole
block is looked up and compared at once, column by column.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.assess.plan import RowPlan
from tocsin.assess.said import Columns, Said
from tocsin.assess.surerows import SURENESS
from tocsin.match.index import PatientIndex
from tocsin.match.keytable import NONE, Flags, Numbers
from tocsin.match.resolve import Candidate, Outcome, Resolution

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
        said = Said(columns, rows, plan, self._index)
        found = self._index.each_patient_id(said.patient_ids)
        numbered = said.has_id & (found != NONE)
        _take(known, self._by_id(said, np.where(numbered, found, NONE)))
        by_nir = ~numbered & said.has_nir
        _take(known, self._by_nir(said, by_nir))
        _take(known, self._by_name_and_date(said, ~numbered & ~by_nir))
        return known

    def _by_id(self, said: Said, found: Numbers) -> "_Found":
        nir_fits = ~said.has_nir | self._has_nir(found, said)
        base = np.where(said.has_nir, _BOTH, _ID)
        return self._checked(said, found, nir_fits, base)

    def _by_nir(self, said: Said, where: Flags) -> "_Found":
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

    def _by_name_and_date(self, said: Said, where: Flags) -> "_Found":
        """Surname, given name and birth date, where one person alone has them."""
        where = where & said.has_given & (said.days != 0)
        if not where.any():
            return _Found.nobody(len(where))
        found = np.where(where, self._index.each_name_and_date(said.surnames, said.days), NONE)
        fits = (found >= 0) & said.names(found)
        return _Found(found, fits, np.full(len(found), _NAME_AND_DATE))

    def _checked(
        self, said: Said, found: Numbers, fits: Flags, base: npt.NDArray[np.int_]
    ) -> "_Found":
        """Of persons found by number those whom name and birth date do not contradict."""
        fits = fits & (found >= 0)
        if not fits.any():
            return _Found.nobody(len(found))
        born = (said.days != 0) & (self._index.days[found] != 0)
        fits &= ~said.has_name | said.names(found)
        fits &= ~born | (said.days == self._index.days[found])
        return _Found(found, fits, base + _NAME * said.has_name + _BORN * born)

    def _has_nir(self, persons: Numbers, said: Said) -> Flags:
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
