"""Everything a report is made from, measured on the ledger at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.case import Case, Reading, Store
from tocsin.notify import load_hospital, public_reference
from tocsin.report.acts import Acts
from tocsin.report.block import Fields
from tocsin.report.clock import Clock, ClockState, start_clocks
from tocsin.report.declared import load_declared
from tocsin.report.duty import duty_named, load_duties
from tocsin.report.establishments import Site, elsewhere, figures_of, sites
from tocsin.report.facts import AUTHORITY, Facts
from tocsin.report.figure import Figure
from tocsin.report.figures import Figures, measure
from tocsin.report.filing import fields_filed
from tocsin.report.severity import Severity, at_high_risk, severities
from tocsin.report.theft import theft_of
from tocsin.report.timeline import Moment, timeline

_FORMS = {
    "cnil": AUTHORITY,
    "edpb": AUTHORITY,
    "sante": "csp-l1111-8-2",
    "nis2": "nis2-23-notification",
    "plainte": "complaint",
}
"""The forms that are filed again when more is known, and the duty that filing them meets."""


@dataclass(frozen=True, slots=True)
class Material:
    """Figures, facts, severities and clocks, all as of one moment."""

    figures: Figures
    facts: Facts
    severities: tuple[Severity, ...]
    clocks: tuple[Clock, ...]
    filed: dict[str, Fields] = field(default_factory=dict)
    is_open: bool = False
    timeline: tuple[Moment, ...] = ()
    sites: tuple[Site, ...] = ()

    def is_set(self, name: str) -> bool:
        """Whether a figure is above zero, or a fact is given or true. Raises KeyError otherwise."""
        if name in self.figures:
            return bool(self.figures[name].value)
        room, _, key = name.partition(".")
        match room:
            case "form":
                return self._of_form(key)
            case "breach":
                return bool(getattr(self.facts.declared, key))
            case "origin" | "cause":
                return str(getattr(self.facts.declared, room)) == key
            case "discovered":
                return self.facts.declared.how_discovered == key
        return bool(self.facts.text(name, "fr"))

    def _of_form(self, key: str) -> bool:
        authority = next(clock for clock in self.clocks if clock.duty.id == AUTHORITY)
        match key:
            case "follow_up":
                return authority.done is not None
            case "late":
                return authority.state in (ClockState.LATE, ClockState.DONE_LATE)
            case "open":
                return self.is_open
        raise KeyError(key)


def gather(case: Case, at: datetime) -> Material:
    """Measure the case as of `at` (aware).

    Raises `InputError` if `hospital.toml`, `breach.toml` or `care.toml` is malformed.
    """
    hospital, declared = load_hospital(case.folder), load_declared(case.folder)
    with case.store.snapshot():  # one moment: nothing moves between two queries
        acts, theft = Acts.of(case.store), theft_of(case, at)
        facts = Facts(hospital, at, declared, acts, public_reference(case), theft)
        groups = tuple(severities(case.store, at))
        counted = count(case.store, at)
        clocks = tuple(start_clocks(case.store, facts, load_duties(), counted))
        filed = dict(_filed(case, facts))
        is_open = _is_open(case, counted)
        moments = tuple(timeline(case.store, facts))
        places = tuple(sites(case.store, declared.establishments, at))
        outside = elsewhere(case.store, declared.establishments, at)
    more = (*_measured(groups, clocks), *figures_of(places), outside)
    figures = Figures((*counted, *more))
    return Material(figures, facts, groups, clocks, filed, is_open, moments, places)


def count(store: Store, at: datetime) -> Figures:
    """What conditions of duties are weighed by: the catalogue, and who is at high risk."""
    return Figures((*measure(store, at), at_high_risk(store, at)))


def _filed(case: Case, facts: Facts) -> Iterator[tuple[str, Fields]]:
    for kind, duty in _FORMS.items():
        done = facts.done(duty_named(duty))
        fields = fields_filed(case.store, kind, done.moment) if done else None
        if fields is not None:
            yield kind, fields


def _is_open(case: Case, figures: Figures) -> bool:
    """Whether counts may still move: files to read, or persons to review."""
    waiting = (figures["persons.to_review"].value, figures["documents.unread"].value)
    return case.reading is not Reading.WHOLE or any(waiting)


def _measured(groups: tuple[Severity, ...], clocks: tuple[Clock, ...]) -> list[Figure]:
    found = [figure for group in groups for figure in (group.persons, group.score)]
    return found + [clock.hours for clock in clocks if clock.hours]
