"""Times as logs write them, as microseconds since 1970 in UTC.

A time without a zone is of the zone the hospital's clocks stand in (`Clock.zone`).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MICROSECONDS = 1_000_000
PARIS = ZoneInfo("Europe/Paris")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "janv"), ("feb", "fév", "fev", "févr"), ("mar", "mars"), ("apr", "avr"),
            ("may", "mai"), ("jun", "juin"), ("jul", "juil"), ("aug", "août", "aou"),
            ("sep", "sept"), ("oct",), ("nov",), ("dec", "déc"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_BSD = re.compile(r"(\w{3,5})\.? +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?: |$|:)")
_WEB = re.compile(r"(\d{1,2})/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ?([+-]\d{4})?")
_EPOCH = re.compile(r"\d{9,19}(?:\.\d+)?")
SECONDS_DIGITS = 10
"""Digits of an epoch in seconds, from 2001 to 2286."""

_FILETIME_EPOCH = 116_444_736_000_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """What a log leaves unsaid about its times: the zone, and when it was last written (year)."""

    zone: ZoneInfo = PARIS
    written: datetime = datetime(2100, 1, 1, tzinfo=UTC)

    def iso(self, text: str) -> int:
        """`2025-06-26T02:13:04.5+02:00`, with a blank, a comma or no zone. Raises `ValueError`."""
        try:
            return self._utc(datetime.fromisoformat(text))
        except ValueError:
            return self._utc(_loose_iso(text.strip().replace(" UTC", "Z").replace(",", ".")))

    def bsd(self, text: str) -> tuple[int, int]:
        """`Jun 26 02:13:04` (RFC 3164), without its year; and how many characters it took."""
        found = _BSD.match(text)
        month = MONTHS.get(found[1].lower()) if found else None
        if not found or not month:
            raise ValueError
        year = self.written.astimezone(self.zone).year
        day, hour, minute, second = (int(part) for part in found.group(2, 3, 4, 5))
        moment = datetime(year, month, day, hour, minute, second, tzinfo=self.zone)
        if moment > self.written + timedelta(days=2):
            moment = moment.replace(year=year - 1)
        fraction = int((found[6] or "0").ljust(6, "0"))
        return self._utc(moment) + fraction, found.end()

    def web(self, text: str) -> int:
        """`26/Jun/2025:02:13:04 +0200` (Common Log Format). Raises `ValueError`."""
        return _web(text, self.zone)

    def any(self, text: str) -> int:
        """Whichever of these it is, or an epoch in seconds, milli-, micro- or nanoseconds."""
        text = text.strip()
        if _EPOCH.fullmatch(text):
            return epoch(text)
        if _WEB.match(text):
            return self.web(text)
        if text[:1].isalpha():
            return self.bsd(text)[0]
        return self.iso(text)

    def _utc(self, moment: datetime) -> int:
        return _utc(moment, self.zone)


def _utc(moment: datetime, zone: ZoneInfo) -> int:
    """Microseconds since 1970; a moment without a zone is of this one."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    since = moment - _EPOCH_START
    return (since.days * 86_400 + since.seconds) * MICROSECONDS + since.microseconds


@lru_cache(maxsize=1_024)
def _web(text: str, zone: ZoneInfo) -> int:
    """Many requests of a log are of the same second."""
    found = _WEB.match(text)
    month = MONTHS.get(found[2].lower()) if found else None
    if not found or not month:
        raise ValueError
    day, year, hour, minute, second = (int(part) for part in found.group(1, 3, 4, 5, 6))
    moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - zone follows
    if not found[7]:
        return _utc(moment, zone)
    sign = -1 if found[7][0] == "-" else 1
    ahead = sign * (int(found[7][1:3]) * 3600 + int(found[7][3:]) * 60)
    return _utc(moment.replace(tzinfo=UTC), zone) - ahead * MICROSECONDS


def _loose_iso(text: str) -> datetime:
    """PostgreSQL writes the zone's name after a blank, Oracle sometimes a blank before it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        stem, _, zone = text.rpartition(" ")
        return datetime.fromisoformat(stem + zone if zone[:1] in "+-" else stem)


_EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)


def epoch(text: str) -> int:
    """Seconds since 1970, or their thousandths, millionths or billionths, told by their number."""
    whole, _, fraction = text.partition(".")
    value = int(whole)
    if len(whole) <= 11:
        return value * MICROSECONDS + int(fraction[:6].ljust(6, "0"))
    unit: int = 10 ** (len(whole) - SECONDS_DIGITS)
    return value * MICROSECONDS // unit


def filetime(value: int) -> int:
    """A Windows FILETIME (100 ns since 1601)."""
    return (value - _FILETIME_EPOCH) // 10


def as_datetime(moment: int) -> datetime:
    """The moment as a UTC `datetime`."""
    return _EPOCH_START + timedelta(microseconds=moment)
