"""Persons who are in the files and not in the index, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.language import tr
from tocsin.model.category import Category
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, number_of, page_of

_PAGE = """
    SELECT stranger, name, reason, categories, documents, document, mark FROM strangers
    WHERE stranger > ?1 AND (?2 = '' OR reason = ?2) ORDER BY stranger LIMIT ?3
"""
REASONS: dict[str, tuple[str, str]] = {
    "not_in_index": ("hors de l'index", "not in the index"),
    "homonyms": ("trop d'homonymes", "too many homonyms"),
    "staff": ("personnel", "staff"),
}


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody as the files name them; `document` is the first that does.

    `mark` is what acts name them by: numbers change with each decision.
    """

    number: int
    name: str
    reason: str
    categories: Sequence[Category]
    documents: int
    document: int
    mark: str

    @property
    def why(self) -> str:
        """Why they are in this list, for a reader."""
        return tr(*REASONS[self.reason]) if self.reason in REASONS else self.reason


def outsiders(reason: str, after: str) -> Page[Outsider]:
    """A page of them, for one reason or for all."""
    start = number_of(after, 0)
    rows = [
        Outsider(number, name, why, [Category(one) for one in said.split(";") if one], *rest)
        for number, name, why, said, *rest in reading().store.execute(
            _PAGE, (start, reason, ROWS + 1)
        )
    ]
    return page_of(rows, [row.number for row in rows], is_first=start == 0)
