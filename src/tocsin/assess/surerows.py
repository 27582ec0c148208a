"""Table rows whose person is sure, as columns.

An export of 126,000 patients gives as many passages and half a million exposures: as objects they
would cost more than finding them did, and as much again to hand from one process to another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.model.finding import Mentioned

HASH_BYTES = 16


class Sureness(NamedTuple):
    """How sure a row's person is, and the fields that say so."""

    probability: float
    basis: str


BY_NUMBER = 0.9999
BY_NAME_AND_DATE = 0.998
SURENESS = (
    *(
        Sureness(BY_NUMBER, number + name + born)
        for number in ("patient_id", "nir", "nir+patient_id")
        for born in ("", "+birth_date")
        for name in ("", "+name")
    ),
    Sureness(BY_NUMBER, "insured_nir+name+birth_date"),
    Sureness(BY_NAME_AND_DATE, "name+birth_date"),
)
"""How a row's person can be sure; a grade is a position in it."""


class Weight(NamedTuple):
    """The confidence of a category of a sure person's row, and whether it stands by itself."""

    confidence: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """What the rows of one table have in common.

    A locator is `where` and the row's number; `weights` has a row for each of `SURENESS` and a
    column for each `Category`.
    """

    where: str
    kinds: str
    weights: tuple[tuple[Weight, ...], ...]


@dataclass(frozen=True, slots=True)
class SureRows:
    """Some rows of a table: their numbers in it, and when each was seen (`ticks`).

    `grades` are positions in `SURENESS`; `bits` are the categories told of the person
    for the first time, by position in `Category`; `hashes` holds 16 bytes a row.
    """

    table: Table
    numbers: npt.NDArray[np.int64]
    ticks: npt.NDArray[np.int64]
    persons: npt.NDArray[np.int32]
    grades: npt.NDArray[np.int8]
    bits: npt.NDArray[np.int32]
    hashes: bytes

    def __len__(self) -> int:
        return len(self.persons)

    def mentions(self) -> Iterator[tuple[int, Mentioned]]:
        """The mention of each row, and when it was seen."""
        where, kinds = self.table.where, self.table.kinds
        probabilities = [sure.probability for sure in SURENESS]
        columns = (self.ticks, self.numbers, self.persons, self.grades)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for at, (tick, number, person, grade) in enumerate(rows):
            digest = self.hashes[at * HASH_BYTES : (at + 1) * HASH_BYTES]
            persons = ((person, probabilities[grade]),)
            yield tick, Mentioned(f"{where}{number}", kinds, digest, persons)
