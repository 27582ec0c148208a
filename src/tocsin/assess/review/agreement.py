"""How far two readers agree: percent, and Cohen's kappa.

κ = (p_o − p_e) / (1 − p_e), p_o the share of equal answers, p_e the share expected by chance from
each reader's own frequencies: J. Cohen, "A Coefficient of Agreement for Nominal Scales",
Educational and Psychological Measurement 20(1), 1960, 37-46.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.assess.review.asked import answered_questions
from tocsin.assess.review.decisions import Decision, standing
from tocsin.assess.review.order import drawn
from tocsin.assess.review.question import Question
from tocsin.case import Case, Store


@dataclass(frozen=True, slots=True)
class Agreement:
    """Answers of two readers to the same questions. `kappa` is None where it is not defined."""

    questions: int
    equal: int
    kappa: float | None
    disagreed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Equal answers among all, 1 if there are none."""
        return self.equal / self.questions if self.questions else 1.0


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Kappa of pairs of labels; None without pairs, or if chance alone explains all (p_e = 1)."""
    if not pairs:
        return None
    count = len(pairs)
    observed = sum(first == second for first, second in pairs) / count
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(firsts[label] * seconds[label] for label in firsts) / count**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def agreement(store: Store) -> Agreement:
    """Of all questions that a second reader answered too."""
    second = {decision.question: decision for decision in standing(store, second=True)}
    both = [(d, second[d.question]) for d in standing(store) if d.question in second]
    return _agreement(both)


def _agreement(both: Iterable[tuple[Decision, Decision]]) -> Agreement:
    pairs, disagreed = [], []
    for first, second in both:
        pairs.append((first.label, second.label))
        if first.label != second.label:
            disagreed.append(first.question)
    equal = len(pairs) - len(disagreed)
    return Agreement(len(pairs), equal, cohens_kappa(pairs), tuple(disagreed))


def second_sample(case: Case, size: int) -> list[Question]:
    """`size` answered questions for a second reader, drawn at random: the same for the same case.

    What was answered a second time keeps its place, so a larger sample holds the smaller one.
    """
    questions = {question.key: question for _, question in answered_questions(case.store)}
    return [questions[key] for key in drawn(case, "second reader", questions)[:size]]
