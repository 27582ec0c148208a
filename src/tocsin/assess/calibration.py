"""Whether confidence means what it says: how often findings of each confidence are right."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.assess.recall.bound import clopper_pearson
from tocsin.assess.review.decisions import standing
from tocsin.assess.review.question import QuestionKind
from tocsin.case import Store

EDGES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0)
"""Of the bins, closer together where thresholds lie; the last holds 1.0."""

SIDE = 0.025
"""Risk on each side of a 95 % interval."""

_LINKED = """
    SELECT max(probability) FROM mentions m JOIN links USING (mention) JOIN persons USING (person)
    WHERE value_hash = ? AND patient_id = ?
"""
_EXPOSED = """
    SELECT max(confidence) FROM exposures JOIN persons USING (person)
    JOIN documents d USING (document)
    WHERE d.sha256 = ? AND patient_id = ? AND category = ? AND basis != 'review'
"""

Judgement = tuple[float, bool]
"""A confidence, and whether what it was given to is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings with a confidence from `low` to below `high`: how many, and how many are right."""

    low: float
    high: float
    count: int
    right: int
    mean: float

    @property
    def precision(self) -> float:
        """The share that is right."""
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """Clopper and Pearson's 95 % interval of the precision."""
        wrong = self.count - self.right
        return (
            1 - clopper_pearson(wrong, self.count, SIDE),
            clopper_pearson(self.right, self.count, SIDE),
        )


def calibrate(judgements: Iterable[Judgement], edges: Sequence[float] = EDGES) -> list[Bin]:
    """The bins that hold anything, from low to high confidence."""
    held: dict[int, list[Judgement]] = {}
    for judgement in judgements:
        place = min(bisect_right(edges, judgement[0]) - 1, len(edges) - 2)
        held.setdefault(place, []).append(judgement)
    return [
        Bin(
            edges[place],
            edges[place + 1],
            len(some),
            sum(is_right for _, is_right in some),
            sum(confidence for confidence, _ in some) / len(some),
        )
        for place, some in sorted(held.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of confidence and precision, by findings."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.mean - one.precision) for one in bins) / total if total else 0.0


def judged(store: Store) -> list[Judgement]:
    """What first readers decided, against the confidence there was before they did."""
    found: list[Judgement] = []
    for decision in standing(store):
        if not decision.kind.is_asked:
            continue
        for patient_id in decision.offered:
            if decision.kind is QuestionKind.FACT:
                sql, key = _EXPOSED, (decision.content, patient_id, decision.category)
            else:
                sql, key = _LINKED, (decision.passage, patient_id)  # type: ignore[assignment]
            confidence = store.one(sql, key)[0]
            if confidence is not None:
                found.append((float(confidence), patient_id in decision.answer))
    return found
