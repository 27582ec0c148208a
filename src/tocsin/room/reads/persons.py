"""Persons: the list of those affected, and one person's ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from tocsin.language import tr
from tocsin.match.public import person_of as numbered
from tocsin.model.category import Category, Status, Tier
from tocsin.model.person import INDEX_COLUMNS, Person
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, number_of, page_of

_COLUMNS = ", ".join(f"p.{column}" for column in INDEX_COLUMNS)
_LISTED = f"SELECT p.person, a.tier, a.categories, a.status, a.documents, {_COLUMNS} FROM"
_AFFECTED = f"""
    {_LISTED} affected a JOIN persons p USING (person)
    WHERE a.person > ?1 AND (?2 = '' OR tier = ?2) AND (?3 = '' OR status = ?3)
    ORDER BY a.person LIMIT ?4
"""
_CHOSEN = f"""
    {_LISTED} json_each(?1) JOIN persons p ON p.person = value LEFT JOIN affected a USING (person)
    ORDER BY p.birth_name, p.first_names
"""
_LEDGER = """
    SELECT e.document, path, category, e.locator, e.confidence, e.basis,
        coalesce(t.confirmed, e.confirmed), verdict, decision, t.stands IS 0 AND verdict IS NOT 0
    FROM exposures e JOIN documents USING (document)
    LEFT JOIN rulings r USING (person, document, category)
    LEFT JOIN together t USING (person, document, category)
    WHERE e.person = ?1 AND (e.document, category) > (?2, '') ORDER BY e.document, category LIMIT ?3
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A person with what is known to be taken; `tier` is "" for somebody not affected."""

    number: int
    tier: str
    categories: Sequence[Category]
    status: str
    documents: int
    person: Person

    @property
    def is_medical(self) -> bool:
        """Whether their health data was taken."""
        return self.tier == Tier.MEDICAL

    @property
    def is_to_review(self) -> bool:
        """Whether a decision is missing."""
        return self.status == Status.TO_REVIEW

    @property
    def flags(self) -> list[str]:
        """What must be known before anybody writes to them."""
        today = date.today()  # noqa: DTZ011 - the hospital's own day
        known = (
            (self.person.is_deceased, tr("décédé(e)", "deceased")),
            (self.person.is_minor(today), tr("mineur(e)", "minor")),
            (self.person.is_protected, tr("protégé(e)", "under guardianship")),
        )
        return [word for holds, word in known if holds]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One finding about a person: the kind of data, the document, how sure, who says so.

    `is_elsewhere`: it stands with the person into whom this one was merged.
    """

    document: int
    path: str
    category: Category
    locator: str
    confidence: float
    basis: str
    confirmed: bool
    verdict: int | None
    decision: int | None
    is_elsewhere: bool


def affected(tier: str, status: str, after: str) -> Page[Listed]:
    """A page of the persons affected."""
    start = number_of(after, -1)
    values = (start, tier, status, ROWS + 1)
    rows = [_listed(row) for row in reading().store.execute(_AFFECTED, values)]
    return page_of(rows, [row.number for row in rows], is_first=start == -1)


def chosen(numbers: Sequence[int]) -> list[Listed]:
    """These persons, affected or not."""
    rows = reading().store.execute(_CHOSEN, (orjson.dumps(list(numbers)).decode(),))
    return [_listed(row) for row in rows]


def ledger_of(person: int, after: str) -> Page[LedgerRow]:
    """A page of what is known of a person; all kinds of a document stand together."""
    start = number_of(after, -1)
    rows = [
        LedgerRow(document, path, Category(category), *rest)
        for document, path, category, *rest in reading().store.execute(
            _LEDGER, (person, start, ROWS + 1)
        )
    ]
    return page_of(rows, [row.document for row in rows], is_first=start == -1)


def person_of(patient_id: str) -> int:
    """The person of that patient number. Raises `UsageError` if the index has none."""
    return numbered(reading().store, patient_id)


def merged_into(person: int) -> int | None:
    """The person under whom this one is told, if that is another."""
    rows = reading().store.execute(
        "SELECT into_person FROM merged WHERE person = ?1 AND into_person != ?1", (person,)
    )
    return int(rows[0][0]) if rows else None


def _listed(row: tuple[Any, ...]) -> Listed:
    number, tier, categories, status, documents, *columns = row
    values = dict(zip(INDEX_COLUMNS, columns, strict=True))
    for name in ("birth_date", "deceased_on"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    kinds = [Category(one) for one in (categories or "").split(";") if one]
    return Listed(number, tier or "", kinds, status or "", documents or 0, Person(**values))
