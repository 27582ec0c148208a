"""The number of the social-security register (NIR), which is also the national health identity.

Thirteen characters (sex, year, month, department, commune, order), two of key. Source: INSEE,
and the INS reference of the Agence du numérique en santé.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tocsin.match.keytable import Flags

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
    if not body.isdigit():
        body = body[:5] + _CORSICA[body[6]] + body[7:]
    return 97 - int(body) % 97


def has_right_key(value: str) -> bool:
    """Whether the last two of 15 characters are the key of the others."""
    return int(value[BODY:]) == key_of(value[:BODY])


_WHOLE = 15
_MONTHS = np.array([1 <= m <= 12 or 20 <= m <= 42 or m >= 50 for m in range(100)])
_SEXES = np.array([digit in (1, 2, 3, 4, 7, 8) for digit in range(10)])
_TENS = 10 ** np.arange(_WHOLE - 1, -1, -1, dtype=np.int64)


def are_whole(values: Sequence[str]) -> Flags:
    """Which of many values are a NIR of 15 digits with the right key: thousands at a time.

    Corsican numbers have a letter and are not among them.
    """
    long = np.fromiter((len(value) == _WHOLE for value in values), np.bool_, len(values))
    joined = "".join([value for value in values if len(value) == _WHOLE])
    if joined.isascii():
        long[long] = _are_right(np.frombuffer(joined.encode("ascii"), np.uint8))
    else:
        long[:] = False
    return long


def _are_right(figures: npt.NDArray[np.uint8]) -> Flags:
    digits = (figures - np.uint8(ord("0"))).reshape(-1, _WHOLE)
    sound: Flags = digits.max(axis=1) <= 9  # what stands before `0` wraps round to more than 9
    digits = np.where(sound[:, None], digits, np.uint8(0))
    body, key = np.divmod(digits.astype(np.int64) @ _TENS, 100)
    sound &= _SEXES[digits[:, 0]] & _MONTHS[digits[:, 3] * 10 + digits[:, 4]]
    sound &= key == 97 - body % 97
    return sound
