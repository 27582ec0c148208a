"""Whether a word is one typo away from a known one (deletion neighbourhood, as in SymSpell)."""

from collections.abc import Iterable, Iterator


class OneTypo:
    """Known words and all of them with one letter left out; no candidate is ever compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shorter = frozenset(hash(short) for word in self._words for short in _deletions(word))

    def matches(self, word: str) -> bool:
        """Whether `word` is known, or one insertion, deletion or substitution away.

        Two deletions that meet may also be a swap of neighbours: that is one typo too.
        """
        if word in self._words or hash(word) in self._shorter:
            return True
        return any(s in self._words or hash(s) in self._shorter for s in _deletions(word))


def _deletions(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))
