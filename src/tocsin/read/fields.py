"""Fields of a recognised text that can be checked: where one fails, a letter was misread."""

import datetime
import re
from collections.abc import Iterator

from tocsin.read import mrz

_FIGURE = r"[\dOIlSBZ]"
_NIR = re.compile(
    rf"(?<![\dA-Z])([1-478OIl](?:[ .]?{_FIGURE}){{4}}[ .]?{_FIGURE}[\dOIlSBZA]"
    rf"(?:[ .]?{_FIGURE}){{6}})[ .]{{0,2}}({_FIGURE} ?{_FIGURE})(?![\dA-Z])"
)
_DATE = re.compile(r"(?<!\d)(\d{2})([/.])(\d{2})\2((?:19|20)\d{2})(?!\d)")
_IDENTITY = re.compile(r"CARTE NATIONALE|PASSEPORT|TITRE DE S.JOUR|RESIDENCE PERMIT")
_HEAD = 300
_CORSICA = {"2A": "19", "2B": "18"}


def has_doubt(text: str) -> bool:
    """Whether a number or a date in it cannot be right, or an identity document has no zone."""
    if _IDENTITY.search(text[:_HEAD]) and not any(map(mrz.looks_like_line, text.splitlines())):
        return True
    return not all(_verdicts(text))


def _verdicts(text: str) -> Iterator[bool]:
    for match in _NIR.finditer(text):
        yield _has_right_key(*(re.sub(r"[ .]", "", part) for part in match.groups()))
    for match in _DATE.finditer(text):
        yield _is_a_day(*(int(match.group(part)) for part in (4, 3, 1)))


def _has_right_key(body: str, key: str) -> bool:
    """Of a social-security number (NIR): 97 minus the number modulo 97."""
    digits = body[:5] + _CORSICA.get(body[5:7], body[5:7]) + body[7:]
    return digits.isdigit() and key.isdigit() and 97 - int(digits) % 97 == int(key)


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
