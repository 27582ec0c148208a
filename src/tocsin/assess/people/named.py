"""Recognise: somebody whom the index does not know by that name is one of its persons.

A maiden name, a first name in another tongue: what documents say of them is then the person's, and
they are told. Each document is a decision like those of review; it is undone the same way.
"""

from collections import defaultdict
from collections.abc import Iterator

from tocsin.assess.review.question import CONTENT, Question, QuestionKind
from tocsin.assess.review.review import Review
from tocsin.assess.strangers import list_strangers, passage_of, words_of
from tocsin.case import Case, Store
from tocsin.errors import UsageError
from tocsin.model.category import Category
from tocsin.model.finding import BORN

_SIGHTINGS = f"""
    SELECT {CONTENT}, path, document, name, categories, traits FROM unmatched
    JOIN documents USING (document) WHERE unmatched.reason = ? ORDER BY path
"""


def recognise(case: Case, stranger: int, person: int, by: str, why: str) -> int:
    """Say that a stranger of the table `strangers` is `person`; in how many contents.

    Documents that give them another birth date are left out. Raises `UsageError` without a
    reason, or if there is no such stranger.
    """
    rows = case.store.execute(
        "SELECT name, reason, document FROM strangers WHERE stranger = ?", (stranger,)
    )
    if not rows or not why.strip():
        raise _nobody()
    name, reason, document = rows[0]
    (patient_id,) = case.store.one("SELECT patient_id FROM persons WHERE person = ?", (person,))
    review = Review(case, by)
    questions = list(_questions(case.store, name, reason, document))
    for question in questions:
        review.decide(question, (patient_id,), why)
    list_strangers(case.store)
    return len(questions)


def _questions(store: Store, name: str, reason: str, first: int) -> Iterator[Question]:
    said: dict[str, set[str]] = defaultdict(set)
    paths: dict[str, list[str]] = defaultdict(list)
    named = [
        row for row in store.execute(_SIGHTINGS, (reason,)) if words_of(row[3]) == words_of(name)
    ]
    born = {day for row in named if row[2] == first for day in _dates(row[5])}
    for content, path, _, _, categories, traits in named:
        if _dates(traits) <= born:
            said[content].update(categories.split(";"))
            paths[content].append(path)
    for content, categories_ in said.items():
        joined = ";".join(one.value for one in Category if one.value in categories_)
        yield Question(
            QuestionKind.NAMED,
            content,
            paths[content][0],
            passage=passage_of(name),
            category=joined,
            copies=len(paths[content]),
        )


def _dates(traits: str) -> set[str]:
    return {trait for trait in traits.split() if trait.startswith(BORN)}


def _nobody() -> UsageError:
    return UsageError(
        "people.no_stranger",
        "Il manque un motif, ou cette personne hors index n'est plus dans la liste.",
        "A reason is missing, or this person outside the index is no longer in the list.",
        way_out_fr="Rechargez la liste : elle est refaite après chaque décision.",
        way_out_en="Reload the list: it is drawn anew after each decision.",
    )
