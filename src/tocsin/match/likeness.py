"""Which first given names may be what is said, for one word said: found once, then asked often."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tocsin.match.closeness import SHORTEST_PREFIX, one_slip

_LAST = "\U0010ffff"
"""Comes after every letter."""


class Likeness:
    """First tokens of given names, filed under themselves and all ways to leave a letter out."""

    def __init__(self, first_tokens: Iterable[str]) -> None:
        self._tokens = sorted(set(first_tokens) - {""})
        self._near: dict[str, list[str]] = defaultdict(list)
        for token in self._tokens:
            for gap in _gaps(token):
                self._near[gap].append(token)
        self._near.default_factory = None
        self.like = lru_cache(maxsize=20_000)(self._like)

    def _like(self, said: str) -> frozenset[str]:
        """The first tokens that the folded word `said` may stand for.

        Those from which `compare_given` finds it not to differ: the same, one slip away, begun by
        it.
        """
        near = {token for gap in _gaps(said) for token in self._near.get(gap, ())}
        slips = (token for token in near if token == said or one_slip(said, token))
        return frozenset((*slips, *self._begun_by(said)))

    def _begun_by(self, said: str) -> Sequence[str]:
        """Those of which `said` is the initial, or a beginning long enough."""
        if len(said) != 1 and len(said) < SHORTEST_PREFIX:
            return ()
        first = bisect_left(self._tokens, said)
        return self._tokens[first : bisect_left(self._tokens, said + _LAST, first)]


def _gaps(word: str) -> Iterator[str]:
    yield word
    yield from {word[:at] + word[at + 1 :] for at in range(len(word))}
