"""Recognise: somebody whom the index does not know by that name is one of its persons.

A maiden name, a first name in another tongue: what documents say of them is then the person's, and
they are told. Each document is a decision like those of review; it is undone the same way.
"""

from collections import defaultdict
from collections.abc import Iterator

from tocsin.assess.people.merges import no_stranger, require_reason
from tocsin.assess.review.question import CONTENT, Question, QuestionKind
from tocsin.assess.review.review import Review
from tocsin.assess.strangers import (
    Alias,
    alias_of,
    list_strangers,
    marks,
    passage_of,
    strangers,
)
from tocsin.case import Case, Store
from tocsin.model.category import Category

_SIGHTINGS = f"""
    SELECT {CONTENT}, path, name, categories, unmatched.reason, traits FROM unmatched
    JOIN documents USING (document) ORDER BY path
"""
Sighted = tuple[str, bytes]
"""A content and the passage of a name in it."""


def recognise(case: Case, mark: str, person: int, by: str, why: str) -> int:
    """Say that the stranger of that mark is `person`; in how many contents and names.

    All that they are called is theirs, also as people merged them. Raises `UsageError` without a
    reason, or if there is no such stranger.
    """
    require_reason(by, why)
    (patient_id,) = case.store.one("SELECT patient_id FROM persons WHERE person = ?", (person,))
    review = Review(case, by)
    questions = list(_questions(case.store, _aliases(case.store, mark)))
    for question in questions:
        review.decide(question, (patient_id,), why)
    list_strangers(case.store)
    return len(questions)


def _aliases(store: Store, mark: str) -> set[Alias]:
    mark_of = marks(store)
    for one in strangers(store):
        if mark in map(mark_of, one.aliases):
            return one.aliases
    raise no_stranger()


def _questions(store: Store, aliases: set[Alias]) -> Iterator[Question]:
    said: dict[Sighted, set[str]] = defaultdict(set)
    paths: dict[Sighted, list[str]] = defaultdict(list)
    for content, path, name, categories, reason, traits in store.stream(_SIGHTINGS):
        if alias_of(name, reason, traits) in aliases:
            sighted = content, passage_of(name)
            said[sighted].update(categories.split(";"))
            paths[sighted].append(path)
    for (content, passage), categories_ in said.items():
        joined = ";".join(one.value for one in Category if one.value in categories_)
        yield Question(
            QuestionKind.NAMED,
            content,
            paths[content, passage][0],
            passage=passage,
            category=joined,
            copies=len(paths[content, passage]),
        )
