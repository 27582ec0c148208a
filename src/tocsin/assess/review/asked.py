"""Questions that were answered, as they were asked: to ask them again or to change the answer."""

from collections.abc import Iterator

import orjson

from tocsin.assess.review.decisions import Decision, standing
from tocsin.assess.review.question import Candidate, Question, QuestionKind, Rank
from tocsin.assess.review.rulings import documents_with
from tocsin.case import Store
from tocsin.model.category import Category


def answered_questions(store: Store) -> Iterator[tuple[Decision, Question]]:
    """Every first reader's decision that stands, with its question."""
    for decision in standing(store):
        if not decision.kind.is_asked:
            continue
        if (question := question_of(store, decision)) is not None:
            yield decision, question


def question_of(store: Store, decision: Decision) -> Question | None:
    """The question of a decision, or None if no document has that content any more."""
    documents = documents_with(store, decision.content)
    if not documents:
        return None
    (path,) = store.one("SELECT path FROM documents WHERE document = ?", (documents[0],))
    candidates = tuple(_candidates(store, decision, documents[0]))
    return Question(
        decision.kind,
        decision.content,
        path,
        _locator(store, decision, documents),
        decision.passage,
        decision.category,
        _categories(store, decision, documents, candidates),
        candidates,
        len(documents),
        Rank.IDENTITY,
    )


def _candidates(store: Store, decision: Decision, document: int) -> Iterator[Candidate]:
    for patient_id in decision.offered:
        rows = store.execute("SELECT person FROM persons WHERE patient_id = ?", (patient_id,))
        for (person,) in rows:
            found = store.execute(
                "SELECT max(confidence), basis FROM exposures WHERE person = ? AND document = ?",
                (person, document),
            )
            yield Candidate(person, patient_id, found[0][0] or 0.0, found[0][1] or "")


def _locator(store: Store, decision: Decision, documents: list[int]) -> str:
    rows = store.execute(
        "SELECT locator FROM mentions WHERE value_hash = ?"
        " AND document IN (SELECT value FROM json_each(?)) LIMIT 1",
        (decision.passage, orjson.dumps(documents).decode()),
    )
    return str(rows[0][0]) if rows else ""


def _categories(
    store: Store, decision: Decision, documents: list[int], candidates: tuple[Candidate, ...]
) -> tuple[Category, ...]:
    if decision.kind is QuestionKind.FACT:
        return (Category(decision.category),)
    found = {
        category
        for candidate in candidates
        for (category,) in store.execute(
            "SELECT DISTINCT category FROM exposures WHERE person = ? AND document = ?",
            (candidate.person, documents[0]),
        )
    }
    return tuple(category for category in Category if category in found)
