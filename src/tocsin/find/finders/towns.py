"""Towns said in a sentence (`habite à Roanne`): the communes of France after a word of place."""

import gzip
from collections.abc import Iterator
from functools import cache
from importlib import resources

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.find.vocabulary import Vocabulary
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_CUE = re2.compile(rb"(?:\b(?:A|DE|SUR|VERS|EN|VILLE|COMMUNE)[ :]{1,3}|\bD')$")
_TITLE = re2.compile(rb"\b(?:M\.|MR|MME|MLLE|DR|MONSIEUR|MADAME|DOCTEUR) DE $")

_ARTICLES = ("LA ", "LE ", "LES ", "L ")


class TownFinder:
    """Finds communes; one that is also a surname of the index is left to the finders of names."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon
        self._surnames = lexicon.surname_tokens()
        self._vocabulary = _vocabulary()

    def find(self, page: Page) -> Iterator[Mention]:
        """Each commune that a word of place introduces."""
        for start, end, name in self._vocabulary.scan(page):
            before = page.before(start, 14)
            if name in self._surnames or not _CUE.search(before) or _TITLE.search(before):
                continue
            if self._lexicon.is_surname(f"DE {name}"):
                continue  # « Nicole de Saint-Jean »
            needs_capital = name in _towns()[1] or name.startswith(_ARTICLES)  # « la chambre »
            if page.text[start].isupper() or not needs_capital:
                yield page.mention(MentionKind.CITY, (start, end), name, 0.6, "town")


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
