"""Whether a word is one typo away from a known one, by deletion neighbourhood (as in SymSpell)."""

from collections.abc import Iterable, Iterator


class OneTypo:
    """Known words and all of them with one letter left out, and where: nothing is ever compared.

    A typo is one letter missing, added or replaced, or two neighbours swapped.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shorter = frozenset(hash(gap) for word in self._words for gap in _deletions(word))

    def matches(self, word: str) -> bool:
        """Whether `word` is known or one typo away from a known word."""
        return (
            word in self._words
            or any(hash((word, at)) in self._shorter for at in range(len(word) + 1))
            or any(
                short in self._words or hash((short, at)) in self._shorter
                for short, at in _deletions(word)
            )
            or any(swapped in self._words for swapped in _swaps(word))
        )


def _deletions(word: str) -> Iterator[tuple[str, int]]:
    return ((word[:at] + word[at + 1 :], at) for at in range(len(word)))


def _swaps(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
