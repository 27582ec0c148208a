"""The recall statement: how many persons with medical data can have been missed, and why.

Every number is kept with the query or the formula that makes it.
"""

from dataclasses import dataclass

from tocsin.assess.recall.bound import RISK, least_recall, most, most_of_groups
from tocsin.assess.recall.decoys import Decoys, latest_decoys
from tocsin.assess.recall.judged import KNOWN_MEDICAL, UNITS, Judged, judge
from tocsin.assess.recall.sample import Sample, latest_sample, population_of
from tocsin.assess.recall.strata import UNITS as STRATA_SQL
from tocsin.assess.recall.strata import UNREAD, Group, units
from tocsin.case import Case, Store
from tocsin.errors import CaseError

KNOWN = (
    "SELECT count(DISTINCT person) FROM standing"
    " WHERE category = 'health' AND confirmed = 1 AND basis != 'review'"
)
TO_REVIEW = (
    "SELECT count(DISTINCT person) FROM standing s WHERE category = 'health' AND confirmed = 0"
    " AND NOT EXISTS (SELECT 1 FROM standing c WHERE c.person = s.person"
    " AND c.category = 'health' AND c.confirmed = 1)"
)
UNREAD_COUNT = f"SELECT count(*) FROM ({UNREAD})"
SAMPLES = "SELECT count(*) FROM recall_samples"
VERDICTS = "SELECT question, answer FROM decisions WHERE kind = 'sample' AND second = 0"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the statement with its source: SQL, or a formula over other numbers."""

    name: str
    fr: str
    en: str
    value: float | int
    source: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything the statement says, before it is put into words."""

    sample: Sample
    judged: Judged
    measures: tuple[Measure, ...]
    unread: tuple[tuple[str, str], ...]
    decoys: Decoys | None = None

    def __getitem__(self, name: str) -> float | int:
        """The value of a measure."""
        return next(measure.value for measure in self.measures if measure.name == name)

    def count(self, name: str) -> int:
        """The value of a measure that counts."""
        return int(self[name])


def state(case: Case) -> Statement:
    """The statement of the sample drawn last.

    Raises `CaseError` if none was drawn, or if other files were read since.
    """
    store = case.store
    sample = latest_sample(store)
    _require_same_files(store, sample)
    judged = judge(store, sample)
    unread = tuple((str(path), str(reason)) for path, reason in store.execute(UNREAD))
    measures = tuple(_measures(store, sample, judged))
    return Statement(sample, judged, measures, unread, latest_decoys(store))


def _require_same_files(store: Store, sample: Sample) -> None:
    if population_of(unit.content for unit in units(store)) != sample.population:
        raise CaseError(
            "recall.stale",
            "D'autres fichiers ont été lus depuis le tirage de l'échantillon.",
            "Other files were read since the sample was drawn.",
            way_out_fr="Tirez un nouvel échantillon : tocsin recall sample ; jugé reste jugé.",
            way_out_en="Draw a new sample: tocsin recall sample; what was judged stays so.",
        )


def _measures(store: Store, sample: Sample, judged: Judged) -> list[Measure]:
    documents = _at_most(judged, persons=False)
    persons = _at_most(judged, persons=True) * judged.most_in_one
    known = store.count(KNOWN)
    population = sum(stratum.units for stratum in sample.strata)
    return [
        Measure("population", "documents distincts mis de côté ou lus", "distinct documents read",
                population, STRATA_SQL),
        Measure("drawn", "tirés au sort", "drawn at random", sample.size, UNITS),
        Measure("judged", "jugés par une personne", "judged by a person", judged.judged, VERDICTS),
        Measure("undecided", "tirés et non jugés (comptés comme oubliés)",
                "drawn and not judged (counted as missed)", judged.undecided, "drawn - judged"),
        Measure("documents_found", "jugés : donnée de santé non signalée",
                "judged: medical data not reported", judged.documents, VERDICTS),
        Measure("persons_found", "… d'une personne signalée nulle part",
                "… of a person reported nowhere", judged.persons, KNOWN_MEDICAL),
        Measure("most_in_one", "personnes dans un même document, au plus",
                "persons in one document, at most", judged.most_in_one, VERDICTS),
        Measure("documents_at_most", "documents oubliés, au plus (95 %)",
                "documents missed, at most (95%)", documents, BOUND),
        Measure("persons_at_most", "personnes oubliées, au plus (95 %)",
                "persons missed, at most (95%)", persons, f"({BOUND}) * most_in_one"),
        Measure("known", "personnes avec données de santé, confirmées",
                "persons with medical data, confirmed", known, KNOWN),
        Measure("to_review", "… en attente d'une décision", "… waiting for a decision",
                store.count(TO_REVIEW), TO_REVIEW),
        Measure("recall", "rappel, au moins (95 %)", "recall, at least (95%)",
                least_recall(known, persons), "known / (known + persons_at_most)"),
        Measure("unread", "documents non lus (jamais comptés comme sans donnée)",
                "documents not read (never counted as empty)", store.count(UNREAD_COUNT),
                UNREAD_COUNT),
        Measure("samples", "échantillons tirés dans cette affaire", "samples drawn in this case",
                store.count(SAMPLES), SAMPLES),
    ]  # fmt: skip


BOUND = (
    "sum over groups g of: found in strata looked at whole"
    " + max(units/drawn) * drawn * ClopperPearson(found, drawn, 0.05/groups)"
)


def _at_most(judged: Judged, *, persons: bool) -> int:
    groups = [
        [o.draw(persons=persons) for o in judged.outcomes if o.stratum.group is group]
        for group in Group
    ]
    return most_of_groups(groups)


def alone(judged: Judged) -> list[int]:
    """For each stratum by itself: at most so many of its documents, with 95 % confidence."""
    return [most([outcome.draw(persons=False)], RISK) for outcome in judged.outcomes]
