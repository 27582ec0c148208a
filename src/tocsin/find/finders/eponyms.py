"""Illnesses that bear a person's name: `syndrome de Pierre Robin` is nobody."""

from collections.abc import Iterator
from functools import cache

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.find.terms import terms
from tocsin.model.mention import Mention, MentionKind

_HEAD = re2.compile(
    rb"\b(?:SYNDROME|MALADIE|TUMEUR|ANOMALIE|PARALYSIE|FIEVRE)(?: [A-Z]+)? (?:DE |D')"
    rb"[A-Z]+(?:[ '-][A-Z]+){0,3}"
)
_HEADS = ("SYNDROME ", "MALADIE ", "TUMEUR ", "ANOMALIE ", "PARALYSIE ", "FIEVRE ")
_MOST_WORDS, _LEAST_WORDS = 6, 3
_TWO_NAMES = 4


class EponymFinder:
    """Finds the labels of the nomenclatures that begin so, as long as they go."""

    def find(self, page: Page) -> Iterator[Mention]:
        """Each of them, so that no finder of persons takes its words."""
        known = _eponyms()
        for match in _HEAD.finditer(page.folded):
            words = page.fold(*match.span()).split()[:_MOST_WORDS]
            length = next(
                (
                    n
                    for n in range(len(words), _LEAST_WORDS - 1, -1)
                    if " ".join(words[:n]) in known
                ),
                0,
            )
            if length:
                end = match.start() + _length_of(page, match.start(), length)
                yield page.mention(MentionKind.NAMESAKE, (match.start(), end), None, 0.9, "eponym")


@cache
def _eponyms() -> frozenset[str]:
    """Labels that begin so, and the beginnings of longer ones from two names on."""
    labels = {phrase for phrase in terms().classes if phrase.startswith(_HEADS)}
    beginnings = {
        " ".join(words[:length])
        for words in map(str.split, labels)
        for length in range(_TWO_NAMES, len(words))
    }
    return frozenset(labels | beginnings)


def _length_of(page: Page, start: int, words: int) -> int:
    """Characters of so many words from `start`."""
    end = start
    text = page.words
    for _ in range(words):
        end += 1
        while end < len(page.folded) and text[end + 1] != 32:
            end += 1
    return end - start
