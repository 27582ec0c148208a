"""The scene: where the intruder stands, where data went, where it lay, and what they did."""

from dataclasses import dataclass
from itertools import chain

from tocsin.case import Case
from tocsin.watch.address import lies_outside
from tocsin.watch.contain.care import Care


@dataclass(frozen=True, slots=True)
class Deed:
    """One hostile act: who, on which machine, from where, to where, how many times and bytes."""

    kind: str
    account: str
    host: str
    source: str
    destination: str
    times: int
    bytes: int

    @property
    def places(self) -> tuple[str, str, str]:
        """Where it touched."""
        return self.host, self.source, self.destination


@dataclass(frozen=True, slots=True)
class Scene:
    """What the timeline knows, each machine by its one name.

    `footholds` are machines and tunnels from which the intruder acts; `stores` those whose data
    they read; `destinations` where they sent it; `addresses` where they came in from.
    """

    deeds: tuple[Deed, ...]
    footholds: frozenset[str]
    stores: frozenset[str]
    destinations: frozenset[str]
    addresses: frozenset[str]
    tunnels: frozenset[str]
    accounts: frozenset[str]

    @property
    def own(self) -> frozenset[str]:
        """Places that nobody but the intruder uses."""
        return self.destinations | self.addresses | self.tunnels


_DEEDS = (
    "SELECT kind, account, host, source, destination, times, bytes FROM acts WHERE hostile = 1"
    " ORDER BY act"
)


def look(case: Case, care: Care) -> Scene:
    """The scene as the case's timeline tells it."""
    deeds = tuple(_deed(row, care) for row in case.store.execute(_DEEDS))
    known: dict[str, set[str]] = {}
    for kind, name in case.store.execute("SELECT kind, name FROM intruder"):
        known.setdefault(kind, set()).add(name if kind == "account" else name.lower())
    addresses = frozenset(known.get("address", ()))
    tunnels = frozenset(map(care.name_of, known.get("tunnel", ())))
    footholds = frozenset(chain.from_iterable(map(_stands, deeds))) | tunnels
    return Scene(
        deeds,
        footholds or addresses,
        frozenset(d.host for d in deeds if d.kind == "read" and d.host),
        frozenset(known.get("destination", ())),
        addresses,
        tunnels,
        frozenset(known.get("account", ())),
    )


def _deed(row: tuple[object, ...], care: Care) -> Deed:
    kind, account, host, source, destination, times, size = row
    at, start = care.name_of(str(host)), care.name_of(str(source))
    # Names of destinations lie outside, or are those of shares.
    end = care.machines.get(str(destination), str(destination).lower())
    return Deed(str(kind), str(account), at, start, end, int(str(times)), int(str(size)))


def is_outside_address(place: str) -> bool:
    """Whether a place is an address that lies outside; a name is none."""
    return (":" in place or place[:1].isdigit()) and lies_outside(place)


def _stands(deed: Deed) -> list[str]:
    """Where one stood who did this: the source inside; of what ran on a machine, the machine."""
    if deed.source:
        return [] if is_outside_address(deed.source) else [deed.source]
    return [deed.host] if deed.kind in ("rule", "trace") and deed.host else []
