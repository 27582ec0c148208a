"""The least costly cut between where the intruder stands and what must be out of reach.

Cutting a link costs `LABOUR` and what it carries an hour; isolating a machine costs `ISOLATION` and
all that it carries, blocking a place outside `LABOUR` and all that it carries. What care must never
lose has no price. Where no cut spares care, the care flows in the way are named, and the cut that
takes fewest of them is given beside.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tocsin.watch.contain.care import Service
from tocsin.watch.contain.flow import INTERNET
from tocsin.watch.contain.kind import MeasureKind
from tocsin.watch.contain.link import LABOUR, Link
from tocsin.watch.contain.network import Place, minimum_cut, unbroken_path


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to cut: a place (`target` empty) or the link from `source` to `target`.

    `services` are those of care that lose by it, `per_hour` the connections lost an hour.
    """

    kind: MeasureKind
    source: str
    target: str
    per_hour: float
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """What to cut. `in_the_way` are care's links that leave no cut without harm; empty if spared.

    `standing` are targets on which the intruder stands: no cut parts them from themselves.
    """

    steps: tuple[Step, ...]
    in_the_way: tuple[Link, ...]
    standing: frozenset[str]

    @property
    def spares_care(self) -> bool:
        """Whether no care flow is lost that must never be."""
        return not self.in_the_way


def least_cut(
    links: Collection[Link],
    footholds: frozenset[str],
    targets: frozenset[str],
    outside: frozenset[str],
) -> Cut:
    """The cheapest steps after which no foothold reaches a target."""
    costs = costs_of(links, outside)
    present = {place for ends in costs for place in ends}
    sources, sinks = footholds & present, (targets - footholds) & present
    members = minimum_cut(costs, sources, sinks)
    in_the_way: tuple[Link, ...] = ()
    if members is None:
        in_the_way = _in_the_way(links, unbroken_path(costs, sources, sinks))
        members = minimum_cut(_bounded(costs), sources, sinks) or frozenset()
    steps = tuple(_step(links, member, outside) for member in sorted(members))
    return Cut(steps, in_the_way, targets & footholds)


ISOLATION = 2 * LABOUR
"""A machine taken away may carry what no log shows: of equal cuts the narrower is better."""


def costs_of(links: Iterable[Link], outside: frozenset[str]) -> dict[Place, float]:
    """What each link and each place costs to cut; the same place at both ends is that place."""
    costs: dict[Place, float] = {}
    for link in links:
        costs[link.source, link.target] = LABOUR + link.loss
        for place in (link.source, link.target):
            base = LABOUR if place in outside else ISOLATION
            costs[place, place] = costs.get((place, place), base) + link.loss
    return costs


def _bounded(costs: Mapping[Place, float]) -> dict[Place, float]:
    """The same with a price on what must never be cut: more than all the rest together."""
    most = 1 + sum(cost for cost in costs.values() if cost < float("inf"))
    return {ends: min(cost, most) for ends, cost in costs.items()}


def _in_the_way(links: Iterable[Link], path: Collection[Place]) -> tuple[Link, ...]:
    """The links of care on the way, and at the places on it."""
    return tuple(
        link
        for link in links
        if link.loss == float("inf") and any(_is_lost(link, member) for member in path)
    )


def _step(links: Iterable[Link], member: Place, outside: frozenset[str]) -> Step:
    source, target = member
    lost = [link for link in links if _is_lost(link, member)]
    services = {service.name: service for link in lost for service in link.services}
    per_hour = sum(link.per_hour for link in lost if not link.is_intruders)
    if source != target:
        return Step(MeasureKind.BLOCK_LINK, source, target, per_hour, tuple(services.values()))
    kind = MeasureKind.BLOCK_DESTINATION if source in outside else MeasureKind.ISOLATE_HOST
    if source == INTERNET:
        kind = MeasureKind.CUT_INTERNET
    return Step(kind, source, "", per_hour, tuple(services.values()))


def _is_lost(link: Link, member: Place) -> bool:
    if member[0] == member[1]:
        return member[0] in (link.source, link.target)
    return (link.source, link.target) == member
