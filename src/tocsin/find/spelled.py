"""Whole numbers written out in French (`SOIXANTE DIX SEPT`), and months in Roman figures."""

from collections.abc import Iterator

_UNITS = (
    *("ZERO", "UN", "DEUX", "TROIS", "QUATRE", "CINQ", "SIX", "SEPT", "HUIT", "NEUF", "DIX"),
    *("ONZE", "DOUZE", "TREIZE", "QUATORZE", "QUINZE", "SEIZE", "DIX-SEPT", "DIX-HUIT"),
    "DIX-NEUF",
)
_TENS = {20: "VINGT", 30: "TRENTE", 40: "QUARANTE", 50: "CINQUANTE", 60: "SOIXANTE"}
_EIGHTY, _MOST = 80, 119
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN = {roman: month for month, roman in enumerate(_MONTHS, start=1)}
"""Months as old papers write them: `12-VI-1950`."""


def _spelled(number: int) -> Iterator[str]:
    """The ways to write a number, hyphens between the words."""
    if number < len(_UNITS):
        yield _UNITS[number]
    elif number < _EIGHTY:
        ten = number // 10 * 10 if number < 70 else 60
        rest = number - ten
        joint = "-ET-" if rest in (1, 11) else "-"
        yield _TENS[ten] + (joint + _UNITS[rest] if rest else "")
    elif number < 100:
        rest = number - _EIGHTY
        yield "QUATRE-VINGT" + ("-" + _UNITS[rest] if rest else "S")
    else:
        yield "CENT" + "".join(f"-{more}" for more in _spelled(number - 100) if number > 100)


SPELLED = {words: number for number in range(1, _MOST + 1) for words in _spelled(number)}
SPELLED |= {words.replace("-", " "): number for words, number in SPELLED.items()}
"""Numbers from 1 to 119 by their words, folded, with hyphens or spaces between."""

SPELLED_PATTERN = "|".join(
    sorted({words.replace("-", "[ -]") for words in SPELLED if " " not in words}, key=len)[::-1]
).encode()
"""Matches any of them in folded bytes, the longest first."""
