"""Who acted for the intruder: accounts, the addresses they came in from, when, and where to.

An account is suspect by the marks on it, each counted once: 1 - (1-w1)(1-w2)… An address outside
is the intruder's if most of its visits with a suspect account are followed by a strong act of that
account; the time of such a visit is a session. An account that has none (the intruder came in some
other way) is watched around its strong acts only, and what is found so is called likely.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from tocsin.watch.act import STRONG, Act
from tocsin.watch.address import lies_outside
from tocsin.watch.moment import MICROSECONDS

HOUR = 3_600 * MICROSECONDS
AFTERWARDS = 6 * HOUR
"""A strong act within this time after a visit began is put down to it."""

LONGEST = 24 * HOUR
"""A visit whose end is not logged."""

AROUND = 1 * HOUR
SUSPECT = 0.75
LEAST_WEIGHT = 0.25
FOLLOWED = 0.5
MACHINES = frozenset(
    {"", "system", "localsystem", "local service", "network service", "anonymous logon", "-",
     "dwm-1", "umfd-0", "système", "service réseau", "service local", "nt authority\\system"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came in from outside: account, address, address given inside, begin and end.

    `gate` is the machine that let them in; `sha256` and `record` are the evidence of it.
    """

    account: str
    address: str
    tunnel: str
    begin: int
    end: int
    gate: str = ""
    sha256: str = ""
    record: int = 0


@dataclass(slots=True)
class Intruder:
    """What is known of the intruder. `windows` are the times of each account, surely or likely."""

    accounts: dict[str, float] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    windows: list[tuple[str, int, int, bool]] = field(default_factory=list)
    addresses: dict[str, float] = field(default_factory=dict)
    destinations: dict[str, float] = field(default_factory=dict)

    def holds(self, account: str, moment: int) -> bool:
        """Whether an account acted for the intruder then."""
        return any(a == account and b <= moment <= e for a, b, e, _ in self.windows)

    def is_at_work(self, begin: int, end: int) -> bool:
        """Whether the intruder was at work at some time between."""
        return any(b - AROUND <= end and begin <= e + AROUND for _, b, e, _ in self.windows)


def is_person(account: str) -> bool:
    """Whether an account can be somebody's: not the system's own, not a machine's."""
    return account not in MACHINES and not account.endswith("$")


def scores(acts: Iterable[Act]) -> dict[str, float]:
    """How suspect each account is, each mark counted once at its heaviest."""
    heaviest: dict[str, dict[str, float]] = defaultdict(dict)
    for act in acts:
        if act.weight >= LEAST_WEIGHT and is_person(act.account):
            marks = heaviest[act.account]
            marks[act.mark] = max(act.weight, marks.get(act.mark, 0.0))
    return {account: together(marks.values()) for account, marks in heaviest.items()}


def together(weights: Iterable[float]) -> float:
    """Independent signs taken together."""
    left = 1.0
    for weight in weights:
        left *= 1 - weight
    return 1 - left


def find_intruder(acts: list[Act], doors: pl.DataFrame) -> Intruder:
    """From the acts and who came in when."""
    strong = [act for act in acts if act.weight >= STRONG]
    bearing = {act.account for act in strong}
    suspects = {a: s for a, s in scores(acts).items() if s >= SUSPECT and a in bearing}
    visits = list(visits_of(doors))
    hostile = set(_hostile_addresses(visits, strong, suspects))
    found = Intruder()
    found.visits = [v for v in visits if v.address in hostile]
    # An account that came in from such an address is the intruder's too, suspect or not.
    found.accounts = suspects | {
        v.account: max(suspects.get(v.account, 0.0), SUSPECT) for v in found.visits
    }
    found.addresses = {
        address: max(found.accounts[v.account] for v in found.visits if v.address == address)
        for address in hostile
    }
    found.windows = [(v.account, v.begin, v.end, True) for v in found.visits]
    visited = {v.account for v in found.visits}
    found.windows += [
        (act.account, act.first_at - AROUND, act.last_at + AROUND, False)
        for act in strong
        if act.account in suspects and act.account not in visited
    ]
    found.destinations = _destinations(found, acts)
    return found


def visits_of(doors: pl.DataFrame) -> Iterator[Visit]:
    """Each coming in, to the going that follows, the next coming in of the same, or a day."""
    if doors.is_empty():
        return
    inside: dict[tuple[str, str], Visit] = {}
    rows = doors.sort("time").filter(pl.col("event.outcome").fill_null("success") != "failure")
    for row in rows.iter_rows(named=True):
        key = (row["user.name"] or "", row["source.ip"] or "")
        known = inside.pop(key, None)
        if row["event.action"] == "logged-in":
            if known and row["source.nat.ip"] and not known.tunnel and known.end > row["time"]:
                inside[key] = replace(known, tunnel=row["source.nat.ip"])  # told afterwards
                continue
            inside[key] = _visit(row)
        if known:
            yield replace(known, end=min(row["time"], known.end))
    yield from inside.values()


def _visit(row: dict[str, Any]) -> Visit:
    return Visit(
        row["user.name"] or "",
        row["source.ip"] or "",
        row["source.nat.ip"] or "",
        row["time"],
        row["time"] + LONGEST,
        row["host.name"] or "",
        row["evidence.sha256"] or "",
        row["evidence.offset"] or 0,
    )


def _hostile_addresses(
    visits: list[Visit], strong: list[Act], suspects: dict[str, float]
) -> Iterator[str]:
    by_address: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.account in suspects and lies_outside(visit.address):
            by_address[visit.address].append(visit)
    for address, all_visits in by_address.items():
        followed = sum(1 for visit in all_visits if _is_followed(visit, strong))
        if followed >= FOLLOWED * len(all_visits):
            yield address


def _is_followed(visit: Visit, strong: list[Act]) -> bool:
    until = min(visit.end, visit.begin + AFTERWARDS)
    return any(
        (act.account == visit.account and visit.begin - HOUR < act.first_at <= until)
        or (visit.begin <= act.first_at <= until and act.source in (visit.address, visit.tunnel))
        for act in strong
    )


def _destinations(intruder: Intruder, acts: list[Act]) -> dict[str, float]:
    """Where data went: places of strong acts, and mass sendings while the intruder was at work."""
    marks: dict[str, dict[str, float]] = defaultdict(dict)
    for act in acts:
        if not act.destination or act.weight < STRONG:
            continue
        if intruder.holds(act.account, act.first_at) or (
            act.kind == "flow" and intruder.is_at_work(act.first_at, act.last_at)
        ):
            marks[act.destination][act.mark] = act.weight
    return {place: together(found.values()) for place, found in marks.items()}
