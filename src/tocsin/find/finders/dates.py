"""Dates in the French styles: birth dates and care dates by their context."""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tocsin.find import re2
from tocsin.find.fold import folded_bytes
from tocsin.find.page import Page
from tocsin.find.spelled import ROMAN, SPELLED, SPELLED_PATTERN
from tocsin.model.mention import Mention, MentionKind

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "JANVIER JANV JAN JANUARY",
            "FEVRIER FEVR FEV FEBRUARY FEB",
            "MARS MAR MARCH",
            "AVRIL AVR APRIL APR",
            "MAI MAY",
            "JUIN JUNE JUN",
            "JUILLET JUIL JULY JUL",
            "AOUT AOU AUGUST AUG",
            "SEPTEMBRE SEPT SEP SEPTEMBER",
            "OCTOBRE OCT OCTOBER",
            "NOVEMBRE NOV NOVEMBER",
            "DECEMBRE DEC DECEMBER",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True)).encode()
_S = rb"[ ]?[/.\-][ ]?"
_WRAP = rb"(?: |[ ]?\n[ ]?)"
"""A letter may break its line within a date: `20 février` and on the next line `1970`."""

_DATE = re2.compile(
    rb"\b(?:[0-9]{1,2}" + _S + rb"[0-9]{1,2}" + _S + rb"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    rb"|(?:19|20)[0-9]{2}[\-/.][0-9]{2}[\-/.][0-9]{2}(?:T[0-9:.Z+]*)?"
    rb"|[0-9]{1,2}(?:ER)?[ \-]{1,2}(?:" + MONTH + rb")\.?[ \-,]{1,2}(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    rb"|[0-9]{1,2}(?:ER)?" + _WRAP + rb"(?:" + MONTH + rb")" + _WRAP + rb"(?:19|20)[0-9]{2}"
    rb"|[0-9]{1,2}[ ./\-](?:I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})[ ./\-](?:19|20)[0-9]{2})\b"
)
_COMPACT = re2.compile(
    rb"\b(?:[0-3][0-9][01][0-9](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]"
    rb"|[0-3] ?[0-9] [01] ?[0-9] [12] ?[09] ?[0-9] ?[0-9])\b"
)
_IN_WORDS = re2.compile(
    rb"\b(PREMIER|" + SPELLED_PATTERN + rb") (" + MONTH + rb") ((?:19|20)[0-9]{2})\b"
)
_BIRTH = re2.compile(
    rb"\bNEE?(?:\(E\)|\.E)?\s+(?:A [^\n0-9]{2,30}?,? )?(?:LE|EN)\s*:?\s*$"
    rb"|\bNEE [A-Z' \-]{2,30}\s+LE\s*$|\bBORN[^\n0-9]{0,8}$"
    rb"|(?:\bDDN|\bDN|\bD\.D\.N\.?|NAISSANCE|\bNAISS\.?|\bDNAIS|BIRTH|\bDOB|\bNEE?(?:\(E\))?[ ]?:"
    rb"|NE\(E\))\b?"
    rb"[^\n0-9.]{0,25}\n?[^\n0-9.]{0,12}$"
)
_WEEKDAY = re2.compile(
    rb"(?:LUN(?:DI)?|MAR(?:DI)?|MER(?:CREDI)?|JEU(?:DI)?|VEN(?:DREDI)?|SAM(?:EDI)?|DIM(?:ANCHE)?)"
    rb"[., ]{1,3}$"
)
_SCORE = re2.compile(rb"\bAPGAR[^\n0-9]{0,8}$")
_BIRTH_WORDS = (b"NE", b"NAIS", b"DN", b"D.N", b"DOB", b"BIRTH", b"BORN")
"""Each match of `_BIRTH` holds one of them."""

_PARTS = re.compile(r"[0-9]+|[A-Z]+")


class FoundDate(NamedTuple):
    """A date of the text. `short` where the year has two figures; `labelled_only` where the
    figures alone (`02031954`) could be anything; `of_birth` where the words before say so.
    """

    start: int
    end: int
    day: datetime.date
    short: bool = False
    labelled_only: bool = False
    of_birth: bool = False


