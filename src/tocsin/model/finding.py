"""What a document says of persons: the only thing that leaves a worker."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.model.category import Category
from tocsin.model.document import DocumentRecord


class Exposure(NamedTuple):
    """Of this person, this category is in this document.

    `person` is the person's number in the case (position in the index from 0); `confidence` the
    probability that it is so; `basis` how it is known, as short words joined by `+`
    (`nir+name+birth_date`), never a value; `confirmed` False sends it to a human.
    """

    person: int
    category: Category
    locator: str
    confidence: float
    basis: str
    confirmed: bool


class Mentioned(NamedTuple):
    """One passage or table row that names somebody: where, which kinds, a keyed hash of the value.

    `persons` lists the candidates (numbers in the case) with their probability.
    """

    locator: str
    kinds: str
    value_hash: bytes
    persons: tuple[tuple[int, float], ...]


BORN = "b"
NUMBER = "n"
"""What a trait of somebody unmatched is of: a birth date, a number of their own."""


class Unmatched(NamedTuple):
    """Somebody who is in the document and not in the index.

    `traits` are keyed hashes of birth dates and numbers, each after the letter of its kind: by them
    the same person is known in other documents.
    """

    name: str
    categories: tuple[Category, ...]
    reason: str
    traits: tuple[str, ...] = ()


@dataclass(slots=True)
class DocumentFindings:
    """All that is known of one document once it is closed.

    `sketch` is what tells near duplicates, b"" for a document with too few words. `hint` is the
    confidence of the surest health word that was given to nobody, 0 if there is none.
    """

    record: DocumentRecord
    exposures: Sequence[Exposure] = field(default_factory=list)
    mentioned: Sequence[Mentioned] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    sketch: bytes = b""
    hint: float = 0.0
