"""Towns said in a sentence (`habite à Roanne`): the communes of France after a word of place."""

import gzip
from collections.abc import Iterator
from functools import cache
from importlib import resources

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.find.person_words import EVERYDAY, NOT_NAMES, PARTICLES
from tocsin.find.vocabulary import Vocabulary
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_CUE = re2.compile(rb"(?:\b(?:A|DE|SUR|VERS|EN|VILLE|COMMUNE)[ :]{1,3}|\bD')$")
_TITLE = re2.compile(rb"\b(?:M\.|MR|MME|MLLE|DR|MONSIEUR|MADAME|DOCTEUR) DE $")

_NEXT_WORD = re2.compile(rb"^ ([A-Z]{2,})\b")
_LONGEST_WORD = 24
_ARTICLES = ("LA ", "LE ", "LES ", "L ")


class TownFinder:
    """Finds communes; one that is also a surname of the index is left to the finders of names."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        self._surnames = lexicon.surname_tokens()
        self._given = lexicon.given_name_tokens()
        self._vocabulary = _vocabulary()

    def find(self, page: Page) -> Iterator[Mention]:
        """Each commune that a word of place introduces."""
        for start, end, name in self._vocabulary.scan(page):
            before = page.before(start, 14)
            if name in self._surnames or not _CUE.search(before) or _TITLE.search(before):
                continue
            if self._lexicon.is_surname(f"DE {name}"):
                continue  # « Nicole de Saint-Jean »
            if name in self._given and self._is_before_surname(page, end):
                continue  # « le rendez-vous de Léon Zielinski »
            needs_capital = name in _towns()[1] or name.startswith(_ARTICLES)  # « la chambre »
            if page.text[start].isupper() or not needs_capital:
                yield page.mention(MentionKind.CITY, (start, end), name, 0.6, "town")

    def _is_before_surname(self, page: Page, end: int) -> bool:
        """Whether a surname of the index is the next word, none that everybody uses."""
        match = _NEXT_WORD.match(page.after(end, _LONGEST_WORD))
        word = match.group(1).decode() if match else ""
        return word in self._surnames and word not in EVERYDAY | NOT_NAMES | PARTICLES


def is_town(folded: str) -> bool:
    """Whether a commune is called so."""
    return folded in _towns()[0]


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(_towns()[0])


@cache
def _towns() -> tuple[frozenset[str], frozenset[str]]:
    """The communes of France, folded, and those of them called by an everyday word."""
    data = resources.files("tocsin.find") / "data" / "towns.txt.gz"
    lines = gzip.decompress(data.read_bytes()).decode("ascii").splitlines()
    everyday = frozenset(line[:-1] for line in lines if line.endswith("*"))
    return frozenset(line.rstrip("*") for line in lines), everyday
