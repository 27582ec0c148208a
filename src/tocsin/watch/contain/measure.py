"""Measures: what each would stop of the intruder, and what it would cost care."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tocsin.watch.contain.care import Service
from tocsin.watch.contain.flow import INTERNET
from tocsin.watch.contain.kind import MeasureKind
from tocsin.watch.contain.link import Link
from tocsin.watch.contain.network import reached
from tocsin.watch.contain.scene import Deed, Scene, is_outside_address
from tocsin.watch.intruder import is_person


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure on one thing; the internet has no name."""

    kind: MeasureKind
    name: str = ""

    def closes(self, link: Link, outside: frozenset[str]) -> bool:
        """Whether the link is no more afterwards."""
        match self.kind:
            case MeasureKind.DISABLE_ACCOUNT:
                return link.accounts == {self.name}
            case MeasureKind.CUT_INTERNET:
                return not outside.isdisjoint((link.source, link.target))
            case _:
                return self.name in (link.source, link.target)

    def stops(self, deed: Deed, scene: Scene) -> bool:
        """Whether the intruder could not have done this."""
        match self.kind:
            case MeasureKind.DISABLE_ACCOUNT:
                return deed.account == self.name
            case MeasureKind.CUT_INTERNET:
                return any(p in scene.own for p in deed.places) or is_outside_address(deed.source)
            case _:
                return self.name in deed.places


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure with its worth and its cost.

    Shares are of all hostile acts and of all bytes sent out by the intruder (None if none were
    seen). `open_ways` of `ways` from a foothold to a place of interest stay open. `per_hour` are
    care's connections lost an hour, first seen at `since` (microseconds; None without any).
    """

    measure: Measure
    acts: float
    bytes: float | None
    open_ways: int
    ways: int
    services: tuple[Service, ...]
    per_hour: float
    other_per_hour: float
    since: int | None


def measures(scene: Scene) -> Iterator[Measure]:
    """All that the timeline suggests."""
    places = scene.footholds | scene.stores | {d.host for d in scene.deeds if d.host}
    for place in sorted(places - scene.addresses):
        yield Measure(MeasureKind.ISOLATE_HOST, place)
    for account in sorted(filter(is_person, scene.accounts)):
        yield Measure(MeasureKind.DISABLE_ACCOUNT, account)
    for place in sorted(scene.destinations | scene.addresses):
        yield Measure(MeasureKind.BLOCK_DESTINATION, place)
    yield Measure(MeasureKind.CUT_INTERNET)


def weigh(
    measure: Measure, links: Collection[Link], scene: Scene, outside: frozenset[str]
) -> Weighed:
    """What a measure stops and costs."""
    closed = [link for link in links if measure.closes(link, outside)]
    left = [link for link in links if not measure.closes(link, outside)]
    caring = [link for link in closed if link.services]
    services = {service.name: service for link in caring for service in link.services}
    return Weighed(
        measure,
        _share([(d.times, measure.stops(d, scene)) for d in scene.deeds]) or 0.0,
        _share([(d.bytes, measure.stops(d, scene)) for d in scene.deeds]),
        len(ways(left, scene)),
        len(ways(links, scene)),
        tuple(services.values()),
        sum(link.care_per_hour for link in caring),
        sum(link.per_hour - link.care_per_hour for link in closed if not link.is_intruders),
        min((link.since for link in caring), default=None),
    )


def ways(links: Collection[Link], scene: Scene) -> frozenset[tuple[str, str]]:
    """Pairs of a foothold and a store, a destination or the internet that it reaches."""
    ends = [(link.source, link.target) for link in links]
    wanted = scene.stores | scene.destinations | {INTERNET}
    return frozenset(
        (foothold, place)
        for foothold in scene.footholds
        for place in (reached(ends, [foothold]) & wanted) - {foothold}
    )


def _share(weights: list[tuple[int, bool]]) -> float | None:
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, stopped in weights if stopped) / total if total else None
