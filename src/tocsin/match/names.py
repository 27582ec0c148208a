"""Names as the index bears them: each distinct one once, with how often it occurs."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from math import log2

import numpy as np

from tocsin.find.fold import fold
from tocsin.match.coded import Coded
from tocsin.match.keytable import Flags, Hashes, Numbers, hashes_of

_BETWEEN = re.compile(r"[\s,;/]+")
AROUND = 20_000
"""People outside the index among whom a name is as rare as in it: keeps small indexes modest."""

SURNAME_AROUND = 2
GIVEN_AROUND = 20
"""Of those, how many bear a name that occurs in the index."""


class Surnames:
    """The distinct folded surnames of an index and the share of its persons who bear each.

    `birth` and `used` hold each person's two surnames as codes, 0 where there is none.
    """

    def __init__(self, birth: Coded, used: Coded) -> None:
        self.code: dict[str, int] = {"": 0}
        self.folded: list[str] = [""]
        self.birth, self.used = self._file(birth), self._file(used)
        self._persons = len(birth) + AROUND
        second = self.used[(self.used != 0) & (self.used != self.birth)]
        count = _times(self.birth, len(self.folded)) + _times(second, len(self.folded))
        self._count = count.tolist()

    def _file(self, written: Coded) -> Numbers:
        codes = np.array([self._add(name) for name in written.values], np.int32)
        return codes[written.codes]

    def _add(self, name: str) -> int:
        """The code of `name` as written; a new one if its folded form is new."""
        folded = fold(name)
        code = self.code.setdefault(folded, len(self.folded))
        if code == len(self.folded):
            self.folded.append(folded)
        return code

    def bits(self, folded: str) -> float:
        """How surprising it is that somebody bears the name: -log2 of its share."""
        count: int = self._count[self.code.get(folded, 0)]
        return log2(self._persons / (count + SURNAME_AROUND))


class GivenNames:
    """A person's given names: folded tokens, and how many of them make the first name.

    `Jean-Pierre, Marc` has the tokens JEAN PIERRE MARC, of which two are the first name.
    """

    __slots__ = ("first", "joined", "tokens")

    def __init__(self, written: str) -> None:
        parts = [_tokens(part) for part in _BETWEEN.split(written) if part]
        self.tokens = tuple(token for part in parts for token in part)
        self.first = len(parts[0]) if parts else 0
        self.joined = "".join(self.tokens[: self.first])
        """The first name without spaces."""

    @property
    def first_name(self) -> str:
        """The first name, folded."""
        return " ".join(self.tokens[: self.first])

    @property
    def others(self) -> set[str]:
        """What the names may be called by beside their first token."""
        return {*self.tokens[1:], self.joined} - {"", *self.tokens[:1]}

    @property
    def beginnings(self) -> Iterator[str]:
        """Its tokens one, two, three… at a time from the first."""
        return accumulate(self.tokens, lambda so_far, token: f"{so_far} {token}")


@lru_cache(maxsize=100_000)
def _tokens(part: str) -> tuple[str, ...]:
    return tuple(fold(part).split())


class GivenNameBook:
    """The distinct given names of an index and the share of its persons who bear each token."""

    def __init__(self, written: Coded) -> None:
        self._persons = len(written) + AROUND
        self._names = [GivenNames(names) for names in written.values]
        times = _times(written.codes, len(self._names)).tolist()
        self._count: dict[str, int] = {}
        for names, number in zip(self._names, times, strict=True):
            for token in {*names.tokens, names.first_name}:
                self._count[token] = self._count.get(token, 0) + number
        self.number = {token: number for number, token in enumerate(self._count, 1)}
        """Of each token, from 1."""
        self._file_beginnings()

    def _file_beginnings(self) -> None:
        sizes = (len(names.tokens) for names in self._names)
        self._starts = np.fromiter(accumulate(sizes, initial=0), np.int64)
        beginnings = hashes_of(b for names in self._names for b in names.beginnings)
        self._beginnings = np.append(beginnings, 0)  # so that -1 is a place too

    @property
    def first_tokens(self) -> Hashes:
        """Of each code the number of its first token, 0 where there is none."""
        numbers = (self.number[names.tokens[0]] if names.tokens else 0 for names in self._names)
        return np.fromiter(numbers, np.int64)

    @cached_property
    def first_words(self) -> list[str]:
        """Of each code the first token, "" where there is none."""
        return ["".join(names.tokens[:1]) for names in self._names]

    def begin_with(self, codes: Numbers, spaces: Hashes, hashes: Hashes) -> Flags:
        """For each code whether its names begin with what is said, whole.

        What is said is given by the number of its spaces and its hash.
        """
        at = self._starts[codes] + spaces
        enough: Flags = at < self._starts[codes + 1]
        at[~enough] = -1
        enough &= self._beginnings[at] == hashes
        return enough

    def __getitem__(self, code: int) -> GivenNames:
        return self._names[code]

    def __iter__(self) -> Iterator[GivenNames]:
        return iter(self._names)

    def __contains__(self, folded: str) -> bool:
        return folded in self._count

    def tokens(self) -> Iterable[str]:
        """Every token of a given name."""
        return (token for name in self._count for token in name.split())

    def bits(self, folded: str) -> float:
        """How surprising it is that somebody bears the given name: -log2 of its share."""
        return log2(self._persons / (self._count.get(folded, 0) + GIVEN_AROUND))


def _times(codes: Numbers, distinct: int) -> Hashes:
    return np.bincount(codes, minlength=distinct).astype(np.int64)
