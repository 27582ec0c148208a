"""How many were missed, estimated, and how much that hangs on single families of files.

One sheet yields thousands of correlated hits, and one odd folder all the misses. The estimate
counts each miss with the units its draw stands for (D. G. Horvitz and D. J. Thompson, Journal of
the American Statistical Association 47(260), 1952, 663-685). The intervals draw whole clusters
anew, with replacement (B. Efron, Annals of Statistics 7(1), 1979, 1-26; for clusters C. A. Field
and A. H. Welsh, Journal of the Royal Statistical Society B 69(3), 2007, 369-390): file families,
since what fails together lies together, and persons, since one may be missed in many documents.

They describe a sample in which something was found. Where nothing was, they are zero and prove
nothing: the exact limit of `bound` speaks there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

RESAMPLES = 1_000
SIDE = 0.025
"""Risk on each side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A judged document in which somebody was missed.

    `weight` is the number of units its draw stands for, `persons` whom it shows that no other
    document did: patient numbers, "" for somebody unknown to the index.
    """

    family: str
    weight: float
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval from resampling."""

    value: float
    low: float
    high: float


def documents_by_family(misses: Sequence[Miss], families: int, seed: str) -> Estimate:
    """Documents missed, with the interval over the `families` that were drawn."""
    by_family: dict[str, float] = defaultdict(float)
    for miss in misses:
        by_family[miss.family] += miss.weight
    return _resampled(by_family.values(), families, seed)


def persons_by_family(misses: Sequence[Miss], families: int, seed: str) -> Estimate:
    """Persons missed: a person whom several draws show counts once, shared among their families."""
    by_family: dict[str, float] = defaultdict(float)
    for family, _, weight in _shares(misses):
        by_family[family] += weight
    return _resampled(by_family.values(), families, seed)


def persons_by_person(misses: Sequence[Miss], seed: str) -> Estimate:
    """The same with the interval over the persons found missed."""
    by_person: dict[str, float] = defaultdict(float)
    for _, person, weight in _shares(misses):
        by_person[person] += weight
    return _resampled(by_person.values(), len(by_person), seed)


def _shares(misses: Sequence[Miss]) -> Iterable[tuple[str, str, float]]:
    """Family, person and weight of each showing; somebody unknown is another each time."""
    shown = Counter(person for miss in misses for person in miss.persons if person)
    for number, miss in enumerate(misses):
        for place, person in enumerate(miss.persons):
            name = person or f"unknown {number}.{place}"
            yield miss.family, name, miss.weight / shown.get(person, 1)


def _resampled(totals: Iterable[float], clusters: int, seed: str) -> Estimate:
    """The sum of the clusters' totals, and the middle 95 % of sums of as many drawn anew."""
    held = sorted(totals)
    drawable = [*held, *[0.0] * (clusters - len(held))]
    if not held:
        return Estimate(0.0, 0.0, 0.0)
    random = Random(seed)  # noqa: S311 - repeatable, nothing is kept secret by it
    sums = sorted(sum(random.choices(drawable, k=len(drawable))) for _ in range(RESAMPLES))
    cut = int(RESAMPLES * SIDE)
    return Estimate(sum(held), sums[cut], sums[-1 - cut])
