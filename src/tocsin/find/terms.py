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
    that count only in capitals, as do all phrases of four letters but those that are `plain`.
    """

    def __init__(self, classes: dict[str, str], plain: frozenset[str]) -> None:
        self.classes = classes
        self.plain = plain
        self.vocabulary = Vocabulary(classes)


@cache
def terms() -> Terms:
    """The one copy of this process, made at first use (forked workers share it)."""
    data = resources.files("tocsin.find") / "data"
    built = gzip.decompress((data / "terms.txt.gz").read_bytes()).decode("ascii")
    classes = dict(line.split("\t") for line in built.splitlines())
    core = (data / "core_terms.txt").read_text(encoding="ascii")
    return Terms(classes | _core(core), frozenset(_phrases(core, "plain")))


def _core(text: str) -> dict[str, str]:
    core = {}
    for name in _CLASSES:
        core.update(dict.fromkeys(_with_plurals(_phrases(text, name)), name))
    return core


def _phrases(text: str, name: str) -> list[str]:
    """The phrases of a class of the core list."""
    lines = (
        line.removeprefix(f"{name}: ") for line in text.splitlines() if line.startswith(f"{name}: ")
    )
    return [phrase for line in lines for phrase in line.split("|")]


def _with_plurals(phrases: list[str]) -> Iterator[str]:
    for phrase in phrases:
        yield phrase
        if len(phrase) > 4 and phrase[-1] not in "SXZ" and phrase[-1].isalpha():
            yield phrase + "S"
