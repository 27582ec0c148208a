"""The quick way for a row whose every identity cell says exactly what the index says.

Most rows of a hospital's exports are of this kind; the others are weighed field by field.
"""

from collections.abc import Sequence
from datetime import date

from tocsin.assess import cells
from tocsin.assess.plan import RowPlan
from tocsin.match.index import PatientIndex
from tocsin.match.nir import BODY
from tocsin.match.resolve import Candidate, Outcome, Resolution

BY_NUMBER = 0.9999
BY_NAME_AND_DATE = 0.998

Known = tuple[int, Resolution]


class KnownRow:
    """Finds the person of a row by exact keys, if nothing in the row says otherwise."""

    def __init__(self, index: PatientIndex) -> None:
        self._index = index

    def find(self, row: Sequence[str], plan: RowPlan) -> Known | None:
        """The person and the resolution, or None where the row must be weighed."""
        person, key = self._by_number(row, plan)
        if person >= 0:
            return self._checked(person, key, row, plan)
        return None if key else self._by_name_and_date(row, plan)

    def _by_number(self, row: Sequence[str], plan: RowPlan) -> tuple[int, str]:
        """The person of the row's number; (-1, what) if it is not one person's."""
        value = row[plan.patient_id].strip() if plan.patient_id >= 0 else ""
        if value:
            found = self._index.with_patient_id(value)
            if len(found) == 1:
                return found[0], "patient_id"
            if found:
                return -1, "patient_id"
        number = cells.nir(row[plan.nir]) if plan.nir >= 0 else ""
        if not number:
            return -1, ""
        found = self._index.with_nir(number)
        return (found[0], "nir") if len(found) == 1 else (-1, "nir")

    def _checked(self, person: int, key: str, row: Sequence[str], plan: RowPlan) -> Known | None:
        basis = key
        if key == "patient_id" and plan.nir >= 0 and row[plan.nir].strip():
            if not self._has_nir(person, row[plan.nir]):
                return None
            basis = "nir+patient_id"
        for word, agrees in (("name", self._name(person, row, plan)),
                             ("birth_date", self._date(person, row, plan))):  # fmt: skip
            if agrees is False:
                return None
            if agrees:
                basis = f"{basis}+{word}"
        return person, _certain(person, basis, BY_NUMBER)

    def _has_nir(self, person: int, cell: str) -> bool:
        """The row's number is the person's own, or the parent's that stands on their papers."""
        body, one = cells.nir(cell)[:BODY], self._index.persons[person]
        return body in (one.nir[:BODY], one.ins[:BODY], one.insured_nir[:BODY])

    def _name(self, person: int, row: Sequence[str], plan: RowPlan) -> bool | None:
        """True, False, or None where the row does not name."""
        index = self._index
        if plan.surname >= 0:
            surname = cells.name(row[plan.surname])
            given = cells.name(row[plan.given]) if plan.given >= 0 else ""
        elif plan.full_name >= 0:
            return self._full_name(person, cells.name(row[plan.full_name]))
        else:
            return None
        if not surname and not given:
            return None
        if surname and surname != index.birth_name(person) and surname != index.used_name(person):
            return False
        return not given or _begins(given, index.given(person).tokens)

    def _full_name(self, person: int, full: str) -> bool | None:
        if not full:
            return None
        for surname in (self._index.used_name(person), self._index.birth_name(person)):
            if surname and full.startswith(surname + " "):
                return _begins(full[len(surname) + 1 :], self._index.given(person).tokens)
            if surname and full.endswith(" " + surname):
                return _begins(full[: -len(surname) - 1], self._index.given(person).tokens)
        return False

    def _date(self, person: int, row: Sequence[str], plan: RowPlan) -> bool | None:
        cell = row[plan.birth_date] if plan.birth_date >= 0 else ""
        born = self._index.persons[person].birth_date
        if not cell.strip() or born is None:
            return None
        return cells.day(cell) == born.isoformat()

    def _by_name_and_date(self, row: Sequence[str], plan: RowPlan) -> Known | None:
        """Surname, given name and birth date, where one person alone has them."""
        if plan.surname < 0 or plan.given < 0 or plan.birth_date < 0:
            return None
        surname, born = cells.name(row[plan.surname]), cells.day(row[plan.birth_date])
        if not surname or not born or not row[plan.given].strip():
            return None
        found = self._index.with_name_and_date(surname, date.fromisoformat(born).toordinal())
        if len(found) != 1 or self._name(found[0], row, plan) is not True:
            return None
        return found[0], _certain(found[0], "name+birth_date", BY_NAME_AND_DATE)


def _certain(person: int, basis: str, probability: float) -> Resolution:
    return Resolution(Outcome.CONFIRMED, (Candidate(person, probability, basis),))


def _begins(given: str, tokens: tuple[str, ...]) -> bool:
    """Whether the given names as said are the first of the person's, whole."""
    said = tuple(given.split())
    return said == tokens[: len(said)]
