"""What a page is made of, in one language: the same blocks go to HTML, PDF and Markdown."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tocsin.language import Language


class Kind(StrEnum):
    """The shape of a block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    NOTICE = "notice"
    TILES = "tiles"
    CHART = "chart"
    TABLE = "table"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: plain, a figure (`figure` is its id), or a gap the hospital must fill."""

    text: str
    figure: str = ""
    missing: bool = False


def words(text: str) -> Span:
    """Our own words as a span, typeset: curly apostrophes, no line break before French `:` `;`.

    Not for what others wrote: an e-mail address may hold a straight apostrophe.
    """
    text = text.replace("'", "’").replace("« ", "«\N{NO-BREAK SPACE}")
    return Span(_HIGH_SIGNS.sub("\N{NO-BREAK SPACE}", text))


_HIGH_SIGNS = re.compile(" (?=[:;?!»])")

Sentence = tuple[Span, ...]

Fields = dict[str, list[str]]
"""The fields of a form by key: what each says in French and in English."""


def plain(sentence: Sentence) -> str:
    """A sentence as plain text."""
    return "".join(span.text for span in sentence)


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its cells. `share` (0..1) is the length of its bar; `key` its name in JSON."""

    label: Sentence
    cells: tuple[Sentence, ...]
    key: str = ""
    hint: Sentence = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page. `half` blocks stand two by two; `number` is a form's section.

    A block of `is_changes` is filled once the page is whole: what changed since it was filed.
    """

    kind: Kind
    title: str = ""
    text: Sentence = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    half: bool = False
    number: str = ""
    is_changes: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A whole page in one language."""

    language: Language
    title: str
    subtitle: Sentence
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands in a file; `figure` is "" where it is none (a date, an article)."""

    text: str
    figure: str = ""
