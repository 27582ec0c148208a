"""First names that may be what is said: the same as comparing each person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.match.people import invent
from tocsin.match import PatientIndex
from tocsin.match.closeness import Closeness, compare_given
from tocsin.match.names import GivenNames

PEOPLE = invent(200)
INDEX = PatientIndex(PEOPLE)
EVERYBODY = range(len(PEOPLE))
words = st.text("AEIJMNPRU", min_size=1, max_size=6)


def may_be(said: str, names: GivenNames) -> bool:
    return compare_given((said,), names) != Closeness.DIFFERS


def expected(said: str) -> list[int]:
    return [person for person in EVERYBODY if may_be(said, INDEX.given(person))]


@pytest.mark.parametrize(
    "said",
    ["JEAN", "JEANPIERRE", "PIERRE", "JAEN", "JEANN", "JE", "JEA", "J", "MEHDI", "ANNE", "X"],
)
def test_a_word_for_a_first_name(said: str) -> None:
    assert INDEX.whose_given_name_may_be(said, EVERYBODY) == expected(said)


@given(words)
def test_any_word(said: str) -> None:
    assert INDEX.whose_given_name_may_be(said, EVERYBODY) == expected(said)
