"""How much like French bytes look in a single-byte encoding, by each character in its place.

Capitals belong to capitals, marks stand between words and not within them; a wrong encoding breaks
that at once (`Hžl\u008fne`, `HÇlŠne`), even in a text of a few words.
"""

import re
from collections import Counter
from itertools import islice

_LOWER = frozenset("éèêëàâäçùûüôöîïœæñáíóúãõåøßÿš")
_UPPER = frozenset("ÉÈÊËÀÂÄÇÙÛÜÔÖÎÏŒÆÑÁÍÓÚÃÕÅØŸŠ")
_COMMON = {**dict.fromkeys("éÉ", 6), **dict.fromkeys("èà", 4), **dict.fromkeys("êçÈÀÇ", 3)}
_FRENCH = dict.fromkeys("ëâùûôîïœÊÂÔÎŒ", 2)
_WEIGHT = {**_COMMON, **_FRENCH}
"""Roughly how often French uses them; every other letter counts one."""

_MARKS = frozenset("«»“”‘’…–—\xa0°€§²³µ•©®±")
_APOSTROPHE = "’"
_AT_END = frozenset("àù")
"""Letters that end a word (là, où)."""
_ALONE = frozenset("àÀôÔ")
"""Letters that are words."""

_BEYOND = re.compile(r"(?=(.[^\x00-\x7f].))", re.S)
_MOST = 4_000
"""Characters beyond ASCII that are looked at."""


def likeness(sample: bytes, encoding: str) -> int:
    """The score of `sample` read in `encoding`; only to be compared with that of another."""
    text = f" {sample.decode(encoding, 'replace')} "
    places = Counter(found[1] for found in islice(_BEYOND.finditer(text), _MOST))
    return sum(count * _worth(place) for place, count in places.items())


def _worth(place: str) -> int:
    """What a character counts that stands between two others."""
    before, character, after = tuple(place)
    within = before.isalpha() and after.isalpha()
    weight = _WEIGHT.get(character, 1)
    if character in _AT_END and after.isalpha():
        return 0
    is_word = not (before.isalpha() or after.isalpha() or after == ".")
    if is_word and character.isalpha() and character not in _ALONE:
        return -1
    if character in _LOWER:
        return -1 if after.isupper() or (before.isupper() and not after.isalpha()) else weight
    if character in _UPPER:
        return -3 if before.islower() else weight
    if character in _MARKS:
        return 1 if not within or character == _APOSTROPHE else -3
    if character == "\ufffd":
        return -6
    return -4 if within or character.isalpha() else -2
