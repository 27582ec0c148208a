"""Findings: kinds of data and how sure they are, documents by kind, one document."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import orjson

from tocsin.model.category import Category
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, number_of, page_of
from tocsin.room.remembered import Remembered

_KINDS = """
    SELECT category, sum(sure), count(*) - sum(sure), sum(findings) FROM (
        SELECT person, category, max(confirmed) AS sure, count(*) AS findings FROM standing
        GROUP BY person, category) GROUP BY category
"""
_BY_DOCUMENT_KIND = """
    SELECT kind, count(*), sum(EXISTS (SELECT 1 FROM exposures e WHERE e.document = d.document))
    FROM documents d GROUP BY kind ORDER BY 3 DESC, 2 DESC
"""
_BY_CATEGORY = "SELECT DISTINCT document, category FROM exposures ORDER BY document"
_OF_KIND = """
    SELECT document FROM documents d WHERE document > ?1 AND (?2 = '' OR kind = ?2)
    AND EXISTS (SELECT 1 FROM exposures e WHERE e.document = d.document) ORDER BY document LIMIT ?3
"""
_DOCUMENTS = """
    SELECT d.document, d.path, kind, count(DISTINCT person), sum(confirmed = 0),
        max(category = 'health')
    FROM json_each(?1) JOIN documents d ON d.document = value JOIN standing s USING (document)
    GROUP BY d.document ORDER BY d.document
"""
_ONE = """
    SELECT document, path, kind, media_type, size, sha256, status, reason, parent FROM documents
    WHERE document = ?
"""
_EXPOSURES = """
    SELECT e.person, patient_id, category, e.locator, e.confidence, e.basis, e.confirmed, verdict,
        decision
    FROM exposures e JOIN persons USING (person)
    LEFT JOIN rulings r USING (person, document, category)
    WHERE document = ?1 AND (person, category) > (?2, '') ORDER BY person, category LIMIT ?3
"""


@dataclass(frozen=True, slots=True)
class KindCount:
    """Of how many persons one kind of data was taken."""

    category: Category
    confirmed: int
    to_review: int
    findings: int


@dataclass(frozen=True, slots=True)
class DocumentKindCount:
    """Documents of one kind, and how many of them are about somebody."""

    kind: str
    documents: int
    with_persons: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What was found, in numbers."""

    kinds: Sequence[KindCount]
    documents: Sequence[DocumentKindCount]


@dataclass(frozen=True, slots=True)
class Found:
    """A document in which somebody was found."""

    number: int
    path: str
    kind: str
    persons: int
    unsure: int
    has_health: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One document."""

    number: int
    path: str
    kind: str
    media_type: str
    size: int
    sha256: str
    status: str
    reason: str
    parent: str


@dataclass(frozen=True, slots=True)
class Exposed:
    """One finding: this kind of data of this person, and who says so."""

    person: int
    patient_id: str
    category: Category
    locator: str
    confidence: float
    basis: str
    confirmed: bool
    verdict: int | None
    decision: int | None


def _overview() -> Overview:
    store = reading().store
    counts = {
        Category(category): KindCount(Category(category), sure, unsure, findings)
        for category, sure, unsure, findings in store.execute(_KINDS)
    }
    kinds = [counts.get(category, KindCount(category, 0, 0, 0)) for category in Category]
    documents = [DocumentKindCount(*row) for row in store.execute(_BY_DOCUMENT_KIND)]
    return Overview(kinds, documents)


OVERVIEW: Remembered[Overview] = Remembered(_overview)


ByCategory: TypeAlias = "dict[str, array[int]]"


def _by_category() -> ByCategory:
    """Of each kind of data its documents, in order: rare kinds are paged as quickly."""
    found: ByCategory = {category.value: array("q") for category in Category}
    for document, category in reading().store.stream(_BY_CATEGORY):
        found[category].append(document)
    return found


BY_CATEGORY: "Remembered[ByCategory]" = Remembered(_by_category, seconds=30.0)


def documents_with(category: str, kind: str, after: str) -> Page[Found]:
    """A page of the documents with a kind of data, or of a kind of document."""
    start = number_of(after, 0)
    numbers = _with_category(category, start) if category else _of_kind(kind, start)
    rows = [
        Found(number, path, kind_, persons, unsure, bool(health))
        for number, path, kind_, persons, unsure, health in reading().store.execute(
            _DOCUMENTS, (orjson.dumps(numbers[:ROWS]).decode(),)
        )
    ]
    after = str(numbers[ROWS - 1]) if len(numbers) > ROWS else ""
    return Page(rows, after, is_first=start == 0)


def _with_category(category: str, start: int) -> list[int]:
    documents = BY_CATEGORY.get().value.get(category, array("q"))
    first = bisect_right(documents, start)
    return list(documents[first : first + ROWS + 1])


def _of_kind(kind: str, start: int) -> list[int]:
    rows = reading().store.execute(_OF_KIND, (start, kind, ROWS + 1))
    return [int(number) for (number,) in rows]


def document_of(number: int) -> Document | None:
    """The document of this number."""
    rows = reading().store.execute(_ONE, (number,))
    return Document(*rows[0]) if rows else None


def exposures_of(document: int, after: str) -> Page[Exposed]:
    """A page of what it says of whom; all kinds of a person stand together."""
    start = number_of(after, -1)
    rows = [
        Exposed(person, patient_id, Category(category), *rest)
        for person, patient_id, category, *rest in reading().store.execute(
            _EXPOSURES, (document, start, ROWS + 1)
        )
    ]
    return page_of(rows, [row.person for row in rows], is_first=start == -1)
