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


class StayFact(NamedTuple):
    """The document says `category` of whoever's stay it is; `stay` is a keyed hash of its number.

    `confidence` is the probability that it says so of the stay.
    """

    stay: bytes
    category: Category
    locator: str
    confidence: float


@dataclass(slots=True)
class DocumentFindings:
    """All that is known of one document once it is closed.

    `sketch` is what tells near duplicates, b"" for a document with too few words. `hint` is the
    confidence of the surest health word that was given to nobody, 0 if there is none. `stays` are
    keyed hashes of numbers of stays, each with the person whose it is; `stay_facts` what is told of
    stays without saying whose they are.
    """

    record: DocumentRecord
    exposures: Sequence[Exposure] = field(default_factory=list)
    mentioned: Sequence[Mentioned] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    sketch: bytes = b""
    hint: float = 0.0
    stays: Sequence[tuple[bytes, int]] = field(default_factory=list)
    stay_facts: Sequence[StayFact] = field(default_factory=list)
