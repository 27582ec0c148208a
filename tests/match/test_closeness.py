"""Dates and given names as people write them, against those in the index."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.match.closeness import (
    Closeness,
    compare_dates,
    compare_given,
    compare_surnames,
    may_be_close,
    one_slip,
)
from tocsin.match.names import GivenNames

BORN = date(1925, 3, 12)


@pytest.mark.parametrize(
    ("said", "closeness"),
    [
        ("1925-03-12", Closeness.SAME),
        ("1925-03-13", Closeness.NEAR),
        ("1925-12-03", Closeness.NEAR),
        ("2025-03-12", Closeness.NEAR),
        ("2025-03-13", Closeness.DIFFERS),
        ("1952-03-12", Closeness.DIFFERS),
        ("1925", Closeness.UNSAID),
    ],
)
def test_dates(said: str, closeness: Closeness) -> None:
    assert compare_dates(said, BORN) is closeness


@pytest.mark.parametrize(
    ("said", "borne", "closeness"),
    [
        ("MARIE", "Marie-Louise", Closeness.PART),
        ("MARIE L", "Marie-Louise", Closeness.PART),
        ("MARIE PAULE", "Marie-Louise", Closeness.DIFFERS),
        ("CLAUDE HORDEQUIN", "Claude Lucien Didier", Closeness.NEAR),
        ("CLAUDE DIDIER", "Claude Lucien Didier", Closeness.PART),
    ],
)
def test_given_names_that_begin_alike(said: str, borne: str, closeness: Closeness) -> None:
    assert compare_given(tuple(said.split()), GivenNames(borne)) is closeness


names = st.text("AB ", max_size=8)


@given(names, names)
def test_a_look_at_the_ends_hides_no_near_name(a: str, b: str) -> None:
    close = compare_surnames(a, b) >= Closeness.NEAR or one_slip(a, b)
    assert may_be_close(a, b) or not close
