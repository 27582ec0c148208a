"""The least costly cut: known graphs, and what must hold of any."""

from hypothesis import given

from tests.watch.contain.graphs import CARE, RECORDS, flow, flows, scene, seen
from tocsin.watch.contain.cut import Cut, Step, least_cut
from tocsin.watch.contain.flow import Flow
from tocsin.watch.contain.kind import MeasureKind
from tocsin.watch.contain.link import Link, links_of
from tocsin.watch.contain.network import reached

OUTSIDE = frozenset({"internet", "voleur"})


def cut_of(
    *given_flows: Flow, footholds: tuple[str, ...] = ("poste",), target: str = "voleur"
) -> Cut:
    return least_cut(links(*given_flows), frozenset(footholds), frozenset({target}), OUTSIDE)


def links(*given_flows: Flow) -> tuple[Link, ...]:
    return links_of(seen(*given_flows), CARE, scene(footholds=()))


def parts(cut: Cut) -> list[tuple[str, str, str]]:
    return [(step.kind.value, step.source, step.target) for step in cut.steps]


def test_the_destination_is_blocked_where_nobody_else_uses_it() -> None:
    cut = cut_of(flow("poste", "voleur"), flow("srv-app", "voleur"), flow("poste", "srv-app", 900))
    assert parts(cut) == [("block_destination", "voleur", "")]
    assert cut.spares_care


def test_the_quiet_link_is_cut_and_not_the_busy_one() -> None:
    cut = cut_of(
        flow("poste", "relais", 1), flow("relais", "baie", 900), flow("autre", "relais", 50),
        target="baie",
    )  # fmt: skip
    assert parts(cut) == [("block_link", "poste", "relais")]
    assert cut.steps[0].per_hour == 0.1


def test_many_quiet_links_are_cut_by_isolating_their_machine() -> None:
    ways = [flow("poste", f"relais-{n}", 1) for n in range(4)]
    ways += [flow(f"relais-{n}", "baie", 1) for n in range(4)]
    cut = cut_of(*ways, flow("autre", "baie", 900), target="baie")
    assert parts(cut) == [("isolate_host", "poste", "")]


def test_a_care_host_that_the_intruder_holds_is_cut_around() -> None:
    cut = cut_of(
        flow("chambre", "srv-dpi", 900), flow("srv-dpi", "baie", 700, port=80),
        footholds=("srv-dpi",), target="baie",
    )  # fmt: skip
    assert parts(cut) == [("block_link", "srv-dpi", "baie")]
    assert cut.spares_care
    assert cut.steps[0].services == ()


def test_where_no_cut_spares_care_the_flow_in_the_way_is_named() -> None:
    cut = cut_of(flow("poste", "srv-dpi", 300), target="srv-dpi")
    assert not cut.spares_care
    assert [(link.source, link.target) for link in cut.in_the_way] == [("poste", "srv-dpi")]
    assert [step.services for step in cut.steps] == [(RECORDS,)]
    assert "srv-dpi" not in reached(left(links(flow("poste", "srv-dpi")), cut), ["poste"])


def test_a_service_with_a_price_is_cut_only_if_that_is_cheaper() -> None:
    dear = cut_of(flow("poste", "srv-repas", 10), flow("srv-repas", "baie", 30), target="baie")
    assert parts(dear) == [("block_link", "srv-repas", "baie")]
    cheap = cut_of(flow("poste", "srv-repas", 10), flow("srv-repas", "baie", 900), target="baie")
    assert parts(cheap) == [("block_link", "poste", "srv-repas")]
    assert cheap.spares_care


def test_a_port_that_is_not_the_service_is_not_care() -> None:
    cut = cut_of(flow("poste", "srv-dpi", port=22), target="srv-dpi")
    assert cut.spares_care
    assert not cut_of(flow("poste", "srv-dpi", port=0), target="srv-dpi").spares_care


def test_the_internet_may_be_what_is_cut() -> None:
    cut = cut_of(
        flow("poste", "internet"), flow("srv-app", "internet", 1),
        footholds=("poste", "srv-app"), target="internet",
    )  # fmt: skip
    assert parts(cut) == [("cut_internet", "internet", "")]


def test_no_way_no_cut_and_a_machine_is_not_parted_from_itself() -> None:
    assert cut_of(flow("voleur", "poste")).steps == ()
    assert cut_of().steps == ()
    both = cut_of(flow("poste", "baie"), target="poste")
    assert both.standing == {"poste"}
    assert both.steps == ()


def left(all_links: tuple[Link, ...], cut: Cut, but: Step | None = None) -> list[tuple[str, str]]:
    """The links that remain, one step left out."""
    steps = [step for step in cut.steps if step is not but]
    places = {step.source for step in steps if step.kind is not MeasureKind.BLOCK_LINK}
    ends = {(s.source, s.target) for s in steps if s.kind is MeasureKind.BLOCK_LINK}
    return [
        (one.source, one.target)
        for one in all_links
        if (one.source, one.target) not in ends and places.isdisjoint((one.source, one.target))
    ]


@given(flows)
def test_the_cut_separates_and_spares_care_and_has_nothing_too_much(drawn: list[Flow]) -> None:
    # given
    all_links = links(*drawn)
    footholds = frozenset({"poste", "srv-app"})
    # when
    cut = least_cut(all_links, footholds, frozenset({"voleur", "baie"}), OUTSIDE)
    # then
    assert not reached(left(all_links, cut), footholds) & {"voleur", "baie"}
    lost = [service for step in cut.steps for service in step.services]
    assert cut.spares_care == (RECORDS not in lost)
    for step in cut.steps:
        assert reached(left(all_links, cut, but=step), footholds) & {"voleur", "baie"}
