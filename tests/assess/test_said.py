"""What a block says, read by the column, is what each of its cells says by itself."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.assess.conftest import CROWD, MARIE_NIR, ODILE, PEOPLE
from tocsin.assess import cells
from tocsin.assess.known import KnownRows
from tocsin.assess.plan import RowPlan
from tocsin.assess.said import Said, is_full_name
from tocsin.find import fold
from tocsin.match import PatientIndex
from tocsin.match.keytable import NONE
from tocsin.match.resolve import Resolver
from tocsin.model.mention import Column
from tocsin.model.mention import MentionKind as K
from tocsin.model.person import Person

KINDS = (K.PATIENT_ID, K.NIR, K.SURNAME, K.GIVEN_NAMES, K.FULL_NAME, K.BIRTH_DATE, K.HEALTH, K.CITY)
PLAN = RowPlan([Column(at, kind) for at, kind in enumerate(KINDS)], len(KINDS))
K_FULL = KINDS.index(K.FULL_NAME)
FULL_NAMES = RowPlan([Column(K_FULL, K.FULL_NAME)], len(KINDS))
BORN = PEOPLE[ODILE].birth_date
TWIN = Person("IPP900099", birth_name="QUINTARD", first_names="Odette", birth_date=BORN)
INDEX = PatientIndex([*PEOPLE, TWIN])
ROWS, RESOLVER = KnownRows(INDEX), Resolver(INDEX)
BLANK = st.sampled_from(["", " ", "-", "NULL", "n/a", "?", "non", "0"])


def spelled(text: str) -> st.SearchStrategy[str]:
    """The spellings of a name or number that the hospital's exports have."""
    forms = [text, text.upper(), text.lower(), text.title(), f" {text}  ", fold(text),
             text.replace(" ", "-"), text.replace("-", " "), text.replace("E", "É"),
             text.replace("OE", "œ"), f"M. {text}", f"Mme {text}", f"0{text}",
             text[:-1]]  # fmt: skip
    return st.sampled_from(forms)


def dated(day: date | None) -> st.SearchStrategy[str]:
    """The same for a date."""
    if day is None:
        return st.just("")
    styles = (
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%Y-%m-%d",
        "%d/%m/%y",
        "%Y%m%d",
        "%d.%m.%Y 00:00",
        "%m/%d/%Y",
    )
    return st.sampled_from([day.strftime(style) for style in styles])


@st.composite
def a_row(draw: st.DrawFn) -> list[str]:
    """Of one person, some cells another's, nobody's or as good as empty."""
    one, other = (draw(st.sampled_from([*PEOPLE[-4:], *CROWD[:40]])) for _ in range(2))
    row = []
    for at in range(len(KINDS)):
        who = draw(st.sampled_from([one, one, one, other]))
        nir = draw(st.sampled_from([who.nir, who.insured_nir, f"{who.nir[:1]} {who.nir[1:]}"]))
        given = who.first_names.split()[0].rstrip(",")
        nobody = st.text("1279 ABÉé-'/.", max_size=8)
        cell = (
            spelled(who.patient_id), spelled(nir), spelled(who.birth_name), spelled(given),
            st.sampled_from([f"{who.birth_name} {given}", f"{given} {who.used_name}",
                             f"Mme {who.used_name or who.birth_name} {who.first_names}"]),
            dated(who.birth_date), st.sampled_from(["asthme", "Non", "RAS"]), spelled(who.city),
        )[at]  # fmt: skip
        row.append(draw(st.one_of(cell, cell, cell, cell, BLANK, nobody)))
    return row


tables = st.lists(a_row(), min_size=1, max_size=6)


def columns_of(rows: list[list[str]]) -> list[list[str]]:
    return [[row[at] for row in rows] for at in range(len(KINDS))]


@given(tables)
def test_each_cell_is_read_as_by_itself(rows: list[list[str]]) -> None:
    said = Said(columns_of(rows), len(rows), PLAN, INDEX)
    for at, (number, nir, surname, first, full, born, *_) in enumerate(rows):
        assert said.surnames[at] == INDEX.surnames.code.get(cells.name(surname), -1)
        assert said.days[at] == cells.ordinal(born)
        assert said.nirs[at] == hash(cells.nir_body(nir))
        assert said.has_id[at] == bool(number.strip())
        assert said.has_given[at] == bool(cells.name(first))
        assert said.has_name[at] == any(map(cells.full_name, (surname, first, full)))


@given(tables)
def test_the_categories_of_a_block_are_those_of_its_rows(rows: list[list[str]]) -> None:
    found = PLAN.categories_of(columns_of(rows), len(rows))
    assert found.tolist() == [PLAN.categories(row) for row in rows]


@given(tables)
def test_the_names_of_a_block_are_those_of_its_rows(rows: list[list[str]]) -> None:
    persons = np.arange(len(rows), dtype=np.int32) + ODILE - 2
    fit = Said(columns_of(rows), len(rows), FULL_NAMES, INDEX).names(persons)
    for at, row in enumerate(rows):
        person = int(persons[at])
        names = INDEX.used_name(person), INDEX.birth_name(person), INDEX.given(person).tokens
        full = cells.full_name(row[K_FULL])
        assert fit[at] == (not full or is_full_name(full, *names))


@given(tables)
def test_whom_a_block_is_sure_of_weighing_offers(rows: list[list[str]]) -> None:
    known = ROWS.find(columns_of(rows), len(rows), PLAN)
    for at, row in enumerate(rows):
        alone = ROWS.find([[cell] for cell in row], 1, PLAN)
        assert (known.persons[at], known.grades[at]) == (alone.persons[0], alone.grades[0])
        if known.persons[at] != NONE:
            offered = RESOLVER.resolve(PLAN.claim(row)).candidates
            assert known.persons[at] in {candidate.person for candidate in offered}


def test_of_two_born_on_a_day_under_one_name_neither_is_sure() -> None:
    row = ["", "", "QUINTARD", "ODILE", "", "02/03/1954", "", ""]
    assert ROWS.find([[cell] for cell in row], 1, PLAN).persons.tolist() == [NONE]
    row[1] = MARIE_NIR
    assert ROWS.find([[cell] for cell in row], 1, PLAN).persons.tolist() == [ODILE]
