"""Estimates by draws and their weights; intervals by whole families and persons."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.assess.recall.resample import (
    Miss,
    documents_by_family,
    persons_by_family,
    persons_by_person,
)

SPREAD = [Miss(f"family {n}", 10.0, (f"P{n}",)) for n in range(12)]
ONE_SHEET = [Miss("one sheet", 10.0, (f"P{n}",)) for n in range(12)]


def test_misses_of_one_family_leave_more_doubt() -> None:
    spread, sheet = (documents_by_family(m, 40, "s") for m in (SPREAD, ONE_SHEET))
    assert spread.value == sheet.value == 120
    assert spread.high - spread.low < sheet.high - sheet.low
    assert sheet.low == 0


def test_a_person_in_many_documents_is_one() -> None:
    often = [Miss(f"family {n}", 10.0, ("P1",)) for n in range(12)]
    assert persons_by_family(often, 40, "s").value == pytest.approx(10)
    assert persons_by_person(often, "s").value == pytest.approx(10)
    assert persons_by_person(SPREAD, "s").value == pytest.approx(120)


def test_unknown_persons_are_each_another() -> None:
    unknown = [Miss("a", 2.0, ("", "")), Miss("b", 2.0, ("",))]
    assert persons_by_family(unknown, 5, "s").value == pytest.approx(6)


def test_nothing_found_estimates_nothing() -> None:
    for found in (documents_by_family([], 9, "s"), persons_by_person([], "s")):
        assert (found.value, found.low, found.high) == (0, 0, 0)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert documents_by_family(SPREAD, 40, "s") == documents_by_family(SPREAD, 40, "s")
    assert documents_by_family(SPREAD, 40, "s") != documents_by_family(SPREAD, 40, "t")


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Sixty families, a tenth of them with misses, drawn one in two."""
    random, held, cases = Random(4), 0, 200
    for case in range(cases):
        truth = [random.choice([0] * 6 + [1, 2, 4]) for _ in range(60)]
        drawn = random.sample(range(60), 30)
        misses = [Miss(str(f), 2.0) for f in drawn for _ in range(truth[f])]
        found = documents_by_family(misses, 30, str(case))
        held += found.low <= sum(truth) <= found.high
    assert held >= 0.88 * cases


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(1, 50))), st.integers(3, 30))
def test_the_estimate_lies_in_its_interval_or_nothing_was_found(
    found: list[tuple[str, float]], families: int
) -> None:
    misses = [Miss(family, weight) for family, weight in found]
    estimate = documents_by_family(misses, families, "s")
    assert estimate.value == pytest.approx(sum(weight for _, weight in found))
    assert 0 <= estimate.low <= estimate.high
