"""The texts of notices: template files in plain words, filled with the hospital's facts.

A template is a text file of sections:

    # element: Heading
    One sentence a line.
    A line with {slot} is left out if that fact is not known.
    | This line then takes its place.
    [registered_letter] This line is for that channel only.

    A blank line begins a new paragraph.
    - A line like this is an item of a list.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tocsin.errors import InputError
from tocsin.model.category import Category
from tocsin.model.notice import Channel

FOLDER = Path(__file__).with_name("templates")
# GDPR art. 34(2): nature of the breach; 33(3)(b) contact, (c) consequences, (d) measures;
# recital 86: advice. The rest is what makes a notice fit to be believed.
_NOTICE = frozenset(
    (
        *("subject", "opening", "nature", "data", "consequences", "measures"),
        *("advice", "contact", "authenticity"),
    )
)
_CATEGORIES = frozenset(category.value for category in Category)
REQUIRED: dict[str, frozenset[str]] = {
    "notice": _NOTICE,
    "categories": _CATEGORIES,
    "representative": _NOTICE,
    "representative_categories": _CATEGORIES,
    "call": frozenset(["purpose", "check", "say", "never", "after"]),
}
_LINE = re.compile(r"(?:\[(?P<channels>[a-z_, ]+)\] )?(?P<alternative>\| )?(?P<text>.+)")
_SLOT = re.compile(r"\{([a-z_]+)\}")

Kind = Literal["heading", "kind", "paragraph", "item"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a finished text: a heading, the name of a kind of data, a paragraph, an item."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a template. `channels` is empty if it is for all."""

    text: str
    channels: frozenset[Channel]
    is_alternative: bool

    def fill(self, channel: Channel, facts: Mapping[str, str]) -> str | None:
        """The sentence with its slots filled; None if it is not for `channel` or lacks a fact."""
        if self.channels and channel not in self.channels:
            return None
        if not all(facts.get(slot) for slot in _SLOT.findall(self.text)):
            return None
        return _SLOT.sub(lambda match: facts[match[1]], self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """What a template says on one element."""

    element: str
    heading: str
    paragraphs: tuple[tuple[Line, ...], ...]

    def blocks(self, channel: Channel, facts: Mapping[str, str]) -> Iterator[Block]:
        """The section's paragraphs and items, filled, without its heading."""
        for paragraph in self.paragraphs:
            yield from _join(_filled(paragraph, channel, facts))

    def slots(self) -> set[str]:
        """The facts that the section asks for."""
        lines = (line for paragraph in self.paragraphs for line in paragraph)
        return {slot for line in lines for slot in _SLOT.findall(line.text)}


@dataclass(frozen=True, slots=True)
class Template:
    """A template file. `digest` is the SHA-256 of its bytes, in hexadecimal."""

    sections: dict[str, Section]
    digest: str


Loader = Callable[[str, str], Template]
"""Where templates come from: a language and a name give the template."""


@dataclass(frozen=True)
class Library:
    """Templates given as texts, by their place: `fr/notice.txt`."""

    texts: Mapping[str, str]

    def load(self, language: str, name: str) -> Template:
        """The template `name` in `language`. Raises as `load` does."""
        text = self.texts.get(f"{language}/{name}.txt", "")
        return template_from(text.encode(), language, name)


@cache
def load(language: str, name: str) -> Template:
    """The template `name` in `language`. Raises `InputError` if an element of it is missing."""
    path = FOLDER / language / f"{name}.txt"
    return template_from(path.read_bytes() if path.is_file() else b"", language, name)


def template_from(raw: bytes, language: str, name: str) -> Template:
    """The template that a file's bytes are. Raises `InputError` if an element is missing."""
    sections = parse(typographic(raw.decode(), language))
    missing = REQUIRED[name] - {key for key, section in sections.items() if section.paragraphs}
    if missing:
        raise _incomplete(f"{language}/{name}.txt", sorted(missing))
    return Template(sections, hashlib.sha256(raw).hexdigest())


def typographic(text: str, language: str) -> str:
    """`text` with curly apostrophes and, in French, no line end before `:` or inside `« »`."""
    curly = text.replace("'", "’")
    if language != "fr":
        return curly
    return re.sub(r" ([:;?!»])|(«) ", lambda m: f"{m[2]}\u00a0" if m[2] else f"\u00a0{m[1]}", curly)


def parse(text: str) -> dict[str, Section]:
    """The sections of a template's text, by element."""
    sections = {}
    for part in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        element, _, heading = title.partition(":")
        paragraphs = (p for p in re.split(r"\n\s*\n", body.strip()) if p)
        sections[element.strip()] = Section(
            element.strip(),
            heading.strip(),
            tuple(tuple(_line(raw) for raw in p.splitlines()) for p in paragraphs),
        )
    return sections


def _line(raw: str) -> Line:
    match = _LINE.fullmatch(raw.strip())
    if match is None:
        raise ValueError("an empty line inside a paragraph")
    names = (match["channels"] or "").replace(",", " ").split()
    channels = frozenset(Channel(name) for name in names)
    return Line(match["text"], channels, match["alternative"] is not None)


def _filled(lines: tuple[Line, ...], channel: Channel, facts: Mapping[str, str]) -> Iterator[str]:
    text: str | None = None
    for line in lines:
        if line.is_alternative and text is not None:
            continue
        text = line.fill(channel, facts)
        if text is not None:
            yield text


def _join(lines: Iterator[str]) -> Iterator[Block]:
    sentences: list[str] = []
    for line in lines:
        if not line.startswith("- "):
            sentences.append(line)
            continue
        if sentences:
            yield Block("paragraph", " ".join(sentences))
            sentences = []
        yield Block("item", line[2:])
    if sentences:
        yield Block("paragraph", " ".join(sentences))


def _incomplete(name: str, elements: list[str]) -> InputError:
    listed = ", ".join(elements)
    return InputError(
        "template.element",
        f"Le modèle {name} est incomplet : il manque {listed} (RGPD art. 34).",
        f"The template {name} is incomplete: {listed} missing (GDPR art. 34).",
        way_out_fr="Rétablissez ces parties dans le modèle, puis relancez.",
        way_out_en="Put these parts back into the template, then run again.",
    )
