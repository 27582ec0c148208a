"""Surnames that are a particle or one letter (`Le`, `De`, `Y`): only beside a given name.

Everywhere else such words are grammar, so they count only where the index has somebody of that very
surname and given name.
"""

from collections.abc import Iterator

from tocsin.find.page import Page
from tocsin.find.person_words import PARTICLES
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_IN_CAPITALS, _ELSE = 0.7, 0.66
_LONGEST = 12
Span = tuple[int, int]


class ShortSurnames:
    """The surnames of an index that are a particle or one letter."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        tokens = lexicon.surname_tokens()
        self._known = {t for t in tokens if len(t) == 1 or t in PARTICLES if lexicon.is_surname(t)}

    def beside(self, page: Page, start: int, end: int) -> Iterator[Mention]:
        """The full name that such a surname makes of the given names from `start` to `end`."""
        if not self._known:
            return
        end = max(end, _end_of_word(page, end))  # the second half of `Min-ho`
        for surname, given in self._pairs(page, start, end):
            if self._is_borne(page, surname, given):
                span = min(surname[0], given[0], start), max(surname[1], end)
                capitals = page.text[slice(*surname)].isupper()
                sure = _IN_CAPITALS if capitals else _ELSE
                yield page.mention(MentionKind.FULL_NAME, span, None, sure, "short surname")
                return

    def _pairs(self, page: Page, start: int, end: int) -> Iterator[tuple[Span, Span]]:
        """A word that may be the surname, and the first of the given names beside it."""
        first = start, _end_of_word(page, start)
        after, before = _word_after(page, end), _word_before(page, start)
        further = _word_before(page, before[0]) if before else None
        if after and not _word_after(page, after[1]):
            yield after, before if before and self._may_be_given(page, before) else first
            yield after, first
        if before:
            yield before, first
        if before and further:
            yield further, before

    def _may_be_given(self, page: Page, word: Span) -> bool:
        return self._lexicon.is_given_name(page.fold(*word))

    def _is_borne(self, page: Page, surname: Span, given: Span) -> bool:
        name = page.fold(*surname)
        if name not in self._known:
            return False
        return self._lexicon.is_name(name, page.fold(*given).partition(" ")[0])


def _end_of_word(page: Page, start: int) -> int:
    stop = start
    while page.text[stop : stop + 1].isalpha() or _is_hyphen(page.text[stop : stop + 2]):
        stop += 1
    return stop


def _is_hyphen(two: str) -> bool:
    return two[:1] in "-\u2010" and two[1:].isalpha()


def _word_after(page: Page, end: int) -> Span | None:
    """The word with a capital one space further."""
    if page.folded[end : end + 1] != b" " or not page.text[end + 1 : end + 2].isupper():
        return None
    return end + 1, _end_of_word(page, end + 1)


def _word_before(page: Page, start: int) -> Span | None:
    """The word with a capital one space before."""
    if start < 2 or page.folded[start - 1 : start] != b" ":
        return None
    begin = start - 1
    while begin > max(0, start - _LONGEST) and page.text[begin - 1].isalpha():
        begin -= 1
    return (begin, start - 1) if page.text[begin].isupper() else None
