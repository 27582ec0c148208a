"""The French social-security number (NIR): 13 characters and a key of two digits.

Composition: sex, year, month, birth place (INSEE code), order, as in décret 82-103 art. 4; the key
is 97 minus the remainder of the number by 97, Corsica's letters read as 2A -> 19 and 2B -> 18.
"""

from collections import Counter
from datetime import date
from itertools import pairwise

ORDERS = 990


def key(body: str) -> str:
    """The two-digit key of a 13-character number."""
    digits = body.replace("2A", "19").replace("2B", "18")
    return f"{97 - int(digits) % 97:02d}"


def is_valid(nir: str) -> bool:
    """Whether a 15-character number bears its right key."""
    return len(nir) == 15 and key(nir[:13]) == nir[13:]


class NirRegister:
    """Hands out numbers, never the same twice."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def allot(self, sex: str, born: date, place: str, start: int) -> str:
        """A new number of 15 characters; `start` spreads the order numbers."""
        stem = f"{1 if sex == 'M' else 2}{born:%y%m}{place}"
        first = self._given[stem]
        self._given[stem] += 1
        # 7 shares no factor with 990, so a stem repeats only after 990 births in one month.
        order = (start % 70 + 7 * first) % ORDERS + 1
        while f"{stem}{order:03d}" in self._given:
            order = order % ORDERS + 1
        body = f"{stem}{order:03d}"
        self._given[body] = 1
        return body + key(body)


def spaced(nir: str, separator: str = " ") -> str:
    """`1 54 03 42 218 123 45`: as people write it; the key is left out if `nir` has none."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    parts = [nir[a:b] for a, b in pairwise(cuts)]
    return separator.join(part for part in parts if part)


def with_wrong_key(nir: str) -> str:
    """The same number with a key that does not fit."""
    return nir[:13] + f"{int(nir[13:]) % 97 + 1:02d}"
