"""How to read the rows of one table: decided once from its columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tocsin.assess.cells import NORMAL, are_filled, says_nothing
from tocsin.assess.surerows import SURENESS, Weight
from tocsin.assess.tally import SENSITIVE, stands
from tocsin.find.others import INSURED, is_of_the_row
from tocsin.find.table import STAFF_TABLE
from tocsin.match.claim import NAMES, Claim
from tocsin.model.category import Category
from tocsin.model.mention import CATEGORY_OF, Column
from tocsin.model.mention import MentionKind as K

LEAST_SURE = 0.5
LEFT_BY_A_MATCH = 0.2
"""Of the doubt about what a column holds, the part that is left in a row whose person is sure: it
is mostly a doubt whether the table is of patients at all, or shifted, and such rows match nobody.
"""

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


class RowPlan:
    """The columns of a table by what they are good for.

    `told_by_title` is how sure it is that the table's title says of every row's person that they
    are ill; 0 where it says no such thing.
    """

    def __init__(
        self, columns: Sequence[Column], width: int, *, told_by_title: float = 0.0
    ) -> None:
        self.width = width
        self.others = _by_person(columns)
        self.insured = [c for c in columns if c.of in INSURED and c.kind in NORMAL]
        columns = [c for c in columns if is_of_the_row(c)]
        sure = [c for c in columns if c.confidence >= LEAST_SURE]
        self.identity = [c for c in sure if c.kind in NORMAL]
        self.facts = [fact for c in sure if (fact := _fact(c))]
        self.free_text = [c.index for c in columns if c.kind is K.FREE_TEXT]
        self.staff = [c for c in columns if c.kind is K.STAFF]
        self.is_of_staff = any(c.rule.startswith(STAFF_TABLE) for c in self.staff)
        self.has_person = any(c.kind in TELLS_WHO or c.kind is K.STAY_ID for c in self.identity)
        self.told_by_title = 0.0 if self.is_of_staff else told_by_title
        if self.told_by_title:
            self.facts += [_of_whoever(c, told_by_title) for c in self.identity if c.kind in NAMES]
        self.patient_id = self._first(K.PATIENT_ID)
        self.stay = self._first(K.STAY_ID)
        self.nir = self._first(K.NIR, K.INS)
        self.full_name = self._first(K.FULL_NAME)
        self.surname = self._first(K.SURNAME, K.BIRTH_NAME)
        self.given = self._first(K.GIVEN_NAMES)
        self.birth_date = self._first(K.BIRTH_DATE)
        self.confidence = dict.fromkeys(Category, 1.0) | {
            fact.category: fact.confidence for fact in reversed(self.facts)
        }

    def _first(self, *kinds: K) -> int:
        return next((c.index for c in self.identity if c.kind in kinds), -1)

    def claim(self, row: Sequence[str]) -> Claim:
        """What a row says of its person."""
        return _claim(row, self.identity)

    def claim_of_insured(self, row: Sequence[str]) -> Claim:
        """What a row says of the insured, who is meant where it names nobody else."""
        return _claim(row, self.insured)

    def categories(self, row: Sequence[str]) -> int:
        """The categories that the filled cells of a row give away, as bits."""
        bits = 0
        for fact in self.facts:
            if not bits & fact.bit and not says_nothing(row[fact.index], fact.kind):
                bits |= fact.bit
        return bits

    def categories_of(self, columns: Sequence[Sequence[str]], rows: int) -> npt.NDArray[np.int32]:
        """The same for each of many rows, given column by column."""
        bits = np.zeros(rows, np.int32)
        for fact in self.facts:
            left = np.flatnonzero(bits & fact.bit == 0)
            cells = columns[fact.index]
            if len(left) < rows:
                cells = [cells[at] for at in left.tolist()]
            bits[left[are_filled(cells, fact.kind)]] |= fact.bit
        return bits

    @cached_property
    def weights(self) -> tuple[tuple[Weight, ...], ...]:
        """For each way to be sure of a person, of each category how sure, and whether it stands."""
        return tuple(
            tuple(self._weight(sure.probability, category) for category in CATEGORIES)
            for sure in SURENESS
        )

    def certainty(self, category: Category, *, agreed: bool = False) -> float:
        """How sure it is that a filled cell gives the category away, in a sure person's row.

        `agreed`: all identity cells say what the index says, and so are what they were taken for.
        Medical columns stay as sure as they are by themselves: their doubt is another.
        """
        confidence = self.confidence[category]
        if agreed and category in self._in_the_index:
            return 1.0
        if category in SENSITIVE:
            return confidence
        return 1.0 - (1.0 - confidence) * LEFT_BY_A_MATCH

    @cached_property
    def _in_the_index(self) -> frozenset[Category]:
        """The categories whose cells are compared with the index to know a row's person."""
        names = max(self.full_name, self.surname, self.given, self.birth_date)
        compared = {Category.CIVIL_STATUS: names, Category.NIR: self.nir}
        return frozenset(category for category, index in compared.items() if index >= 0)

    def _weight(self, probability: float, category: Category) -> Weight:
        confidence = probability * self.certainty(category, agreed=True)
        return Weight(round(confidence, 4), stands(category, confidence))

    def canonical(self, columns: Sequence[Sequence[str]]) -> Iterable[str]:
        """The identity cells of each row as one string."""
        return map("\n".join, zip(*(columns[c.index] for c in self.identity), strict=True))

    @property
    def kinds(self) -> str:
        """The kinds of the identity columns, joined by `+`."""
        return "+".join(dict.fromkeys(column.kind.value for column in self.identity))


def _claim(row: Sequence[str], columns: Sequence[Column]) -> Claim:
    return Claim(
        (column.kind, NORMAL[column.kind](row[column.index]))
        for column in columns
        if not says_nothing(row[column.index], column.kind)
    )


def _by_person(columns: Sequence[Column]) -> list[list[Column]]:
    """The columns of each person beside the row's."""
    persons: dict[str, list[Column]] = {}
    for column in columns:
        if column.of:
            persons.setdefault(column.of, []).append(column)
    return list(persons.values())


def _fact(column: Column) -> Fact | None:
    category = CATEGORY_OF.get(column.kind)
    if category is None or column.kind in _NOT_BY_ITSELF:
        return None
    bit = 1 << CATEGORIES.index(category)
    return Fact(column.index, column.kind, category, bit, column.confidence)


def _of_whoever(column: Column, confidence: float) -> Fact:
    """That whoever is named in a column is ill."""
    bit = 1 << CATEGORIES.index(Category.HEALTH)
    return Fact(column.index, column.kind, Category.HEALTH, bit, confidence)


def categories_in(bits: int) -> list[Category]:
    """The categories of a set of bits."""
    return [category for i, category in enumerate(CATEGORIES) if bits >> i & 1]
