"""Minimum cuts by networkx: the one module that knows it.

A place is two nodes, in and out: the arc between them is the place itself, which can be isolated.
Capacities are whole thousandths, so that no rounding of sums can change a cut. An arc that must
never be cut has none. Source: Ford and Fulkerson 1956; networkx `minimum_cut` (preflow-push).
"""

from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import networkx as nx

Place = tuple[str, str]
"""Ends of a link; a place that is isolated is (place, place)."""

THOUSANDTHS = 1_000
_START, _END = ("start",), ("end",)


def minimum_cut(
    costs: Mapping[Place, float], sources: Iterable[str], targets: Iterable[str]
) -> frozenset[Place] | None:
    """The cheapest links and places to take away so that no source reaches a target.

    None if there is no such set of finite cost.
    """
    graph = _graph(costs, sources, targets)
    try:
        _, (near, far) = nx.minimum_cut(graph, _START, _END)
    except nx.NetworkXUnbounded:
        return None
    return frozenset((tail[0], head[0]) for tail in near for head in graph[tail] if head in far)


def unbroken_path(
    costs: Mapping[Place, float], sources: Iterable[str], targets: Iterable[str]
) -> tuple[Place, ...]:
    """A shortest way from a source to a target over what must never be cut; empty if none."""
    never = {ends: cost for ends, cost in costs.items() if cost == float("inf")}
    graph = _graph(never, sources, targets)
    try:
        nodes = nx.shortest_path(graph, _START, _END)[1:-1]
    except nx.NetworkXNoPath:
        return ()
    return tuple((a[0], b[0]) for a, b in pairwise(nodes))


def reached(links: Iterable[Place], sources: Iterable[str]) -> frozenset[str]:
    """Every place that the sources reach, themselves included."""
    graph = nx.DiGraph(list(links))
    graph.add_nodes_from(sources)
    found: set[str] = set()
    for source in sources:
        found |= {source, *nx.descendants(graph, source)}
    return frozenset(found)


def _graph(costs: Mapping[Place, float], sources: Iterable[str], targets: Iterable[str]) -> Any:
    graph = nx.DiGraph()
    graph.add_nodes_from((_START, _END))
    for (tail, head), cost in costs.items():
        sides = ("in", "out") if tail == head else ("out", "in")
        _arc(graph, (tail, sides[0]), (head, sides[1]), cost)
    for place in sources:
        graph.add_edge(_START, (place, "in"))
    for place in targets:
        graph.add_edge((place, "out"), _END)
    return graph


def _arc(graph: Any, tail: Hashable, head: Hashable, cost: float) -> None:
    if cost == float("inf"):
        graph.add_edge(tail, head)
    else:
        graph.add_edge(tail, head, capacity=round(cost * THOUSANDTHS))
