"""The names of a zone beside those printed on the same card: few check digits cover names."""

import re
import unicodedata
from dataclasses import replace

from tocsin.read import mrz

_SHORTEST = 3


class PrintedNames:
    """The words of a page outside its zone, in capitals without accents."""

    def __init__(self, text: str) -> None:
        lines = (line for line in text.splitlines() if not mrz.looks_like_line(line))
        plain = unicodedata.normalize("NFD", " ".join(lines).upper())
        bare = "".join(c for c in plain if not unicodedata.combining(c))
        self._tight = "".join(bare.split())
        self._words = {word for word in re.findall(r"[A-Z]+", bare) if len(word) >= _SHORTEST}

    def confirmed(self, zone: mrz.Zone) -> mrz.Zone:
        """The zone with its names as printed, where a name is one letter away from a printed one;
        `guessed` becomes the number of names, and of numbers, that the page does not show."""
        row, start, end = mrz.names_in(zone.layout)
        line = zone.lines[row]
        pieces = re.split("(<+)", line[start:end].rstrip(mrz.FILLER))
        names = [self._as_printed(piece) for piece in pieces]
        unknown = sum(1 for name in names if name.isalpha() and name not in self._words)
        unknown += mrz.number_of(zone) not in self._tight
        field = "".join(names)[: end - start].ljust(end - start, mrz.FILLER)
        lines = list(zone.lines)
        lines[row] = line[:start] + field + line[end:]
        changed = replace(zone, lines=tuple(lines))
        if changed.right < zone.right:
            return zone
        return replace(changed, guessed=unknown)

    def _as_printed(self, name: str) -> str:
        if len(name) < _SHORTEST or name in self._words:
            return name
        near = [word for word in self._words if _one_letter_away(name, word)]
        return near[0] if len(near) == 1 else name


def _one_letter_away(name: str, word: str) -> bool:
    """Whether one letter was misread, or a filler after the name taken for its last letter."""
    if len(name) == len(word) + 1:
        return name.startswith(word)
    return len(name) == len(word) and sum(a != b for a, b in zip(name, word, strict=True)) == 1
