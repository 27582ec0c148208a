"""A sample as people judged it: what each stratum showed, at the depth of documents and persons."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from tocsin.assess.recall.bound import Draw
from tocsin.assess.recall.resample import Miss
from tocsin.assess.recall.sample import Sample, Stratum
from tocsin.assess.review.decisions import NOT_IN_INDEX, Decision, standing
from tocsin.assess.review.question import Question, QuestionKind
from tocsin.case import Store

UNITS = "SELECT content, stratum, family FROM recall_units WHERE sample = ? ORDER BY content"
KNOWN_MEDICAL = (
    "SELECT 1 FROM standing JOIN persons USING (person)"
    " WHERE patient_id = ? AND category = 'health' AND basis != 'review' LIMIT 1"
)
"""Whether somebody's medical data is known from a document, without what a sample showed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the draws of one stratum showed.

    `documents` are those with medical data of somebody not reported there; `persons` those of
    them whose somebody is reported nowhere. What nobody judged is `undecided`: it counts as a
    miss, never as none.
    """

    stratum: Stratum
    judged: int
    documents: int
    persons: int

    @property
    def undecided(self) -> int:
        """Drawn and not judged."""
        return self.stratum.drawn - self.judged

    def draw(self, *, persons: bool) -> Draw:
        """For the bound, at the depth of persons or of documents."""
        found = (self.persons if persons else self.documents) + self.undecided
        return Draw(self.stratum.units, self.stratum.drawn, found)


@dataclass(frozen=True, slots=True)
class Judged:
    """A whole sample, judged as far as it is.

    `most_in_one` is the highest number of persons missed in one document (at least 1), `families`
    the file families drawn, `misses` the documents in which something was missed, `named` the
    patients whom the sample brought to light.
    """

    outcomes: tuple[Outcome, ...]
    most_in_one: int
    families: int
    misses: tuple[Miss, ...]
    named: tuple[str, ...]

    @property
    def families_with_misses(self) -> int:
        """File families in which something was missed."""
        return len({miss.family for miss in self.misses})

    @property
    def judged(self) -> int:
        """Units judged."""
        return sum(outcome.judged for outcome in self.outcomes)

    @property
    def undecided(self) -> int:
        """Units drawn and not judged."""
        return sum(outcome.undecided for outcome in self.outcomes)

    @property
    def documents(self) -> int:
        """Documents in which somebody was missed."""
        return sum(outcome.documents for outcome in self.outcomes)

    @property
    def persons(self) -> int:
        """Documents with somebody who is reported nowhere."""
        return sum(outcome.persons for outcome in self.outcomes)


def judge(store: Store, sample: Sample) -> Judged:
    """What people said of the units of `sample`."""
    verdicts = {d.question: d for d in standing(store) if d.kind is QuestionKind.SAMPLE}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    weights = {s.name: s.units / s.drawn for s in sample.strata if s.drawn}
    families: set[str] = set()
    misses: list[Miss] = []
    most = 1
    for content, stratum, family in store.execute(UNITS, (sample.number,)):
        families.add(family)
        decision = verdicts.get(Question(QuestionKind.SAMPLE, content, "").key)
        if decision is None:
            continue
        unknown = _reported_nowhere(store, decision)
        counts[stratum].update(judged=1, documents=int(decision.is_yes), persons=int(bool(unknown)))
        if decision.is_yes:
            misses.append(Miss(family, weights[stratum], tuple(unknown)))
            most = max(most, len(decision.answer))
    outcomes = tuple(_outcome(stratum, counts[stratum.name]) for stratum in sample.strata)
    named = {person for miss in misses for person in miss.persons} - {NOT_IN_INDEX}
    return Judged(outcomes, most, len(families), tuple(misses), tuple(sorted(named)))


def _outcome(stratum: Stratum, counts: Counter[str]) -> Outcome:
    return Outcome(stratum, counts["judged"], counts["documents"], counts["persons"])


def _reported_nowhere(store: Store, decision: Decision) -> list[str]:
    """Whom no other document showed with medical data: those unknown to the index among them."""
    return [
        patient_id
        for patient_id in decision.answer
        if patient_id == NOT_IN_INDEX or not store.execute(KNOWN_MEDICAL, (patient_id,))
    ]
