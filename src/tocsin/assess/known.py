"""The quick way for rows whose every identity cell says exactly what the index says.

Most rows of a hospital's exports are of this kind; the others are weighed field by field. Keys of
a whole block are looked up in one search.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tocsin.assess import cells
from tocsin.assess.plan import RowPlan
from tocsin.match.index import PatientIndex
from tocsin.match.keytable import NONE
from tocsin.match.nir import BODY

BY_NUMBER = 0.9999
BY_NAME_AND_DATE = 0.998


class Known(NamedTuple):
    """The person of a row, the probability and the fields that say so."""

    person: int
    probability: float
    basis: str


class _Said(NamedTuple):
    """The identity cells of one row in the form that is compared; "" where nothing is said."""

    patient_id: str
    nir: str
    surname: str
    given: str
    full_name: str
    birth_date: str


class KnownRows:
    """Finds the persons of rows by exact keys, where nothing in the row says otherwise."""

    def __init__(self, index: PatientIndex) -> None:
        self._index = index

    def find(self, rows: Sequence[Sequence[str]], plan: RowPlan) -> list[Known | None]:
        """For each row its person, or None where the row must be weighed."""
        columns = [
            _column(rows, plan.patient_id, str.strip),
            _column(rows, plan.nir, cells.nir),
            _column(rows, plan.surname, cells.name),
            _column(rows, plan.given, cells.name),
            _column(rows, plan.full_name, cells.full_name),
            _column(rows, plan.birth_date, cells.day),
        ]
        found = zip(
            self._index.each_patient_id(columns[0]),
            self._index.each_nir(columns[1]),
            self._index.each_name_and_date(columns[2], map(_ordinal, columns[5])),
            strict=True,
        )
        return list(map(self._known, map(_Said._make, zip(*columns, strict=True)), found))

    def _known(self, said: _Said, found: tuple[int, int, int]) -> Known | None:
        by_id, by_nir, by_name = found
        if said.patient_id and by_id != NONE:
            return self._checked(by_id, "patient_id", said)
        if said.nir:
            return self._checked(by_nir, "nir", said) or self._child(by_name, said)
        return self._by_name_and_date(by_name, said)

    def _checked(self, person: int, basis: str, said: _Said) -> Known | None:
        if person < 0:
            return None
        if basis == "patient_id" and said.nir:
            if not self._has_nir(person, said.nir):
                return None
            basis = "nir+patient_id"
        name, born = self._name(person, said), self._date(person, said)
        if name is False or born is False:
            return None
        return Known(person, BY_NUMBER, _BASES[basis, bool(name), bool(born)])

    def _by_name_and_date(self, person: int, said: _Said) -> Known | None:
        """Surname, given name and birth date, where one person alone has them."""
        if person < 0 or not said.given or self._name(person, said) is not True:
            return None
        return Known(person, BY_NAME_AND_DATE, "name+birth_date")

    def _child(self, person: int, said: _Said) -> Known | None:
        """Name and birth date are a child's, the number is the parent's on the child's papers."""
        known = self._by_name_and_date(person, said)
        if known is None or self._index.persons[person].insured_nir[:BODY] != said.nir[:BODY]:
            return None
        return Known(person, BY_NUMBER, "insured_nir+name+birth_date")

    def _has_nir(self, person: int, value: str) -> bool:
        """The row's number is the person's own, or the parent's that stands on their papers."""
        body, one = value[:BODY], self._index.persons[person]
        return body in (one.nir[:BODY], one.ins[:BODY], one.insured_nir[:BODY])

    def _name(self, person: int, said: _Said) -> bool | None:
        """True, False, or None where the row does not name."""
        if said.full_name:
            return self._full_name(person, said.full_name)
        surname, given, index = said.surname, said.given, self._index
        if not surname and not given:
            return None
        if surname and surname != index.birth_name(person) and surname != index.used_name(person):
            return False
        return not given or _begins(given, index.given(person).tokens)

    def _full_name(self, person: int, full: str) -> bool:
        tokens = self._index.given(person).tokens
        for surname in (self._index.used_name(person), self._index.birth_name(person)):
            if surname and full.startswith(surname + " "):
                return _begins(full[len(surname) + 1 :], tokens)
            if surname and full.endswith(" " + surname):
                return _begins(full[: -len(surname) - 1], tokens)
        return False

    def _date(self, person: int, said: _Said) -> bool | None:
        born = self._index.persons[person].birth_date
        return _iso(born) == said.birth_date if said.birth_date and born else None


_BASES = {
    (key, name, born): key + "+name" * name + "+birth_date" * born
    for key in ("patient_id", "nir", "nir+patient_id")
    for name in (False, True)
    for born in (False, True)
}


def _column(
    rows: Sequence[Sequence[str]], index: int, normal: Callable[[str], str]
) -> Sequence[str]:
    return [normal(row[index]) for row in rows] if index >= 0 else [""] * len(rows)


def _begins(given: str, tokens: tuple[str, ...]) -> bool:
    """Whether the given names as said are the first of the person's, whole."""
    said = tuple(given.split())
    return said == tokens[: len(said)]


@lru_cache(maxsize=100_000)
def _ordinal(iso: str) -> int:
    return date.fromisoformat(iso).toordinal() if iso else 0


@lru_cache(maxsize=100_000)
def _iso(day: date) -> str:
    return day.isoformat()
