"""What screens may ask of report: the duties with their clocks, moments in words."""

from datetime import datetime

from tocsin.case import Case
from tocsin.report.clock import Clock, ClockState
from tocsin.report.material import gather
from tocsin.report.moment import clock as moment

__all__ = ["Clock", "ClockState", "clocks_of", "moment"]


def clocks_of(case: Case, at: datetime) -> list[Clock]:
    """Every duty with its clock as of `at` (aware).

    Raises `InputError` if the hospital's facts cannot be read.
    """
    return list(gather(case, at).clocks)
