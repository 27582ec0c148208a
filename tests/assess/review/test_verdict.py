"""What counts as an answer, and what does not."""

import pytest

from tests.doubtful import FATHER, ODILE, SOLANGE, SON
from tocsin.assess.review.question import Candidate, Question, QuestionKind
from tocsin.assess.review.verdict import answer_of
from tocsin.case import Case
from tocsin.errors import InputError

ONE = Question(QuestionKind.IDENTITY, "c", "d", candidates=(Candidate(2, ODILE, 0.9),))
SET = Question(
    QuestionKind.IDENTITY, "c", "d", candidates=(Candidate(0, FATHER, 0.5), Candidate(1, SON, 0.5))
)
SAMPLE = Question(QuestionKind.SAMPLE, "c", "d")
FACT = Question(
    QuestionKind.FACT, "c", "d", category="health", candidates=(Candidate(2, ODILE, 0.9),)
)


@pytest.mark.parametrize(
    ("question", "word", "persons", "answer"),
    [
        (ONE, "oui", "", (ODILE,)),
        (ONE, "Y", "", (ODILE,)),
        (ONE, "NON", "", ()),
        (ONE, "", SOLANGE, (SOLANGE,)),
        (ONE, "oui", SOLANGE, (SOLANGE,)),
        (SET, "2", "", (SON,)),
        (SET, "aucun", "", ()),
        (SET, "", FATHER, (FATHER,)),
        (FACT, "o", "", (ODILE,)),
        (FACT, "n", "", ()),
        (SAMPLE, "non", "", ()),
        (SAMPLE, "0", "", ()),
        (SAMPLE, "oui", "", ("",)),
        (SAMPLE, "3", f"{SON}; {ODILE}", (SON, ODILE, "")),
        (SAMPLE, "", f"{SON};{SON}", (SON,)),
    ],
)
def test_answers(
    doubtful: Case, question: Question, word: str, persons: str, answer: tuple[str, ...]
) -> None:
    assert answer_of(doubtful.store, question, word, persons) == answer


@pytest.mark.parametrize(
    ("question", "word", "persons"),
    [
        (ONE, "peut-être", ""),
        (ONE, "1", ""),
        (ONE, "", ""),
        (ONE, "non", SOLANGE),
        (SET, "oui", ""),
        (SET, "0", ""),
        (SET, "3", ""),
        (SET, "1, 2", ""),
        (SET, "", f"{SON};{FATHER}"),
        (FACT, "", SOLANGE),
        (SAMPLE, "1", f"{SON};{FATHER}"),
        (SAMPLE, "non", SON),
        (SAMPLE, "?", ""),
    ],
)
def test_no_answers(doubtful: Case, question: Question, word: str, persons: str) -> None:
    with pytest.raises(InputError) as caught:
        answer_of(doubtful.store, question, word, persons)
    assert caught.value.code == "review.no_answer"
