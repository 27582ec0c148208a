"""A child's papers bear a parent's number, and the index does not say whose child it is."""

from datetime import date

import pytest

from tests.match.people import invent, nir_of
from tocsin.match import PatientIndex
from tocsin.match.claim import Claim
from tocsin.match.family import may_be_parent
from tocsin.match.resolve import Outcome, Resolution, Resolver
from tocsin.model.mention import MentionKind as K
from tocsin.model.person import Person

TODAY = date(2025, 7, 1)
NIR = nir_of("F", date(1984, 3, 2), 7)
CROWD = invent(300, seed=9)
PARENT = Person(
    "P1", nir=NIR, birth_name="QUINTARD", used_name="ESPOSITO", first_names="Odile", sex="F",
    birth_date=date(1984, 3, 2), address="12 rue du Bac", mobile="0639980001",
)  # fmt: skip
CHILD = Person("P2", birth_name="ESPOSITO", first_names="Léo", birth_date=date(2012, 5, 6))
AT_HOME = Person("P3", birth_name="VALLON", first_names="Ana", birth_date=date(2012, 5, 6),
                 address="12 rue du Bac")  # fmt: skip
NOBODYS = Person("P4", birth_name="VALLON", first_names="Luc", birth_date=date(2012, 5, 6))
GROWN = Person("P5", birth_name="ESPOSITO", first_names="Hugo", birth_date=date(1990, 5, 6))
INDEX = PatientIndex([*CROWD, PARENT, CHILD, AT_HOME, NOBODYS, GROWN])
MOTHER, LEO, ANA, LUC, HUGO = range(len(CROWD), len(CROWD) + 5)


def resolve(name: str, born: str) -> Resolution:
    claim = Claim([(K.FULL_NAME, name), (K.BIRTH_DATE, born), (K.NIR, NIR)])
    return Resolver(INDEX, TODAY).resolve(claim)


@pytest.mark.parametrize(
    ("child", "is_so"), [(LEO, True), (ANA, True), (LUC, False), (HUGO, False), (MOTHER, False)]
)
def test_who_may_be_whose_parent(child: int, is_so: bool) -> None:
    assert may_be_parent(INDEX, child, MOTHER, TODAY) is is_so


@pytest.mark.parametrize(("name", "child"), [("ESPOSITO LEO", LEO), ("VALLON ANA", ANA)])
def test_a_child_is_known_by_name_and_date_beside_a_parents_number(name: str, child: int) -> None:
    found = resolve(name, "2012-05-06")
    assert found.is_confirmed
    assert found.candidates[0].person == child
    assert "parent_nir" in found.candidates[0].basis


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("VALLON LUC", "2012-05-06"),  # no family
        ("ESPOSITO HUGO", "1990-05-06"),  # grown up
        ("ESPOSITO LEO", "2012-05-07"),  # another date
        ("ESPOSITO INES", "2012-05-06"),  # a sister who is not in the index
    ],
)
def test_whatever_differs_is_for_a_person_to_say(name: str, born: str) -> None:
    assert resolve(name, born).outcome is Outcome.TO_REVIEW


def test_the_parent_is_known_by_the_number_as_before() -> None:
    found = resolve("ESPOSITO ODILE", "1984-03-02")
    assert found.is_confirmed
    assert found.candidates[0].person == MOTHER
