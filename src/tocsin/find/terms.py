"""The medical words: nomenclatures (built by scripts/build_find_terms.py) and a core list."""

import gzip
from collections.abc import Iterator
from functools import cache
from importlib import resources

from tocsin.find.vocabulary import Vocabulary

_CLASSES = ("disease", "symptom", "act", "exam", "short", "drug", "clinical")


class Terms:
    """Phrases with their class: `disease`, `act`, `drug` are strong; `symptom`, `exam` weak;
    `clinical` are words that hardly anybody but medicine uses, weak too; `short` are abbreviations
    that count only in capitals.
    """

    def __init__(self, classes: dict[str, str]) -> None:
        self.classes = classes
        self.vocabulary = Vocabulary(classes)


@cache
def terms() -> Terms:
    """The one copy of this process, made at first use (forked workers share it)."""
    data = resources.files("tocsin.find") / "data"
    built = gzip.decompress((data / "terms.txt.gz").read_bytes()).decode("ascii")
    classes = dict(line.split("\t") for line in built.splitlines())
    return Terms(classes | _core((data / "core_terms.txt").read_text(encoding="ascii")))


def _core(text: str) -> dict[str, str]:
    core = {}
    for line in text.splitlines():
        name, _, phrases = line.partition(": ")
        if name in _CLASSES:
            core.update(dict.fromkeys(_with_plurals(phrases.split("|")), name))
    return core


def _with_plurals(phrases: list[str]) -> Iterator[str]:
    for phrase in phrases:
        yield phrase
        if len(phrase) > 4 and phrase[-1] not in "SXZ" and phrase[-1].isalpha():
            yield phrase + "S"
