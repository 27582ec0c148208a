"""Which first given names may be what is said, for one word said: found once, then asked often."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tocsin.match.closeness import Closeness, compare_given
from tocsin.match.names import GivenNames


class Likeness:
    """First tokens of given names, filed under themselves and all ways to leave a letter out."""

    def __init__(self, first_tokens: Iterable[str]) -> None:
        self._tokens = sorted(set(first_tokens) - {""})
        self._near: dict[str, list[str]] = defaultdict(list)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for token in self._tokens:
            self._by_letter[token[0]].append(token)
            for gap in _gaps(token):
                self._near[gap].append(token)
        self._near.default_factory = self._by_letter.default_factory = None
        self.like = lru_cache(maxsize=20_000)(self._like)

    def _like(self, said: str) -> frozenset[str]:
        """The first tokens that the folded word `said` may stand for."""
        near = {token for gap in _gaps(said) for token in self._near.get(gap, ())}
        near.update(self._by_letter.get(said[:1], ()))
        return frozenset(token for token in near if may_be(said, GivenNames(token)))


def may_be(said: str, names: GivenNames) -> bool:
    """Whether one word said may stand for these given names."""
    return compare_given((said,), names) != Closeness.DIFFERS


def _gaps(word: str) -> Iterator[str]:
    yield word
    yield from {word[:at] + word[at + 1 :] for at in range(len(word))}
