"""A column of dates, thousands at a time: those written in ten signs, as nearly all exports do."""

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.match.keytable import Flags, Hashes

SIGNS = 10
_ZERO = ord("0")
_LENGTHS = np.zeros(100, np.int64)
_LENGTHS[1:13] = 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
_BEFORE = np.cumsum(_LENGTHS) - _LENGTHS
"""Of each month its days and the days before it; no month that is none has any."""

Signs = npt.NDArray[np.uint8]
_SLASH, _DASH = np.uint8(256 + ord("/") - _ZERO), np.uint8(256 + ord("-") - _ZERO)
"""`-`, `.` and `/` stand before `0`, in this order: less it, they wrap round to the end."""


class _Style(NamedTuple):
    """Where day, month and year begin, where signs are between them, and the last that will do."""

    day: int
    month: int
    year: int
    between: tuple[int, int]
    last: np.uint8


_STYLES = (_Style(0, 3, 6, (2, 5), _SLASH), _Style(8, 5, 0, (4, 7), _DASH))
"""`02/03/1954` (also with points or dashes), `1954-03-02`."""


def plain_days(column: Sequence[str]) -> Hashes:
    """Of each `02/03/1954` or `1954-03-02` the proleptic ordinal; 0 for whatever else there is."""
    days = np.zeros(len(column), np.int64)
    long = np.fromiter(map(len, column), np.int64, len(column)) == SIGNS
    joined = "".join(column if long.all() else compress(column, long))
    if joined.isascii():
        figures = np.frombuffer(joined.encode("ascii"), np.uint8) - np.uint8(_ZERO)
        signs = np.ascontiguousarray(figures.reshape(-1, SIGNS).T)
        days[long] = sum(_days(signs, style) for style in _STYLES)
    return days


def _days(signs: Signs, style: _Style) -> Hashes:
    """The ordinals of the dates of this style, 0 for the others; `signs` has a date a column."""
    days = np.zeros(signs.shape[1], np.int64)
    rows = _are_of(signs, style)
    if rows.any():
        signs = signs if rows.all() else signs[:, rows]
        day, month = _number(signs, style.day, 2), _number(signs, style.month, 2)
        days[rows] = _ordinals(_number(signs, style.year, 4), month, day)
    return days


def _are_of(signs: Signs, style: _Style) -> Flags:
    between = signs[style.between, :]
    rows: Flags = (between.min(axis=0) >= _DASH) & (between.max(axis=0) <= style.last)
    if rows.any():
        digits = [signs[at] for at in range(SIGNS) if at not in style.between]
        rows &= np.maximum.reduce(digits) <= 9
    return rows


def _number(signs: Signs, first: int, length: int) -> Hashes:
    number = np.zeros(signs.shape[1], np.int64)
    for figures in signs[first : first + length]:
        number = number * 10 + figures
    return number


def _ordinals(year: Hashes, month: Hashes, day: Hashes) -> Hashes:
    """As `date.toordinal` counts; 0 for what no calendar has."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    exist = (year > 0) & (day > 0) & (day <= _LENGTHS[month] + (leap & (month == 2)))
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    days += _BEFORE[month] + (leap & (month > 2)) + day
    return np.where(exist, days, 0)
