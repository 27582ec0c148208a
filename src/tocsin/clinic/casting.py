"""Who plays which part: patients whose only trace is one hard document, and those easy to find."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from random import Random

from tocsin.clinic.naming import Named
from tocsin.clinic.patient import Patient
from tocsin.clinic.population import Population
from tocsin.clinic.spellings import homonym_open, mail_header
from tocsin.clinic.truth import Difficulty
from tocsin.clinic.ways import SENDER, WAYS

OPEN_GROUP = 4
TRIES = 5
EASY_WEIGHT = 4
"""In papers about people found elsewhere too, plain ways are that much more frequent."""

EASY = (Difficulty.PLAIN, Difficulty.ORDER, Difficulty.NO_ACCENTS)
Suits = Callable[[Population, Patient], bool]


class Casting:
    """Takes patients out of the population, each once, and says how a paper writes them.

    Whoever is taken stands nowhere else: patients whom relatives' papers give away and those whom
    the index records wrongly are never taken. Raises `ValueError` when nobody is left.
    """

    def __init__(self, population: Population, rng: Random) -> None:
        self._population = population
        self._rng = rng
        self._pool = [p for p in population.patients if not p.misrecorded and not p.dependants]
        rng.shuffle(self._pool)
        self._at: dict[Difficulty, int] = {}
        self._parts = _programme(rng)
        self.taken: set[str] = set()

    def next_named(self) -> Named:
        """Somebody new in the next way of a programme that honours the ways' weights."""
        return self.named(next(self._parts))

    def among(self, difficulties: Sequence[Difficulty]) -> Named:
        """Somebody new in one of these ways."""
        weights = [WAYS[difficulty].weight for difficulty in difficulties]
        return self.named(self._rng.choices(difficulties, weights)[0])

    def named(self, difficulty: Difficulty) -> Named:
        """Somebody new written in that way; in the plain way if it suits nobody who is left."""
        patient = self._take(difficulty, WAYS[difficulty].suits)
        if patient is None:
            return WAYS[Difficulty.PLAIN].write(self._rng, self.anyone())
        return WAYS[difficulty].write(self._rng, patient)

    def sender(self) -> Named:
        """Somebody new who wrote a mail."""
        patient = self._take(Difficulty.MAIL_HEADER, SENDER.suits)
        return mail_header(self._rng, patient) if patient else self.named(Difficulty.EMAIL_ONLY)

    def open_homonym(self) -> Named | None:
        """Somebody new who shares a name with a few others and nothing tells which one it is."""
        patient = self._take(Difficulty.HOMONYM_OPEN, _has_few_homonyms)
        if patient is None:
            return None
        others = [p for p in self._population.homonyms(patient) if p is not patient]
        return homonym_open(patient, tuple(others))

    def anyone(self) -> Patient:
        """Somebody new, whoever it is."""
        patient = self._take(Difficulty.PLAIN, WAYS[Difficulty.PLAIN].suits)
        if patient is None:
            raise ValueError("more parts than patients")
        return patient

    def _take(self, difficulty: Difficulty, suits: Suits) -> Patient | None:
        """The next of the pool that suits; each difficulty walks the pool once."""
        for at in range(self._at.get(difficulty, 0), len(self._pool)):
            patient = self._pool[at]
            if patient.patient_id in self.taken or not suits(self._population, patient):
                continue
            if self._population.is_distinct(patient):
                self._at[difficulty] = at + 1
                self.taken.add(patient.patient_id)
                return patient
        self._at[difficulty] = len(self._pool)
        return None


class Extras:
    """Patients found elsewhere too, written in any way that suits them."""

    def __init__(self, population: Population, people: Sequence[Patient], rng: Random) -> None:
        self._population = population
        self._people = [p for p in people if not p.misrecorded]
        self._rng = rng
        self._ways = list(WAYS)
        self._weights = [
            way.weight * (EASY_WEIGHT if difficulty in EASY else 1)
            for difficulty, way in WAYS.items()
        ]

    def named(self, among: Sequence[Difficulty] = ()) -> Named:
        """Somebody, in one of the ways `among` (any, if none is given)."""
        rng = self._rng
        while True:
            patient = rng.choice(self._people)
            if not self._population.is_distinct(patient):
                continue
            for _ in range(TRIES):
                difficulty = (
                    rng.choice(among) if among else rng.choices(self._ways, self._weights)[0]
                )
                if WAYS[difficulty].suits(self._population, patient):
                    return WAYS[difficulty].write(rng, patient)

    def each_way(self) -> Iterator[Named]:
        """Every way once, whom it suits found by looking at many."""
        for way in WAYS.values():
            for patient in self._rng.sample(self._people, min(len(self._people), 5000)):
                fits = way.suits(self._population, patient)
                if fits and self._population.is_distinct(patient):
                    yield way.write(self._rng, patient)
                    break

    def sender(self) -> Named:
        """Somebody who has an e-mail address of their own."""
        while True:
            patient = self._rng.choice(self._people)
            if SENDER.suits(self._population, patient):
                return mail_header(self._rng, patient)


def _programme(rng: Random) -> Iterator[Difficulty]:
    """Every way once, then again and again as often as its weight says, in a shuffled order."""
    once = list(WAYS)
    rng.shuffle(once)
    yield from once
    weighted = [d for d, way in WAYS.items() for _ in range(max(1, round(2 * way.weight)))]
    rng.shuffle(weighted)
    yield from cycle(weighted)


def _has_few_homonyms(population: Population, patient: Patient) -> bool:
    group = population.homonyms(patient)
    return 1 < len(group) <= OPEN_GROUP and all(p.sex == patient.sex for p in group)
