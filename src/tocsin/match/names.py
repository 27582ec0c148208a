"""Names as the index bears them: each distinct one once, with how often it occurs."""

import re
from array import array
from collections.abc import Iterable
from math import log2

from tocsin.find.fold import fold

_BETWEEN = re.compile(r"[\s,;/]+")
AROUND = 20_000
"""People outside the index among whom a name is as rare as in it: keeps small indexes modest."""

SURNAME_AROUND = 2
GIVEN_AROUND = 20
"""Of those, how many bear a name that occurs in the index."""


class Surnames:
    """The distinct folded surnames of an index and the share of its persons who bear each."""

    def __init__(self, persons: int) -> None:
        self._persons = persons + AROUND
        self.code: dict[str, int] = {"": 0}
        self._fold: dict[str, int] = {"": 0}
        self._count = array("i", [0])
        self.folded: list[str] = [""]

    def add(self, name: str) -> int:
        """The code of `name` as written; a new one if its folded form is new."""
        code = self._fold.get(name)
        if code is None:
            code = self._fold[name] = self._add_folded(fold(name))
        return code

    def _add_folded(self, folded: str) -> int:
        code = self.code.setdefault(folded, len(self.folded))
        if code == len(self.folded):
            self.folded.append(folded)
            self._count.append(0)
        return code

    def count(self, *codes: int) -> None:
        """One more person bears each of these names."""
        for code in set(codes):
            self._count[code] += 1

    def forget_spellings(self) -> None:
        """Let go of what only the building needs."""
        self._fold = {}

    def bits(self, folded: str) -> float:
        """How surprising it is that somebody bears the name: -log2 of its share."""
        count = self._count[self.code.get(folded, 0)]
        return log2(self._persons / (count + SURNAME_AROUND))


class GivenNames:
    """A person's given names: folded tokens, and how many of them make the first name.

    `Jean-Pierre, Marc` has the tokens JEAN PIERRE MARC, of which two are the first name.
    """

    __slots__ = ("first", "tokens")

    def __init__(self, written: str) -> None:
        parts = [fold(part) for part in _BETWEEN.split(written) if part]
        self.tokens = tuple(token for part in parts for token in part.split())
        self.first = len(parts[0].split()) if parts else 0

    @property
    def first_name(self) -> str:
        """The first name, folded."""
        return " ".join(self.tokens[: self.first])


class GivenNameBook:
    """The distinct given names of an index and the share of its persons who bear each token."""

    def __init__(self, persons: int) -> None:
        self._persons = persons + AROUND
        self._code: dict[str, int] = {}
        self._names: list[GivenNames] = []
        self._times: list[int] = []
        self._count: dict[str, int] = {}

    def add(self, written: str) -> int:
        """The code of these given names, borne by one more person."""
        code = self._code.get(written)
        if code is None:
            code = self._code[written] = len(self._names)
            self._names.append(GivenNames(written))
            self._times.append(0)
        self._times[code] += 1
        return code

    def close(self) -> None:
        """Count what was added and let go of what only the building needs."""
        for names, times in zip(self._names, self._times, strict=True):
            for token in {*names.tokens, names.first_name}:
                self._count[token] = self._count.get(token, 0) + times
        self._code, self._times = {}, []

    def __getitem__(self, code: int) -> GivenNames:
        return self._names[code]

    def __contains__(self, folded: str) -> bool:
        return folded in self._count

    def tokens(self) -> Iterable[str]:
        """Every token of a given name."""
        return (token for name in self._count for token in name.split())

    def bits(self, folded: str) -> float:
        """How surprising it is that somebody bears the given name: -log2 of its share."""
        return log2(self._persons / (self._count.get(folded, 0) + GIVEN_AROUND))
