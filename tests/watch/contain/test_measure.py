"""Measures weighed: what they stop, what they cost."""

import pytest

from tests.watch.contain.graphs import BEGIN, CARE, RECORDS, flow, scene, seen
from tocsin.watch.contain.advice import Aim, advice_of
from tocsin.watch.contain.kind import MeasureKind
from tocsin.watch.contain.measure import Weighed
from tocsin.watch.contain.scene import Deed, Scene

DEEDS = (
    Deed("rule", "maint", "poste", "", "", 1, 0),
    Deed("read", "maint", "srv-dpi", "poste", "", 7, 0),
    Deed("flow", "", "", "poste", "voleur", 2, 400),
)
SCENE = scene(stores=("srv-dpi",), deeds=DEEDS, accounts=("maint", "system"))
SEEN = seen(
    flow("poste", "srv-dpi", 20, account="maint"),
    flow("chambre", "srv-dpi", 500, account="ide"),
    flow("poste", "voleur", 2),
    flow("poste", "internet", 30),
)


@pytest.fixture
def weighed() -> dict[tuple[MeasureKind, str], Weighed]:
    found = advice_of(CARE, SCENE, SEEN).weighed
    return {(one.measure.kind, one.measure.name): one for one in found}


def test_isolating_the_foothold_stops_all_and_costs_its_own_care_flows(
    weighed: dict[tuple[MeasureKind, str], Weighed],
) -> None:
    one = weighed[MeasureKind.ISOLATE_HOST, "poste"]
    assert (one.acts, one.bytes, one.open_ways, one.ways) == (1.0, 1.0, 0, 3)
    assert one.services == (RECORDS,)
    assert one.per_hour == 2.0
    assert one.since == BEGIN
    assert one.other_per_hour == 3.0


def test_isolating_a_care_server_costs_all_that_ask_it(
    weighed: dict[tuple[MeasureKind, str], Weighed],
) -> None:
    one = weighed[MeasureKind.ISOLATE_HOST, "srv-dpi"]
    assert one.acts == 0.7
    assert one.per_hour == 52.0
    assert one.open_ways == 2


def test_an_account_closes_only_what_is_its_own(
    weighed: dict[tuple[MeasureKind, str], Weighed],
) -> None:
    one = weighed[MeasureKind.DISABLE_ACCOUNT, "maint"]
    assert one.acts == 0.8
    assert (one.open_ways, one.ways) == (2, 3)
    assert one.per_hour == 2.0
    assert (MeasureKind.DISABLE_ACCOUNT, "system") not in weighed


def test_a_blocked_destination_leaves_the_internet_open(
    weighed: dict[tuple[MeasureKind, str], Weighed],
) -> None:
    one = weighed[MeasureKind.BLOCK_DESTINATION, "voleur"]
    assert (one.bytes, one.open_ways) == (1.0, 2)
    assert one.services == ()
    assert weighed[MeasureKind.CUT_INTERNET, ""].open_ways == 1


def test_what_costs_no_care_comes_first() -> None:
    order = [len(one.services) for one in advice_of(CARE, SCENE, SEEN).weighed]
    assert order == sorted(order)


def test_each_aim_has_its_cut() -> None:
    cuts = advice_of(CARE, SCENE, SEEN).cuts
    assert [step.source for step in cuts[Aim.DESTINATIONS].steps] == ["voleur"]
    assert not cuts[Aim.STORES].spares_care
    assert {step.target or step.source for step in cuts[Aim.OUTSIDE].steps} == {
        "internet", "voleur"
    }  # fmt: skip


def test_without_an_intruder_nothing_is_to_be_cut() -> None:
    nobody: Scene = scene(footholds=(), destinations=())
    advice = advice_of(CARE, nobody, SEEN)
    assert all(cut.steps == () for cut in advice.cuts.values())
    assert [one.acts for one in advice.weighed] == [0.0]
    assert advice.weighed[0].bytes is None
