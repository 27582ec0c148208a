"""How to read the rows of one table: decided once from its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tocsin.assess.cells import LONGEST_NOTHING, NORMAL, nothing_in, says_nothing
from tocsin.assess.tally import stands
from tocsin.match.claim import Claim
from tocsin.model.category import Category
from tocsin.model.mention import CATEGORY_OF, Column
from tocsin.model.mention import MentionKind as K

LEAST_SURE = 0.5
TELLS_WHO = frozenset(
    {
        K.FULL_NAME, K.SURNAME, K.BIRTH_NAME, K.NIR, K.INS, K.PATIENT_ID, K.EMAIL, K.PHONE,
    }
)  # fmt: skip
"""A table with a column of one of these kinds has a person in each row."""

CATEGORIES = tuple(Category)
_NOT_BY_ITSELF = frozenset({K.CITY})


@dataclass(frozen=True, slots=True)
class Fact:
    """A column that, where it is filled, gives away a category."""

    index: int
    kind: K
    category: Category
    bit: int
    confidence: float


class Weighed(NamedTuple):
    """A category of a sure person's row: how sure it is, and whether it stands by itself."""

    category: Category
    confidence: float
    confirmed: bool


class RowPlan:
    """The columns of a table by what they are good for."""

    def __init__(self, columns: Sequence[Column], width: int) -> None:
        sure = [c for c in columns if c.confidence >= LEAST_SURE]
        self.width = width
        self.identity = [c for c in sure if c.kind in NORMAL]
        self.facts = [fact for c in sure if (fact := _fact(c))]
        self.free_text = [c.index for c in columns if c.kind is K.FREE_TEXT]
        self.has_person = any(c.kind in TELLS_WHO for c in self.identity)
        self.patient_id = self._first(K.PATIENT_ID)
        self.nir = self._first(K.NIR, K.INS)
        self.full_name = self._first(K.FULL_NAME)
        self.surname = self._first(K.SURNAME, K.BIRTH_NAME)
        self.given = self._first(K.GIVEN_NAMES)
        self.birth_date = self._first(K.BIRTH_DATE)
        self._filled = [(fact.index, fact.bit, nothing_in(fact.kind)) for fact in self.facts]
        self._cached: dict[tuple[int, float], tuple[Weighed, ...]] = {}
        self.confidence = dict.fromkeys(Category, 1.0) | {
            fact.category: fact.confidence for fact in reversed(self.facts)
        }

    def _first(self, *kinds: K) -> int:
        return next((c.index for c in self.identity if c.kind in kinds), -1)

    def claim(self, row: Sequence[str]) -> Claim:
        """What a row says of its person."""
        return Claim(
            (column.kind, NORMAL[column.kind](row[column.index]))
            for column in self.identity
            if not says_nothing(row[column.index], column.kind)
        )

    def categories(self, row: Sequence[str]) -> int:
        """The categories that the filled cells of a row give away, as bits."""
        bits = 0
        for index, bit, nothing in self._filled:
            if not bits & bit:
                word = row[index].strip()
                if len(word) > LONGEST_NOTHING or word.upper() not in nothing:
                    bits |= bit
        return bits

    def weighed(self, bits: int, probability: float) -> "tuple[Weighed, ...]":
        """For categories as bits and a sure person: confidence, and whether it stands."""
        key = bits, probability
        if key not in self._cached:
            self._cached[key] = tuple(
                Weighed(category, round(confidence, 4), stands(category, confidence))
                for category in categories_in(bits)
                for confidence in (probability * self.confidence[category],)
            )
        return self._cached[key]

    def canonical(self, row: Sequence[str]) -> str:
        """The identity cells of a row as one string."""
        return "\n".join([row[column.index] for column in self.identity])

    @property
    def kinds(self) -> str:
        """The kinds of the identity columns, joined by `+`."""
        return "+".join(dict.fromkeys(column.kind.value for column in self.identity))


def _fact(column: Column) -> Fact | None:
    category = CATEGORY_OF.get(column.kind)
    if category is None or column.kind in _NOT_BY_ITSELF:
        return None
    bit = 1 << CATEGORIES.index(category)
    return Fact(column.index, column.kind, category, bit, column.confidence)


def categories_in(bits: int) -> list[Category]:
    """The categories of a set of bits."""
    return [category for i, category in enumerate(CATEGORIES) if bits >> i & 1]
