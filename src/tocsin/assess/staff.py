"""Columns of a table that name the staff: a doctor, a prescriber, a nurse, once each."""

from collections.abc import Iterable, Iterator, Sequence

from tocsin.assess.said import Columns
from tocsin.assess.strangers import words_of
from tocsin.assess.tally import Tally
from tocsin.find.person_words import EVERYDAY, NOT_NAMES
from tocsin.match.claim import Claim
from tocsin.match.resolve import Outcome
from tocsin.model.category import Category
from tocsin.model.mention import Column
from tocsin.model.mention import MentionKind as K

MOST_WORDS = 6
SHORTEST = 2
"""Letters of the longest word of a name."""


def list_staff(staff: Sequence[Column], columns: Columns, tally: Tally) -> None:
    """Those whom the cells of staff columns name are in the files, and are no patients there."""
    for cells in _names(staff, columns):
        for cell in dict.fromkeys(cells):
            if is_a_name(cell):
                tally.unmatched(cell, (Category.CIVIL_STATUS,), Outcome.STAFF, Claim())


def _names(staff: Sequence[Column], columns: Columns) -> Iterator[Iterable[str]]:
    """The cells of each staff column; a surname and given names in two columns are one name."""
    given = [c.index for c in staff if c.rule.endswith(K.GIVEN_NAMES)]
    for column in staff:
        if column.index in given:
            continue
        if given and column.rule.endswith((K.SURNAME, K.BIRTH_NAME)):
            yield map(" ".join, zip(columns[column.index], columns[given[0]], strict=True))
        else:
            yield columns[column.index]


def is_a_name(cell: str) -> bool:
    """Whether a cell may name a person: a few words with letters, none of them a mere code."""
    words = words_of(cell)
    if not 0 < len(words) <= MOST_WORDS or any(sign.isdigit() for sign in cell):
        return False
    named = [word for word in words if word not in EVERYDAY and word not in NOT_NAMES]
    return max(map(len, named), default=0) >= SHORTEST
