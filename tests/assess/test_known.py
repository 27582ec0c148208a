"""Rows looked up all at once: as each by itself, and to the person whom weighing finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assess.conftest import ODILE, PEOPLE
from tocsin.assess.known import KnownRows
from tocsin.assess.plan import RowPlan
from tocsin.assess.surerows import SURENESS
from tocsin.find import fold
from tocsin.match import PatientIndex
from tocsin.match.keytable import NONE
from tocsin.match.resolve import Resolver
from tocsin.model.mention import Column
from tocsin.model.mention import MentionKind as K

KINDS = (K.PATIENT_ID, K.NIR, K.SURNAME, K.GIVEN_NAMES, K.FULL_NAME, K.BIRTH_DATE)
PLAN = RowPlan([Column(at, kind) for at, kind in enumerate(KINDS)], len(KINDS))
INDEX = PatientIndex(PEOPLE)
RESOLVER = Resolver(INDEX)
ROWS = KnownRows(INDEX)


def row_of(number: int, other: int, shown: tuple[int, ...]) -> list[str]:
    """A row of one person: each cell hidden (0), theirs (1) or another's (2)."""
    cells = [_cells(number), _cells(other)]
    return ["" if how == 0 else cells[how - 1][at] for at, how in enumerate(shown)]


def _cells(number: int) -> list[str]:
    person = PEOPLE[number]
    name, given = fold(person.birth_name), fold(person.first_names)
    born = person.birth_date.strftime("%d/%m/%Y") if person.birth_date else ""
    nir = person.nir or person.insured_nir
    return [person.patient_id, nir, name, given.split()[0], f"{given} {name}", born]


somebody = st.integers(0, len(PEOPLE) - 1)
shown = st.tuples(*[st.sampled_from((0, 1, 1, 1, 2))] * len(KINDS))
rows = st.lists(st.builds(row_of, somebody, somebody, shown), min_size=1, max_size=8)


def find(some: list[list[str]]) -> list[tuple[int, str]]:
    known = ROWS.find(list(zip(*some, strict=True)), len(some), PLAN)
    return [
        (int(person), SURENESS[grade].basis if person != NONE else "")
        for person, grade in zip(known.persons, known.grades, strict=True)
    ]


@given(rows)
def test_a_row_means_the_same_alone(some: list[list[str]]) -> None:
    assert find(some) == [find([row])[0] for row in some]


@given(rows)
def test_weighing_agrees(some: list[list[str]]) -> None:
    for row, (person, _) in zip(some, find(some), strict=True):
        if person != NONE:
            found = RESOLVER.resolve(PLAN.claim(row))
            assert person in {candidate.person for candidate in found.candidates}


@pytest.mark.parametrize(
    ("shown", "basis"),
    [
        ((1, 0, 0, 0, 0, 0), "patient_id"),
        ((1, 1, 1, 1, 0, 1), "nir+patient_id+name+birth_date"),
        ((0, 1, 0, 0, 0, 1), "nir+birth_date"),
        ((0, 1, 1, 1, 0, 0), "nir+name"),
        ((0, 0, 1, 1, 0, 1), "name+birth_date"),
        ((1, 0, 0, 0, 1, 0), "patient_id+name"),
        ((1, 2, 0, 0, 0, 0), ""),
        ((1, 0, 2, 0, 0, 0), ""),
        ((1, 0, 0, 0, 0, 2), ""),
        ((0, 0, 1, 1, 0, 0), ""),
    ],
)
def test_the_fields_that_agree(shown: tuple[int, ...], basis: str) -> None:
    other = next(number for number, person in enumerate(PEOPLE) if person.nir)
    expected = (ODILE, basis) if basis else (NONE, "")
    assert find([row_of(ODILE, other, shown)]) == [expected]


def test_an_empty_index_knows_nobody() -> None:
    known = KnownRows(PatientIndex([])).find([["1"]] * len(KINDS), 1, PLAN)
    assert known.persons.tolist() == [NONE]
