"""Words and phrases looked for all at once, on word boundaries (Aho-Corasick)."""

from collections.abc import Iterable, Iterator

import ahocorasick_rs

from tocsin.find.page import Page


class Vocabulary:
    """A set of folded phrases (letters, digits, single spaces).

    Each pattern starts with a space, and `Page.words` too, so that a hit begins a word; its end is
    checked. Of overlapping hits the leftmost longest counts.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = sorted(set(phrases))
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [b" " + phrase.encode("ascii", "ignore") for phrase in self.phrases],
            matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST,
        )

    def scan(self, page: Page) -> Iterator[tuple[int, int, str]]:
        """Start, end and phrase of each hit, in order."""
        words = page.words
        size = len(words)
        for number, start, end in self._automaton.find_matches_as_indexes(words):
            if end == size or words[end] == 32:
                yield start, end - 1, self.phrases[number]
