"""Dates and times as a reader writes them."""

from datetime import date, datetime, timedelta

from tocsin.language import Language

_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def day(text: str, language: Language) -> str:
    """An ISO 8601 date in words, `26 juin 2025`; anything else as it is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    first = "1er" if language == "fr" and found.day == 1 else str(found.day)
    return f"{first}\N{NO-BREAK SPACE}{month(found, language)}"


def month(on: date, language: Language) -> str:
    """The month of a date in words, `juin 2025`."""
    return f"{_MONTHS[language][on.month - 1]} {on.year}"


def clock(at: datetime, language: Language) -> str:
    """A moment in words with its distance to UTC, so that no reader takes it for another zone's."""
    on = day(at.date().isoformat(), language)
    if language == "fr":
        hour = f"à {at.hour} h {at.minute:02}".replace(" ", "\N{NO-BREAK SPACE}")
        return f"{on} {hour} ({_offset(at)})"
    return f"{on} at {at.hour}:{at.minute:02} ({_offset(at)})"


def _offset(at: datetime) -> str:
    minutes = int((at.utcoffset() or at.astimezone().utcoffset() or _ZERO).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if minutes == 0:
        return "UTC"
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


_ZERO = timedelta()
