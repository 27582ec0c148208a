"""The questions that wait, counted once for all readers, and what each reader has answered."""

from collections import Counter

from tocsin.assess.public import (
    Decision,
    Question,
    QuestionKind,
    Rank,
    open_questions,
    sample_questions,
    standing,
    standing_for,
    to_decide,
)
from tocsin.errors import CaseError
from tocsin.export import require_scope
from tocsin.room.opened import reading
from tocsin.room.remembered import Remembered


def _open() -> list[Question]:
    case = reading()
    require_scope(case)
    return to_decide(open_questions(case.store))


QUESTIONS: Remembered[list[Question]] = Remembered(_open, seconds=20.0)
"""Those whose answer changes what somebody is told, the gravest first."""


SAMPLE: Remembered[list[Question]] = Remembered(
    lambda: sample_questions(reading().store), seconds=20.0
)
"""The documents drawn last from what was set aside, in an order that tells no stratum."""


def known() -> list[Question]:
    """Those that are known: none before the files were gone through."""
    try:
        return QUESTIONS.get().value
    except CaseError:
        return []


def first_waiting(after: str = "") -> tuple[Question | None, int]:
    """The next question behind the one of the key `after`, and how many wait.

    Raises `CaseError` if the files were not gone through.
    """
    questions = QUESTIONS.get().value
    start = next((at + 1 for at, q in enumerate(questions) if q.key == after), 0)
    for question in [*questions[start:], *questions[:start]]:
        if question.key != after and not _was_answered(question):
            return question, len(questions)
    return None, 0


def _was_answered(question: Question) -> bool:
    """Whether it was decided since the list was drawn, with those candidates before one's eyes."""
    decision = standing_for(reading().store, question.key)
    return decision is not None and decision.offered == question.offered


def question_of(key: str) -> Question | None:
    """The question of this key: open, or of the sample drawn last."""
    for question in QUESTIONS.get().value:
        if question.key == key:
            return question
    return next((question for question in SAMPLE.get().value if question.key == key), None)


def judged() -> set[str]:
    """The questions of samples that a first reader answered."""
    decisions = standing(reading().store)
    return {d.question for d in decisions if d.kind is QuestionKind.SAMPLE}


def next_drawn(after: str = "") -> Question | None:
    """The next document drawn, behind the one of the key `after`, that nobody has judged."""
    drawn, done = SAMPLE.get().value, judged()
    start = next((at + 1 for at, q in enumerate(drawn) if q.key == after), 0)
    left = (q for q in [*drawn[start:], *drawn[:start]] if q.key not in done and q.key != after)
    return next(left, None)


def by_rank() -> dict[Rank, int]:
    """How many wait of each rank."""
    counts = Counter(question.rank for question in QUESTIONS.get().value)
    return {rank: counts[rank] for rank in Rank if rank is not Rank.NOTHING}


def last_of(reader: str) -> Decision | None:
    """What this reader decided last, if it stands."""
    own = [d for d in standing(reading().store) if d.reader == reader]
    return own[-1] if own else None


def homonyms() -> list[Question]:
    """Questions with several persons to choose from."""
    return [question for question in known() if question.is_set]
