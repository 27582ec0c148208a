"""What screens may ask of report: duties and their clocks, acts, files drawn up, press versions."""

from datetime import datetime

from tocsin.case import Case
from tocsin.report.acts import Act, Acts
from tocsin.report.agenda import due_first, state_words
from tocsin.report.clock import OPEN, Clock, ClockState
from tocsin.report.duty import EVENTS
from tocsin.report.figures import query
from tocsin.report.ledger import label, subject_text
from tocsin.report.material import gather
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
    "Version",
    "approve_press",
    "clocks_of",
    "differences",
    "draft_press",
    "due_first",
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


def clocks_of(case: Case, at: datetime) -> list[Clock]:
    """Every duty with its clock as of `at` (aware).

    Raises `InputError` if the hospital's facts cannot be read.
    """
    return list(gather(case, at).clocks)
