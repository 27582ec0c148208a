"""From events to the story: who acted, when it began and ended, what was read."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tocsin.case import Case
from tocsin.language import tr
from tocsin.progress import Progress
from tocsin.watch.act import STRONG, Act, Acts
from tocsin.watch.address import lies_outside
from tocsin.watch.bounds import find_bounds, write_bounds
from tocsin.watch.deeds import Deeds
from tocsin.watch.events import Events
from tocsin.watch.ingest import write_acts
from tocsin.watch.intruder import Intruder, find_intruder, is_person
from tocsin.watch.profile import Profile, profile
from tocsin.watch.step import Readings, visit_acts
from tocsin.watch.taken import Takings
from tocsin.watch.unusual import flow_acts, reading_acts


def analyse(case: Case, acts: Acts, progress: Progress) -> None:
    """Write acts, intruder, bounds, what was taken, and the hours of the chart."""
    events = Events(case)
    with progress.stage(tr("Lectures et envois", "Readings and sendings"), None):
        seen = profile(events)
    all_acts = [*acts, *reading_acts(seen.reads), *flow_acts(seen.flows)]
    intruder = find_intruder(all_acts, seen.doors)
    with progress.stage(tr("Actes de l'intrus", "The intruder's acts"), None):
        done = _follow(case, events, intruder)
    hostile, others = _parted(all_acts, intruder, done.addresses)
    hostile += done.acts
    with case.store.transaction():
        write_acts(case, [*hostile, *others])
        _mark_hostile(case, len(hostile))
        done.takings.write(case)
        write_bounds(case, find_bounds(case, hostile, others))
        _write_intruder(case, intruder, hostile)
        _write_hours(case, seen, intruder, done.hours)
        case.set("watched", "1")


@dataclass(frozen=True, slots=True)
class _Done:
    """What the intruder's events say."""

    acts: list[Act]
    takings: Takings
    hours: dict[int, int]
    addresses: set[str]


def _follow(case: Case, events: Events, intruder: Intruder) -> _Done:
    takings, readings = Takings(), Readings()
    hours: dict[int, int] = {}
    addresses: set[str] = set()
    if intruder.windows:
        for deeds in Deeds(events, intruder).batches():
            takings.add(deeds)
            readings.add(deeds)
            addresses.update(deeds["source.ip"].drop_nulls().unique().to_list())
    rows = case.store.execute("SELECT sha256, log FROM log_files ORDER BY log DESC")
    logs = {str(sha256): int(log) for sha256, log in rows}
    table = readings.table()
    if len(table):
        counted = table.group_by("hour").agg(pl.sum("times"))
        hours = dict(counted.iter_rows())
    return _Done([*visit_acts(intruder, logs), *readings.acts(logs)], takings, hours, addresses)


def _parted(
    acts: list[Act], intruder: Intruder, addresses: set[str]
) -> tuple[list[Act], list[Act]]:
    """The intruder's acts, and the others."""
    hostile: list[Act] = []
    others: list[Act] = []
    for act in acts:
        (hostile if _is_hostile(act, intruder, addresses) else others).append(act)
    return hostile, others


def _is_hostile(act: Act, intruder: Intruder, addresses: set[str]) -> bool:
    if lies_outside(act.source) and act.source in intruder.addresses:
        return True
    if intruder.holds(act.account, act.first_at):
        return act.weight >= STRONG or not act.source or act.source in addresses
    at_work = intruder.is_at_work(act.first_at, act.last_at)
    if act.destination and act.destination in intruder.destinations:
        return at_work or act.kind != "flow"
    # A machine's own account that runs a strong mark where the intruder is at work.
    return at_work and act.weight >= STRONG and not is_person(act.account) and act.kind == "rule"


def _mark_hostile(case: Case, number: int) -> None:
    """The hostile ones were written first."""
    case.store.execute(
        "UPDATE acts SET hostile = 1 WHERE act IN (SELECT act FROM acts ORDER BY act LIMIT ?)",
        (number,),
    )


@dataclass(slots=True)
class _Seen:
    """Something of the intruder's: how sure, first and last."""

    score: float
    first: int
    last: int
    reason: str


class _Cast:
    """Accounts, addresses, machines and places, each once."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], _Seen] = {}

    def note(self, kind: str, name: str, seen: _Seen) -> None:
        """Take one in."""
        if not name:
            return
        known = self._seen.setdefault((kind, name), seen)
        known.score = max(known.score, seen.score)
        known.first, known.last = min(known.first, seen.first), max(known.last, seen.last)

    def rows(self) -> Iterator[tuple[str, str, float, int, int, str]]:
        """For the table `intruder`."""
        for (kind, name), seen in self._seen.items():
            yield kind, name, round(seen.score, 4), seen.first, seen.last, seen.reason


def _write_intruder(case: Case, intruder: Intruder, hostile: list[Act]) -> None:
    cast = _Cast()
    for visit in intruder.visits:
        score = intruder.addresses[visit.address]
        for kind, name in (("address", visit.address), ("tunnel", visit.tunnel)):
            cast.note(kind, name, _Seen(score, visit.begin, visit.end, "visits"))
    for act in hostile:
        span = (act.first_at, act.last_at, "acts")
        if act.account in intruder.accounts:
            cast.note("account", act.account, _Seen(intruder.accounts[act.account], *span))
        cast.note("host", act.host, _Seen(act.weight, *span))
        if act.destination in intruder.destinations:
            score = intruder.destinations[act.destination]
            cast.note("destination", act.destination, _Seen(score, *span))
    case.store.many("INSERT INTO intruder VALUES (?, ?, ?, ?, ?, ?)", cast.rows())


def _write_hours(case: Case, seen: Profile, intruder: Intruder, hostile: dict[int, int]) -> None:
    if seen.hours.is_empty():
        return
    theirs = [*intruder.destinations, *intruder.addresses]
    out, stolen = _sent(seen.flows), _sent(seen.flows, theirs)
    case.store.many(
        "INSERT INTO event_hours VALUES (?, ?, ?, ?, ?, ?)",
        (
            (hour, events, reads, hostile.get(hour, 0), out.get(hour, 0), stolen.get(hour, 0))
            for hour, events, reads in seen.hours.select("hour", "events", "reads").iter_rows()
        ),
    )


def _sent(flows: pl.DataFrame, places: list[str] | None = None) -> dict[int, int]:
    """Bytes out by hour, to anywhere or to some places; of several sensors the largest counts."""
    if flows.is_empty():
        return {}
    wanted = flows if places is None else flows.filter(pl.col("outside").is_in(places))
    largest = wanted.group_by("hour", "inside", "outside").agg(pl.max("bytes"))
    return dict(largest.group_by("hour").agg(pl.sum("bytes")).iter_rows())
