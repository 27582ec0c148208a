"""Deciding: one transaction keeps the answer, applies it, sums up whom it touches, journals it."""

from collections.abc import Iterable

from tocsin.assess.affected import settle_persons
from tocsin.assess.review import decisions
from tocsin.assess.review.decisions import Decision
from tocsin.assess.review.question import Question
from tocsin.assess.review.rulings import replay_on
from tocsin.case import Case
from tocsin.errors import UsageError


class Review:
    """The decisions of one reader. A second reader's are kept and change nothing.

    Raises `UsageError` without a name.
    """

    def __init__(self, case: Case, reader: str, *, second: bool = False) -> None:
        self._case = case
        self._store = case.store
        self._reader = " ".join(reader.split())
        self._second = second
        if not self._reader:
            raise UsageError(
                "review.reader",
                "Une décision porte le nom de qui la prend.",
                "A decision bears the name of who takes it.",
                way_out_fr="Donnez votre nom : --by NOM.",
                way_out_en="Give your name: --by NAME.",
            )

    @property
    def is_second(self) -> bool:
        """Whether these are a second reader's."""
        return self._second

    def decide(self, question: Question, answer: tuple[str, ...], reason: str = "") -> bool:
        """Keep and apply an answer; False if it was already so.

        Raises `UsageError` if a second reader was the first as well.
        """
        known = decisions.standing_for(self._store, question.key, second=self._second)
        if known and known.answer == answer and known.offered == question.offered:
            return False
        self._require_another(question)
        with self._store.transaction():
            number = decisions.record(
                self._store, question, answer, self._reader, reason, second=self._second
            )
            self._apply(question.content)
            self._case.journal("review.decided", decision=number, question=question.key)
        return True

    def undo(self, decision: Decision, reason: str = "") -> None:
        """Take a decision back: what it changed is as before."""
        with self._store.transaction():
            number = decisions.undo(self._store, decision, self._reader, reason)
            self._apply(decision.content)
            self._case.journal("review.undone", decision=number, undoes=decision.number)

    def _apply(self, content: str) -> None:
        if not self._second:
            settle_persons(self._store, replay_on(self._store, content))

    def _require_another(self, question: Question) -> None:
        first = decisions.standing_for(self._store, question.key) if self._second else None
        if first and first.reader.casefold() == self._reader.casefold():
            raise UsageError(
                "review.same_reader",
                "Le second lecteur doit être une autre personne que le premier.",
                "The second reader must be another person than the first.",
                way_out_fr="Faites relire par quelqu'un d'autre : --second --by AUTRE.",
                way_out_en="Have somebody else read it: --second --by ANOTHER.",
            )


def by_key(questions: Iterable[Question]) -> dict[str, Question]:
    """Questions by their identifier."""
    return {question.key: question for question in questions}
