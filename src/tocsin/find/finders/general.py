"""Names of persons who need not be in the index, by a given name of the general list.

Too weak to say who is meant, as a bare name is: they only tell that somebody is named.
"""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.general_names import everyday_given_names, given_names, surnames
from tocsin.find.page import Page
from tocsin.find.person_words import EVERYDAY, NOT_NAMES, PARTICLES, WEEKDAYS
from tocsin.find.vocabulary import Vocabulary
from tocsin.model.mention import Mention, MentionKind, NameLexicon

GENERAL = "general"
_UNSURE = 0.25
_WORD = rb"(?:(?:DE|DU|LE|LA|EL|BEN|AIT|DA|DOS|VAN) ){0,2}[A-Z][A-Z'\-]+"
_NEXT = re2.compile(rb"^,? (" + _WORD + rb")")
_BEFORE = re2.compile(rb"(?:^|[^A-Z'\-])(" + _WORD + rb"),? $")
_ENDS = re2.compile(rb"^ ?(?:[,;:.(|\n0-9]|$)")
_MONTH = rb"(?:JAN|FEV|MAR|AVR|MAI|JUI|AOU|SEP|OCT|NOV|DEC)"
_ROW = re2.compile(
    rb"(?m)^(?:[A-Z ]{3,12} ?: ?)?([A-Z][A-Z' \-]{2,29})"
    rb"(, [A-Z][A-Z'\-]{1,19}(?: [A-Z][A-Z'\-]{1,19})?)?"
    rb", (?:[A-Z]{3,8},? )?[0-3]? ?[0-9](?:[/.\-]| [0-9]| " + _MONTH + rb")"
)
_UNFIT = EVERYDAY | NOT_NAMES | WEEKDAYS
_REACH = 40


class GeneralNameFinder:
    """Finds a given name with a word beside it that looks like a surname."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._given = given_names() | lexicon.given_name_tokens()
        self._surnames = surnames() | lexicon.surname_tokens()
        self._vocabulary = Vocabulary(given_names())

    def find(self, page: Page) -> Iterator[Mention]:
        """Each pair of names, and rows of a surname, a given name and a date."""
        for start, end, _ in self._vocabulary.scan(page):
            for other in _beside(page, start, end):
                if self._is_surname(page, (start, end), other):
                    span = min(start, other[0]), max(end, other[1])
                    yield page.mention(MentionKind.FULL_NAME, span, None, _UNSURE, GENERAL)
        yield from self._rows(page)

    def _rows(self, page: Page) -> Iterator[Mention]:
        """`Baque, Tifaine, 6.01.79` and `Brunelliere, 14/12/99` at the beginning of a line."""
        for match in _ROW.finditer(page.folded):
            span = match.start(1), match.end(2) if match.group(2) else match.end(1)
            tokens = set(page.fold(*span).split()) - PARTICLES
            if tokens.isdisjoint(_UNFIT) and self._are_names(page.text[slice(*span)], tokens):
                kind = MentionKind.FULL_NAME if match.group(2) else MentionKind.SURNAME
                yield page.mention(kind, span, None, _UNSURE, GENERAL)

    def _are_names(self, written: str, tokens: set[str]) -> bool:
        if "," not in written:
            return tokens <= self._surnames
        return bool(tokens & self._given) or all(word[0].isupper() for word in written.split())

    def _is_surname(self, page: Page, given: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether the word beside a given name is a surname, by the lists or by its capitals."""
        tokens = [t for t in page.fold(*other).split() if t not in PARTICLES]
        if not tokens or any(t in NOT_NAMES or t in EVERYDAY or len(t) < 3 for t in tokens):
            return False
        one, two = page.text[slice(*given)], page.text[slice(*other)]
        start, end = min(given[0], other[0]), max(given[1], other[1])
        begins = page.line(start)[0] == start
        ends = _ENDS.search(page.after(end, 3)) is not None
        capitals = one[0].isupper() and two[0].isupper()
        if all(t in self._surnames for t in tokens):
            return begins or capitals
        if capitals:
            return begins or ends or one.isupper() != two.isupper()
        return begins and ends and page.fold(*given) not in everyday_given_names()


def _beside(page: Page, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words right after and right before."""
    if match := _NEXT.search(page.after(end, _REACH)):
        yield end + match.start(1), end + match.end(1)
    if match := _BEFORE.search(page.before(start, _REACH)):
        begin = max(0, start - _REACH)
        yield begin + match.start(1), begin + match.end(1)
