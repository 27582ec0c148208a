"""What screens may ask of report: the duties with their clocks, moments in words."""

from datetime import datetime

from tocsin.case import Case
from tocsin.notify import load_hospital
from tocsin.report.clock import Clock, start_clocks
from tocsin.report.duty import ClockState, load_duties
from tocsin.report.facts import Facts
from tocsin.report.moment import clock as moment

__all__ = ["Clock", "ClockState", "clocks_of", "moment"]


def clocks_of(case: Case, at: datetime) -> list[Clock]:
    """Every duty with its clock as of `at` (aware).

    Raises `InputError` if the hospital's facts cannot be read.
    """
    return start_clocks(case.store, Facts(load_hospital(case.folder), at), load_duties())
