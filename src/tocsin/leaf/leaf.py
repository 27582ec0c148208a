"""A page for people in one language: what it says, and the tables that show why."""

from dataclasses import dataclass

from tocsin.language import Language


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; every row has as many cells as the head. `note` stands under it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: a title, what must be read first (`lead`), paragraphs, tables."""

    language: Language
    title: str
    lead: str = ""
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
