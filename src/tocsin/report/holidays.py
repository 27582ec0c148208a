"""Working days: weekends, and the public holidays of the places whose law counts in them."""

from collections.abc import Callable
from datetime import date, timedelta

_SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; Meeus, Astronomical Algorithms, chapter 8)."""
    century, of_century = divmod(year, 100)
    leaps = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + leaps + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def french(year: int) -> frozenset[date]:
    """Legal holidays of France (Code du travail, art. L3133-1)."""
    sunday = easter(year)
    moving = (sunday + timedelta(days) for days in (1, 39, 50))
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    return frozenset({*moving, *(date(year, month, day) for month, day in fixed)})


def californian(year: int) -> frozenset[date]:
    """Holidays of the state of California (Government Code, section 6700), Sundays moved."""
    fixed = [date(year, *on) for on in ((1, 1), (3, 31), (7, 4), (11, 11), (12, 25))]
    thanksgiving = _nth(year, 11, 3, 4)
    moving = [
        _nth(year, 1, 0, 3),
        _nth(year, 2, 0, 3),
        _nth(year, 6, 0, 1) - timedelta(7),
        _nth(year, 9, 0, 1),
        thanksgiving,
        thanksgiving + timedelta(1),
    ]
    return frozenset({*moving, *(day + timedelta(day.weekday() == 6) for day in fixed)})


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (count - 1))


_PLACES: dict[str, Callable[[int], frozenset[date]]] = {"fr": french, "us-ca": californian}


def is_working(day: date, place: str) -> bool:
    """Whether `day` is no weekend and no public holiday of `place`.

    Raises KeyError for a place whose holidays are not known.
    """
    return day.weekday() < _SATURDAY and day not in _PLACES[place](day.year)


def next_working(day: date, place: str, count: int = 1) -> date:
    """The `count`-th working day after `day`."""
    while count:
        day += timedelta(1)
        count -= is_working(day, place)
    return day
