"""Everything a report is made from, measured on the ledger at one moment."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.case import Case
from tocsin.notify import load_hospital
from tocsin.report.clock import Clock, start_clocks
from tocsin.report.duty import load_duties
from tocsin.report.facts import Facts
from tocsin.report.figure import Figure
from tocsin.report.figures import Figures, measure
from tocsin.report.severity import Severity, severities


@dataclass(frozen=True, slots=True)
class Material:
    """Figures, facts, severities and clocks, all as of one moment."""

    figures: Figures
    facts: Facts
    severities: tuple[Severity, ...]
    clocks: tuple[Clock, ...]


def gather(case: Case, at: datetime) -> Material:
    """Measure the case as of `at` (aware). Raises `InputError` if `hospital.toml` is malformed."""
    facts = Facts(load_hospital(case.folder), at)
    with case.store.transaction():  # one moment: nothing moves between two queries
        groups = tuple(severities(case.store, at))
        clocks = tuple(start_clocks(case.store, facts, load_duties()))
        counted = measure(case.store, at)
    return Material(Figures((*counted, *_measured(groups, clocks))), facts, groups, clocks)


def _measured(groups: tuple[Severity, ...], clocks: tuple[Clock, ...]) -> list[Figure]:
    found = [figure for group in groups for figure in (group.persons, group.score)]
    return found + [clock.hours for clock in clocks if clock.hours]