def dates(page: Page) -> list[FoundDate]:
    """Every possible date, in order."""
    found = [date for match in _DATE.finditer(page.folded) if (date := _read(match, page))]
    found += [date for match in _COMPACT.finditer(page.folded) if (date := _read(match, page))]
    found += [date for match in _IN_WORDS.finditer(page.folded) if (date := _in_words(match, page))]
    found.sort(key=lambda date: date.start)
    return found


def parse_date(value: str) -> datetime.date | None:
    """The date a cell holds, or None; times after it are ignored."""
    folded = folded_bytes(value.strip())
    match = _DATE.match(folded) or _COMPACT.fullmatch(folded)
    date = _read(match) if match else None
    return date.day if date else None


def birth_dates(found: list[FoundDate]) -> Iterator[Mention]:
    """The dates that their context calls a birth date."""
    today = datetime.date.today()  # noqa: DTZ011 - a birth date has no zone
    for date in found:
        if date.of_birth and date.day <= today:
            confidence = 0.8 if date.short or date.labelled_only else 0.95
            yield birth_mention(date, confidence, "birth context")


def birth_mention(date: FoundDate, confidence: float, rule: str) -> Mention:
    """A birth date; of a year of two figures that of someone alive and not yet a centenarian."""
    return Mention(
        MentionKind.BIRTH_DATE, date.start, date.end, date.day.isoformat(), confidence, rule=rule
    )


def _is_birth_context(page: Page, start: int) -> bool:
    """Whether the words just before speak of a birth."""
    before = page.before(start, 50)
    if not any(word in before for word in _BIRTH_WORDS):
        return False
    weekday = _WEEKDAY.search(before)
    return _BIRTH.search(before[: weekday.start()] if weekday else before) is not None


def _read(match: re2.Match, page: Page | None = None) -> FoundDate | None:
    """The day that the figures and the month give, or None if there is no such day."""
    if page is not None and _is_score(page.before(match.start(), 16)):
        return None
    written = _written(match.group(0), datetime.date.today().year)  # noqa: DTZ011 - a year
    if written is None:
        return None
    start, end = match.span()
    of_birth = page is not None and _is_birth_context(page, start)
    return FoundDate(start, end, *written, of_birth)


@lru_cache(maxsize=10_000)
def _written(raw: bytes, this_year: int) -> tuple[datetime.date, bool, bool] | None:
    """The day, and whether its year has two figures, and whether it is eight figures; None if
    there is no such day. Dates repeat: lists and logs are full of them.
    """
    compact = raw.replace(b" ", b"")
    labelled_only = compact.isdigit() and len(compact) == 8
    parts = _eight_figures(compact) if labelled_only else _PARTS.findall(raw.decode("ascii"))
    parts = [part for part in parts if part != "ER"][:3]
    first, month, last = parts
    day, year = (last, first) if len(first) == 4 else (first, last)
    try:
        value = datetime.date(_full_year(year, this_year), _month(month), int(day))
    except ValueError:
        return None
    return value, len(year) == 2, labelled_only


def _is_score(before: bytes) -> bool:
    """Whether the figures after it are a newborn's score (`Apgar 10/10/10`)."""
    return b"APGAR" in before and _SCORE.search(before) is not None


def _in_words(match: re2.Match, page: Page) -> FoundDate | None:
    """`onze novembre 1989`."""
    day, month, year = (match.group(i).decode("ascii") for i in (1, 2, 3))
    number = 1 if day == "PREMIER" else SPELLED[day]
    try:
        value = datetime.date(int(year), MONTHS[month], number)
    except ValueError:
        return None
    of_birth = _is_birth_context(page, match.start())
    return FoundDate(match.start(), match.end(), value, of_birth=of_birth)


def _month(said: str) -> int:
    """The number of a month, by its name, in Roman figures or in ours."""
    return MONTHS.get(said) or ROMAN.get(said) or int(said)


def _eight_figures(raw: bytes) -> list[str]:
    """`02031954` and `19540302` in parts."""
    figures = raw.decode("ascii")
    if figures[4:6] in ("19", "20") and int(figures[2:4]) <= 12:
        return [figures[:2], figures[2:4], figures[4:]]
    return [figures[:4], figures[4:6], figures[6:]]


def _full_year(year: str, this_year: int) -> int:
    if len(year) == 4:
        return int(year)
    return 2000 + int(year) if 2000 + int(year) <= this_year else 1900 + int(year)
