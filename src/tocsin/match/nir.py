"""The number of the social-security register (NIR), which is also the national health identity.

Thirteen characters (sex, year, month, department, commune, order), two of key. Source: INSEE,
and the INS reference of the Agence du numérique en santé.
"""

import re

_SPACES = re.compile(r"[\s.\-_/]+")
_FORM = re.compile(
    r"[123478]\d\d(?:0[1-9]|1[0-2]|2\d|3\d|4[0-2]|[5-9]\d)(?:\d\d|2[AB])\d{6}(\d\d)?"
)
_CORSICA = {"A": "19", "B": "18"}
BODY = 13


def compact(text: str) -> str:
    """`text` without the signs that people put between the groups, in capitals."""
    return _SPACES.sub("", text).upper()


def is_nir(value: str) -> bool:
    """Whether `value` (13 or 15 characters) has the form of a NIR; the key is not looked at."""
    return _FORM.fullmatch(value) is not None


def key_of(body: str) -> int:
    """The key of 13 characters: 97 less the number modulo 97, where 2A is 19 and 2B is 18."""
    if body[6] in _CORSICA:
        body = body[:5] + _CORSICA[body[6]] + body[7:]
    return 97 - int(body) % 97


def has_right_key(value: str) -> bool:
    """Whether the last two of 15 characters are the key of the others."""
    return int(value[BODY:]) == key_of(value[:BODY])
