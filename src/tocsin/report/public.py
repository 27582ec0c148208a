"""What screens may ask of report: duties and their clocks, acts, files drawn up, press versions."""

from datetime import datetime

from tocsin.case import Case
from tocsin.notify import load_hospital, public_reference
from tocsin.report.acts import Act, Acts
from tocsin.report.agenda import due_first, state_words
from tocsin.report.clock import OPEN, Clock, ClockState, start_clocks
from tocsin.report.declared import load_declared
from tocsin.report.duty import EVENTS, load_duties
from tocsin.report.facts import Facts
from tocsin.report.figures import Figures, query
from tocsin.report.ledger import label, subject_text
from tocsin.report.material import count
from tocsin.report.meeting import meet, start, waive
from tocsin.report.moment import clock as moment
from tocsin.report.press.versions import Version, differences, version_numbered, versions
from tocsin.report.press.versions import approve as approve_press
from tocsin.report.press.versions import draft as draft_press

__all__ = [
    "EVENTS",
    "OPEN",
    "Act",
    "Acts",
    "Clock",
    "ClockState",
    "Figures",
    "Version",
    "approve_press",
    "clocks_of",
    "differences",
    "draft_press",
    "due_first",
    "figures_of",
    "label",
    "meet",
    "moment",
    "query",
    "start",
    "state_words",
    "subject_text",
    "version_numbered",
    "versions",
    "waive",
]


def figures_of(case: Case, at: datetime) -> Figures:
    """What the duties are weighed by, as of `at` (aware): dear to count over a whole case."""
    with case.store.snapshot():
        return count(case.store, at)


def clocks_of(case: Case, at: datetime, figures: Figures) -> list[Clock]:
    """Every duty with its clock as of `at` (aware), weighed by `figures`.

    Raises `InputError` if the hospital's facts cannot be read.
    """
    hospital, declared = load_hospital(case.folder), load_declared(case.folder)
    with case.store.snapshot():
        facts = Facts(hospital, at, declared, Acts.of(case.store), public_reference(case))
        return start_clocks(case.store, facts, load_duties(), figures)
