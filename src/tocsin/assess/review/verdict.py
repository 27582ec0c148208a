"""What a reader answers: words, a candidate's number, patient numbers, made into an answer."""

from tocsin.assess.review.decisions import NOT_IN_INDEX
from tocsin.assess.review.question import Question, QuestionKind
from tocsin.case import Store
from tocsin.errors import InputError
from tocsin.find.fold import fold

YES = frozenset({"OUI", "O", "YES", "Y", "VRAI", "TRUE"})
NO = frozenset({"NON", "N", "NO", "FAUX", "FALSE", "AUCUN", "NONE"})


def answer_of(store: Store, question: Question, word: str, persons: str = "") -> tuple[str, ...]:
    """The answer that `word` (yes, no, or a candidate's number from 1) and `persons` make.

    `persons` are patient numbers joined by `;`, for somebody who was not offered. Raises
    `InputError` if that is no answer to the question.
    """
    said, named = fold(word).strip(), _patients(store, persons)
    if said in NO and not named:
        return ()
    if question.kind is QuestionKind.SAMPLE:
        return _of_sample(said, named)
    if question.kind is QuestionKind.IDENTITY and len(named) == 1 and said in YES | {""}:
        return named
    if said in YES and not named and not question.is_set:
        return question.offered
    if question.is_set and said.isdecimal() and 0 < int(said) <= len(question.offered):
        return (question.offered[int(said) - 1],)
    raise _no_answer()


def _of_sample(said: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """Whom the document speaks of, or how many if they are unknown."""
    if said in YES or (named and not said):
        return named or (NOT_IN_INDEX,)
    if said.isdecimal() and int(said) >= max(len(named), 1):
        return named + (NOT_IN_INDEX,) * (int(said) - len(named))
    if said == "0" and not named:
        return ()
    raise _no_answer()


def _patients(store: Store, text: str) -> tuple[str, ...]:
    """Patient numbers of the index. Raises `InputError` for one that it has not."""
    named = tuple(dict.fromkeys(word.strip() for word in text.split(";") if word.strip()))
    for patient_id in named:
        if not store.execute("SELECT 1 FROM persons WHERE patient_id = ?", (patient_id,)):
            raise InputError(
                "review.unknown_patient",
                "Ce numéro de patient n'est pas dans l'index.",
                "This patient number is not in the index.",
                way_out_fr="Reprenez le numéro tel qu'il est dans l'index des patients.",
                way_out_en="Give the number as it stands in the patient index.",
            )
    return named


def _no_answer() -> InputError:
    return InputError(
        "review.no_answer",
        "Ce n'est pas une réponse à cette question.",
        "This is no answer to this question.",
        way_out_fr="Répondez oui, non ou le numéro d'un candidat ; ou donnez un numéro de patient.",
        way_out_en="Answer yes, no, or a candidate's number; or give a patient number.",
    )
