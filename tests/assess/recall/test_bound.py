"""The bounds: exact where theory gives the number, and true in at least 95 of 100 thefts."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.assess.recall.bound import (
    RISK,
    Draw,
    at_most,
    clopper_pearson,
    least_recall,
    most,
    most_of_groups,
)
from tocsin.assess.recall.sample import allocate
from tocsin.assess.recall.strata import Group


@pytest.mark.parametrize("drawn", [1, 10, 3_000, 100_000])
def test_with_nothing_found_the_limit_has_a_closed_form(drawn: int) -> None:
    assert clopper_pearson(0, drawn) == pytest.approx(1 - RISK ** (1 / drawn), rel=1e-9)


@pytest.mark.parametrize(
    ("found", "drawn", "limit"),
    # One-sided 95 % limits: 1 - betaincinv(n - x, x + 1, 0.05), as tables give them.
    [(1, 10, 0.3942), (2, 20, 0.2826), (5, 50, 0.1988), (10, 10, 1.0), (0, 0, 1.0)],
)
def test_limits_of_the_tables(found: int, drawn: int, limit: float) -> None:
    assert clopper_pearson(found, drawn) == pytest.approx(limit, abs=1e-4)


@given(st.integers(1, 400), st.data(), st.sampled_from([0.05, 0.025, 0.01]))
def test_the_limit_is_where_the_tail_is_the_risk(
    drawn: int, data: st.DataObject, risk: float
) -> None:
    found = data.draw(st.integers(0, drawn - 1))
    limit = clopper_pearson(found, drawn, risk)
    assert at_most(found, drawn, limit) == pytest.approx(risk, rel=1e-6)
    assert limit > clopper_pearson(found, drawn, 0.5) > found / drawn


def test_the_figures_of_a_million_documents() -> None:
    """A million documents, 300 relevant, 285 found: what a clean sample of the rest proves."""
    for drawn, recall in ((3_000, 0.22), (10_000, 0.49), (30_000, 0.74), (100_000, 0.905)):
        bound = most([Draw(999_715, drawn, 0)])
        assert least_recall(285, bound) == pytest.approx(recall, abs=0.01)


def test_what_was_looked_at_whole_is_certain() -> None:
    assert most([Draw(40, 40, 3)]) == 3
    assert most_of_groups([[Draw(40, 40, 3)], [Draw(1_000, 100, 0)]]) == 3 + most(
        [Draw(1_000, 100, 0)]
    )


def test_what_was_not_looked_at_counts_whole() -> None:
    assert most([Draw(500, 0, 0), Draw(10, 10, 0)]) == 500


@given(
    st.lists(
        st.tuples(st.integers(1, 300), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6
    )
)
def test_a_bound_is_never_below_what_was_found(parts: list[tuple[int, float, float]]) -> None:
    draws = []
    for units, share, hits in parts:
        drawn = round(units * share)
        draws.append(Draw(units, drawn, round(drawn * hits)))
    assert sum(d.found for d in draws) <= most(draws) <= sum(d.units for d in draws)


names = st.sampled_from(["homonyms", "partial", "picture", "list", "nobody/pdf", "medical/mail"])


@given(st.dictionaries(names, st.integers(1, 5_000), min_size=1), st.integers(1, 4_000))
def test_no_stratum_is_left_out(sizes: dict[str, int], size: int) -> None:
    strata = allocate(sizes, size)
    assert {s.name: s.units for s in strata} == sizes
    assert all(1 <= s.drawn <= s.units for s in strata)
    assert sum(s.drawn for s in strata) >= min(size, sum(sizes.values()))
    assert sum(s.drawn for s in strata) <= min(size, sum(sizes.values())) + len(sizes) + 2


SIZES = {"homonyms": 30, "partial": 240, "picture": 600, "list": 90, "nobody/pdf": 4_000,
         "administrative/mail": 2_500}  # fmt: skip


def simulated(missed: dict[str, int], size: int, cases: int, seed: int) -> Iterator[int]:
    """The bound in each of many thefts in which so many documents of each stratum were missed."""
    random = Random(seed)
    strata = allocate(SIZES, size)
    for _ in range(cases):
        groups: dict[Group, list[Draw]] = {group: [] for group in Group}
        for stratum in strata:
            drawn = random.sample(range(stratum.units), stratum.drawn)
            found = sum(unit < missed.get(stratum.name, 0) for unit in drawn)
            groups[stratum.group].append(Draw(stratum.units, stratum.drawn, found))
        yield most_of_groups(list(groups.values()))


@pytest.mark.parametrize(
    "missed",
    [
        {"nobody/pdf": 25},
        {"picture": 12},
        {"homonyms": 6, "partial": 10, "picture": 10},
        {"nobody/pdf": 40, "administrative/mail": 3, "list": 2},
        {"partial": 4, "nobody/pdf": 20},
        {},
        {name: size // 20 for name, size in SIZES.items()},
    ],
)
def test_the_bound_holds_in_95_of_100_thefts(missed: dict[str, int]) -> None:
    truth, cases = sum(missed.values()), 400
    bounds = list(simulated(missed, size=700, cases=cases, seed=sum(missed.values()) + 1))
    assert sum(bound >= truth for bound in bounds) >= 0.95 * cases
    assert min(bounds) < sum(SIZES.values()) / 10, "and it says something"


def test_a_single_stratum_is_bounded_as_tightly_as_theory_allows() -> None:
    """The worst rate for the limit: it fails in nearly one case of twenty, never in more."""
    random, units, drawn = Random(7), 20_000, 300
    truth = most([Draw(units, drawn, 0)]) + 1
    hits = [sum(u < truth for u in random.sample(range(units), drawn)) for _ in range(600)]
    failed = sum(most([Draw(units, drawn, found)]) < truth for found in hits)
    assert 0.02 * 600 < failed <= 0.065 * 600
