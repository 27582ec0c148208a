"""A notice in words: what a person is told, whatever paper or mail carries it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tocsin.model.category import Category
from tocsin.model.notice import Channel
from tocsin.notify.facts import NAME, REFERENCE, Facts
from tocsin.notify.wording import Block, Loader, Template, load


class Reader(StrEnum):
    """Whom a notice speaks to; its value is the name of the template."""

    PERSON = "notice"
    REPRESENTATIVE = "representative"
    """A guardian, a parent, an heir: whoever receives the letter in the person's place."""

    @property
    def categories(self) -> str:
        """The name of the template with the kinds of data."""
        return "categories" if self is Reader.PERSON else f"{self.value}_categories"

    @classmethod
    def of(cls, template: str) -> "Reader":
        """Whom a notice with that wording (`template_of`) speaks to."""
        is_other = f"/{cls.REPRESENTATIVE.value}+" in template
        return cls.REPRESENTATIVE if is_other else cls.PERSON


class MedicalByEmailError(ValueError):
    """Somebody tried to write of health in an e-mail."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The words of a notice, with the marks `NAME` and `REFERENCE` where the person's come."""

    subject: str
    blocks: tuple[Block, ...]

    def personal(self, name: str, reference: str) -> "Notice":
        """The notice of one person."""

        def put(text: str) -> str:
            return text.replace(NAME, name).replace(REFERENCE, reference)

        return Notice(
            put(self.subject), tuple(Block(block.kind, put(block.text)) for block in self.blocks)
        )


def word_notice(
    channel: Channel,
    language: str,
    categories: Iterable[Category],
    facts: Facts,
    templates: Loader = load,
    reader: Reader = Reader.PERSON,
) -> Notice:
    """The notice of a person of whom `categories` were taken, as it speaks to `reader`.

    Raises `MedicalByEmailError` rather than put health into an e-mail.
    """
    kinds = tuple(categories)
    if channel is Channel.EMAIL and any(kind.is_medical for kind in kinds):
        raise MedicalByEmailError
    slots = facts.slots(language)
    template = templates(language, reader.value)
    (subject,) = template.sections["subject"].blocks(channel, slots)
    paragraphs = list(_kinds(templates(language, reader.categories), channel, kinds, slots))
    return Notice(subject.text, tuple(_blocks(template, channel, paragraphs, slots)))


def word_call(language: str, facts: Facts, templates: Loader = load) -> tuple[Block, ...]:
    """The script of a call."""
    slots = facts.slots(language)
    blocks: list[Block] = []
    for section in templates(language, "call").sections.values():
        blocks.append(Block("heading", section.heading))
        blocks.extend(section.blocks(Channel.CALL, slots))
    return tuple(blocks)


def template_of(channel: Channel, language: str, reader: Reader = Reader.PERSON) -> str:
    """Which wording a notice was made with: file names and the start of their common hash."""
    if channel is Channel.HELD:
        return ""
    first = "call" if channel is Channel.CALL else reader.value
    names = (first, reader.categories)
    digests = "+".join(load(language, name).digest[:12] for name in names)
    return f"{language}/{'+'.join(names)}@{digests}"


def kind_headings(
    language: str,
    categories: Iterable[Category],
    templates: Loader = load,
    reader: Reader = Reader.PERSON,
) -> list[str]:
    """The kinds of data as a notice names them to `reader`."""
    sections = templates(language, reader.categories).sections
    return [sections[category.value].heading for category in categories]


def as_text(blocks: Iterable[Block]) -> list[str]:
    """The lines of a plain text, one paragraph a line, blank lines between."""
    lines: list[str] = []
    previous = None
    for block in blocks:
        if lines and previous not in ("heading", "kind") and not block.kind == "item" == previous:
            lines.append("")
        lines.append(_text_line(block))
        previous = block.kind
    return lines


def _text_line(block: Block) -> str:
    if block.kind == "heading":
        return block.text.upper()
    if block.kind in ("item", "kind"):
        return f"{'-' if block.kind == 'item' else '*'} {block.text}"
    return block.text


def _blocks(
    template: Template, channel: Channel, kinds: Iterable[Block], slots: Mapping[str, str]
) -> Iterator[Block]:
    for section in template.sections.values():
        if section.element == "subject":
            continue
        if section.heading:
            yield Block("heading", section.heading)
        if section.element == "data":
            yield from kinds
        else:
            yield from section.blocks(channel, slots)


def _kinds(
    template: Template, channel: Channel, kinds: tuple[Category, ...], slots: Mapping[str, str]
) -> Iterator[Block]:
    """A paragraph a kind: what it may lead to, and what to do."""
    for kind in kinds:
        section = template.sections[kind.value]
        yield Block("kind", section.heading)
        risk, advice = section.blocks(channel, slots)
        yield Block("paragraph", f"{risk.text} {advice.text}")
