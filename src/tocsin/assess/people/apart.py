"""Set apart: documents that were given to a person are another's, of the index or not.

Each is a decision like those of review, by content: it holds for identical documents, is kept with
its reason, undone the same way, and outlives a new reading.
"""

from collections.abc import Iterable

import orjson

from tocsin.assess.review.question import CONTENT, Candidate, Question, QuestionKind
from tocsin.assess.review.review import Review
from tocsin.case import Case
from tocsin.errors import UsageError

_CONTENTS = f"""
    SELECT {CONTENT}, min(path), count(*) FROM documents
    WHERE document IN (SELECT value FROM json_each(?1)) AND EXISTS
        (SELECT 1 FROM exposures e WHERE e.document = documents.document AND person = ?2)
    GROUP BY 1 ORDER BY 2
"""


def set_apart(
    case: Case, person: int, documents: Iterable[int], by: str, why: str, to: int | None = None
) -> int:
    """Give these documents of `person` to the person `to`, or to nobody; how many contents.

    Raises `UsageError` without a reason, for the same person, or if nothing of `person` stands in
    any of them.
    """
    patient_id = _patient_id(case, person)
    answer = () if to is None else (_patient_id(case, to),)
    numbers = orjson.dumps(list(documents)).decode()
    contents = case.store.execute(_CONTENTS, (numbers, person))
    if not contents or not why.strip() or to == person:
        raise _nothing()
    review = Review(case, by)
    offered = (Candidate(person, patient_id, 1.0),)
    for content, path, copies in contents:
        question = Question(QuestionKind.APART, content, path, candidates=offered, copies=copies)
        review.decide(question, answer, why)
    return len(contents)


def _patient_id(case: Case, person: int) -> str:
    return str(case.store.one("SELECT patient_id FROM persons WHERE person = ?", (person,))[0])


def _nothing() -> UsageError:
    return UsageError(
        "people.nothing_apart",
        "Il manque un document de cette personne, un motif, ou l'autre personne est la même.",
        "A document of this person or a reason is missing, or the other person is the same.",
        way_out_fr="Cochez des documents de la fiche et dites pourquoi.",
        way_out_en="Tick documents of the page and say why.",
    )
