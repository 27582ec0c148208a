"""Everything a report is made from, measured on the ledger at one moment."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.case import Case
from tocsin.notify import load_hospital
from tocsin.report.acts import Acts
from tocsin.report.clock import Clock, start_clocks
from tocsin.report.declared import load_declared
from tocsin.report.duty import load_duties
from tocsin.report.facts import Facts
from tocsin.report.figure import Figure
from tocsin.report.figures import Figures, measure
from tocsin.report.severity import Severity, at_high_risk, severities


@dataclass(frozen=True, slots=True)
class Material:
    """Figures, facts, severities and clocks, all as of one moment."""

    figures: Figures
    facts: Facts
    severities: tuple[Severity, ...]
    clocks: tuple[Clock, ...]


def gather(case: Case, at: datetime) -> Material:
    """Measure the case as of `at` (aware).

    Raises `InputError` if `hospital.toml` or `breach.toml` is malformed.
    """
    hospital, declared = load_hospital(case.folder), load_declared(case.folder)
    with case.store.snapshot():  # one moment: nothing moves between two queries
        facts = Facts(hospital, at, declared, Acts.of(case.store))
        groups = tuple(severities(case.store, at))
        counted = Figures((*measure(case.store, at), at_high_risk(case.store, at)))
        clocks = tuple(start_clocks(case.store, facts, load_duties(), counted))
    return Material(Figures((*counted, *_measured(groups, clocks))), facts, groups, clocks)


def _measured(groups: tuple[Severity, ...], clocks: tuple[Clock, ...]) -> list[Figure]:
    found = [figure for group in groups for figure in (group.persons, group.score)]
    return found + [clock.hours for clock in clocks if clock.hours]
