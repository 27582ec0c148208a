"""Links: all flows between two places, what care rests on them, what it costs to cut them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.watch.contain.care import NEVER, Care, Service
from tocsin.watch.contain.flow import Flow, Observed
from tocsin.watch.contain.scene import Scene

LABOUR = 1.0
"""What any one act costs by itself, in ordinary connections an hour."""


@dataclass(frozen=True, slots=True)
class Link:
    """From one place to another. Rates are connections an hour; `since` is the first of them."""

    source: str
    target: str
    per_hour: float
    care_per_hour: float
    services: tuple[Service, ...]
    accounts: frozenset[str]
    since: int
    is_intruders: bool = False

    @property
    def loss(self) -> float:
        """What an hour without it costs; infinite if care must never lose it."""
        if any(service.cost == NEVER for service in self.services):
            return float("inf")
        ordinary = 0.0 if self.is_intruders else self.per_hour
        return ordinary + sum(float(service.cost) for service in self.services)


def links_of(observed: Observed, care: Care, scene: Scene) -> tuple[Link, ...]:
    """The flows by their ends."""
    by_ends: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in observed.flows:
        by_ends[flow.source, flow.target].append(flow)
    return tuple(_link(flows, observed.hours, care, scene) for flows in by_ends.values())


def _link(flows: list[Flow], hours: float, care: Care, scene: Scene) -> Link:
    source, target = flows[0].source, flows[0].target
    is_intruders = not scene.own.isdisjoint((source, target))
    services = [() if is_intruders else care.of(f.source, f.target, f.port) for f in flows]
    serving = [flow for flow, served in zip(flows, services, strict=True) if served]
    return Link(
        source,
        target,
        sum(f.times for f in flows) / hours,
        sum(f.times for f in serving) / hours,
        _once(service for served in services for service in served),
        frozenset(f.account for f in flows),
        min(f.first_at for f in serving or flows),
        is_intruders,
    )


def _once(services: Iterable[Service]) -> tuple[Service, ...]:
    return tuple({service.name: service for service in services}.values())
