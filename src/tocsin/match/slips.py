"""Surnames one slip away from a word, by deletion neighbourhood (as in SymSpell)."""

from collections.abc import Iterator, Sequence

from tocsin.match.closeness import one_slip
from tocsin.match.keytable import KeyTable

SHORTEST = 5
"""Letters a surname must have: shorter ones are all near each other."""


class SurnameSlips:
    """Each surname filed under itself with one letter left out, and where it was left out."""

    def __init__(self, surnames: Sequence[str]) -> None:
        self._surnames = surnames
        long = [(code, name) for code, name in enumerate(surnames) if len(name) >= SHORTEST]
        gaps = [(gap, code) for code, name in long for gap in _gaps(name)]
        self._gaps = KeyTable((gap for gap, _ in gaps), [code for _, code in gaps])
        self._whole = KeyTable((name for _, name in long), [code for code, _ in long])

    def near(self, word: str) -> list[str]:
        """The surnames, other than `word`, that one slip makes of it, in alphabetical order."""
        if len(word) < SHORTEST - 1:
            return []
        codes = {code for at in range(len(word) + 1) for code in self._gaps.get((word, at))}
        for gap in _gaps(word):
            codes.update(self._gaps.get(gap), self._whole.get(gap[0]))
        for swapped in _swaps(word):
            codes.update(self._whole.get(swapped))
        names = {self._surnames[code] for code in codes} - {word}
        return sorted(name for name in names if one_slip(word, name))


def _gaps(word: str) -> Iterator[tuple[str, int]]:
    return ((word[:at] + word[at + 1 :], at) for at in range(len(word)))


def _swaps(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
