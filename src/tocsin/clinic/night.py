"""When things happen at the clinic: weeks of work, and the five nights of the theft."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
FIRST_DAY, LAST_DAY = date(2025, 6, 9), date(2025, 7, 3)
BEGUN = datetime(2025, 6, 26, 22, 40, tzinfo=ZONE)
ENDED = datetime(2025, 7, 1, 4, 15, tzinfo=ZONE)
"""As `hospital.toml` of the clinic says."""

SATURDAY = 5


def days() -> Iterator[date]:
    """Every day the logs cover."""
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield day
        day += timedelta(days=1)


def is_working(day: date) -> bool:
    """Whether most people work."""
    return day.weekday() < SATURDAY


def moment(rng: Random, day: date, first: float, last: float) -> datetime:
    """Some moment of a day between two hours."""
    start = datetime.combine(day, time(), ZONE)
    return start + timedelta(seconds=round(rng.uniform(first, last) * 3600, 3))


def nights() -> list[tuple[datetime, datetime]]:
    """The thief's nights: the first from the beginning, the last to the end."""
    found = []
    begin = BEGUN
    while begin < ENDED:
        end = min(datetime.combine(begin.date() + timedelta(days=1), time(4, 15), ZONE), ENDED)
        found.append((begin, end))
        begin = datetime.combine(begin.date() + timedelta(days=1), time(23, 30), ZONE)
    return found
