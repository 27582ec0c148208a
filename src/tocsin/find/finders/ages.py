"""Ages said of a person, with the days on which they may have been said."""

import datetime
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from tocsin.find import re2
from tocsin.find.finders.dates import MONTH, MONTHS, FoundDate
from tocsin.find.page import Page
from tocsin.find.spelled import SPELLED, SPELLED_PATTERN
from tocsin.model.mention import Mention, MentionKind

_AGE = re2.compile(
    rb"(\bAGEE?S? DE |\bPATIENTE?(?: DE)? |\b(?:HOMME|FEMME|ENFANT|GARCON|FILLE|ADOLESCENTE?"
    rb"|NOURRISSON|BEBE) DE |[,(] ?|\b(?:IL|ELLE) A |\bAGE ?: ?)?"
    rb"\b(?:([0-9]{1,3}|" + SPELLED_PATTERN + rb")[ \n]?ANS\b|([0-9]{1,2}) ?MOIS\b)"
    rb"|\bAGE ?: ?([0-9]{1,3})\b"
    rb"|[(] ?([0-9]{1,3}) ?A ?[)]"
)
_NOT_AGE = re2.compile(
    rb"(?:DEPUIS|PENDANT|IL Y A|DUREE|DANS|TOUS LES|PLUS DE|MOINS DE|GARANTIE|APRES|SUR|ENVIRON"
    rb"|DES L'AGE DE|A L'AGE DE)\s*(?:LES\s*)?$"
)
_REFERENCE = re2.compile(rb"(?:\bLE|\bDU|\bDATE ?:|\bAU)\s*$")
_PART_OF_A_DATE = re2.compile(
    rb"\b(" + MONTH + rb")\.? ((?:19|20)[0-9]{2})\b"
    rb"|\b(?:EN|FIN|DEBUT|DEPUIS|ANNEE|COURANT|MI)[ -]((?:19|20)[0-9]{2})\b"
)
_OLDEST = 120
_APART = datetime.timedelta(days=300)
"""Days as close as this give the same age, within a year."""


def ages(page: Page, found: Sequence[FoundDate], name_ends: AbstractSet[int]) -> Iterator[Mention]:
    """Ages said of a person, once for each day on which they may have been said.

    An age is introduced (`âgée de`, a comma…) or stands right after a name (`name_ends`).
    """
    days: list[str] | None = None
    for match in _AGE.finditer(page.folded):
        group = next(i for i in (2, 3, 4, 5) if match.group(i))
        start, end = match.span(group)
        after_name = (group == 2 and start - 1 in name_ends) or (
            group == 5 and not name_ends.isdisjoint((match.start(), match.start() - 1))
        )
        introduced = match.group(1) or group == 4 or after_name
        if not introduced or _NOT_AGE.search(page.before(start, 20)):
            continue
        age = _number(page.folded[start:end]) // (12 if group == 3 else 1)
        if age <= _OLDEST:
            days = days or _days(page, found)
            for day in days:
                yield page.mention(MentionKind.AGE, (start, match.end()), f"{age}{day}", 0.9, "age")


def _number(said: bytes) -> int:
    """A number in figures or in words."""
    return int(said) if said.isdigit() else SPELLED[said.decode("ascii")]


def _days(page: Page, found: Sequence[FoundDate]) -> list[str]:
    """When the document may have been written, as a suffix of an age: the first day said with
    « le », « du », « date : », and the latest; else a time that it is no older than; else nothing.
    """
    today = datetime.date.today()  # noqa: DTZ011 - a day, any time zone will do
    whole = [f for f in found if not (f.labelled_only or f.of_birth) and f.day <= today]
    latest = max((f.day for f in whole), default=None)
    said = next((f.day for f in whole if _REFERENCE.search(page.before(f.start, 12))), None)
    if said is None or latest is None:
        since = max((day for day in _parts_of_dates(page) if day <= today), default=None)
        if since and (latest is None or since > latest + _APART):
            return [f"@{since.isoformat()}/.."]
    days = {said or latest, latest if said and latest and latest - said > _APART else None}
    return [f"@{day.isoformat()}" for day in sorted(day for day in days if day)] or [""]


def _parts_of_dates(page: Page) -> Iterator[datetime.date]:
    """`mars 2025`, `en 2025`: the first day of the month, of the year."""
    for match in _PART_OF_A_DATE.finditer(page.folded):
        month, year = match.group(1), int(match.group(2) or match.group(3))
        yield datetime.date(year, MONTHS[month.decode("ascii")] if month else 1, 1)
