"""How long a duty leaves: hours that pass, days, working days or months, and when they end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tocsin.report.holidays import is_working, next_working

WORKING_DAYS_AT_LEAST = 2
"""A period of two days or more holds two working days (Regulation 1182/71, art. 3(5))."""


class Unit(StrEnum):
    """What a length counts."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    DAYS_AFTER_YEAR = "days_after_year"


@dataclass(frozen=True, slots=True)
class Length:
    """`amount` of `unit`. Days end at midnight of `zone`; `holidays` names a place's calendar."""

    amount: int
    unit: Unit = Unit.HOURS
    zone: str = ""
    holidays: str = ""

    def end(self, started: datetime) -> datetime:
        """The first moment that is too late, in `started`'s zone; hours are counted in UTC."""
        if self.unit is Unit.HOURS:
            end = started.astimezone(UTC) + timedelta(hours=self.amount)
            return end.astimezone(started.tzinfo)
        zone = ZoneInfo(self.zone) if self.zone else started.tzinfo
        last = self._last_day(started.astimezone(zone).date())
        return datetime.combine(last + timedelta(1), time(), zone)

    def _last_day(self, first: date) -> date:
        match self.unit:
            case Unit.WORKING_DAYS:
                return next_working(first, self.holidays, self.amount)
            case Unit.MONTHS:
                return _months_later(first, self.amount)
            case Unit.DAYS_AFTER_YEAR:
                return date(first.year, 12, 31) + timedelta(self.amount)
            case _:
                return first + timedelta(self.amount)


def outer_end(started: datetime, hours: int, holidays: str) -> datetime:
    """When a period of `hours` ends by Regulation (EEC, Euratom) 1182/71, art. 3.

    The hour of the event does not count; a period that would end on a weekend or holiday ends
    with the next working day; two working days lie within it at least. Whoever keeps to the hours
    that pass is never late by this rule.
    """
    whole = started.replace(minute=0, second=0, microsecond=0)
    begun = whole + timedelta(hours=1) if started != whole else started
    end = Length(hours).end(begun)
    last = end.date()
    while not is_working(last, holidays) or _working_days(begun, last, holidays) < _needed(hours):
        last = next_working(last, holidays)
    return end if last == end.date() else datetime.combine(last + timedelta(1), time(), end.tzinfo)


def _needed(hours: int) -> int:
    return WORKING_DAYS_AT_LEAST if hours >= 48 else 0


def _working_days(begun: datetime, last: date, holidays: str) -> int:
    days = (begun.date() + timedelta(n) for n in range((last - begun.date()).days + 1))
    return sum(is_working(day, holidays) for day in days)


def _months_later(first: date, months: int) -> date:
    """The day of the same number; the month's last where it has none (1182/71, art. 3(2)(c))."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
