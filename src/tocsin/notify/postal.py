"""Postal addresses for window envelopes: at most six lines of 38 characters (NF Z10-011)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

MAX_LINES = 6
MAX_CHARACTERS = 38
UNMARKED = 3
"""From the fourth line on there is no punctuation at all."""

_SHORTER = {
    "APPARTEMENT": "APT",
    "AVENUE": "AV",
    "BATIMENT": "BAT",
    "BOULEVARD": "BD",
    "CHEMIN": "CHE",
    "ESCALIER": "ESC",
    "IMMEUBLE": "IMM",
    "IMPASSE": "IMP",
    "LIEU DIT": "LD",
    "LOTISSEMENT": "LOT",
    "RESIDENCE": "RES",
    "ROUTE": "RTE",
    "SQUARE": "SQ",
    "SAINTE": "STE",
    "SAINT": "ST",
}
_SHORTEN = re.compile(r"\b(" + "|".join(_SHORTER) + r")\b")


@dataclass(frozen=True)
class PostalAddress:
    """A person's name and address as the index has them."""

    name: str
    address: str
    postal_code: str
    city: str

    @property
    def is_usable(self) -> bool:
        """Whether a letter can be addressed: all is there and fits the window."""
        return bool(self.lines)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the window: the name, the street in capitals, code and town; () if unfit."""
        name, town = _plain(self.name), _plain(f"{self.postal_code} {self.city}")
        street = [line for part in re.split(r"[\r\n;,]+", self.address) if (line := _plain(part))]
        if not (name and street and _plain(self.city)):
            return ()
        block = _wrapped([name]) + _wrapped(_numbers_joined(street)) + _wrapped([town])
        block[UNMARKED:] = [_wholly_plain(line) for line in block[UNMARKED:]]
        fits = len(block) <= MAX_LINES and all(len(line) <= MAX_CHARACTERS for line in block)
        return tuple(block) if fits else ()


def _plain(text: str) -> str:
    """Capitals without accents or punctuation, as the sorting machines read them."""
    spread = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    letters = unicodedata.normalize("NFKD", spread.upper())
    kept = (c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w/]|_", " ", "".join(kept)).split())


def _wholly_plain(line: str) -> str:
    """`line` without the strokes that a street number may have above."""
    return " ".join(line.replace("/", " ").split())


def _numbers_joined(parts: list[str]) -> list[str]:
    """`12, rue des Lilas` is one line: a lone number belongs to what follows it."""
    joined: list[str] = []
    for part in parts:
        if joined and re.fullmatch(r"\d+(?:/\d+)? ?(BIS|TER|QUATER|[A-Z])?", joined[-1]):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined


def _wrapped(lines: list[str]) -> list[str]:
    return [piece for line in lines for piece in _wrap(line)]


def _wrap(line: str) -> list[str]:
    """`line` in pieces that fit, shortened first by the post's own abbreviations."""
    if len(line) > MAX_CHARACTERS:
        line = _SHORTEN.sub(lambda match: _SHORTER[match[1]], line)
    pieces = [""]
    for word in line.split():
        longer = f"{pieces[-1]} {word}".strip()
        if len(longer) <= MAX_CHARACTERS:
            pieces[-1] = longer
        else:
            pieces.append(word)
    return [piece for piece in pieces if piece]
