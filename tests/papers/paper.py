"""Short papers as hospitals write them, about invented patients, and the truth beside each.

A paper is a file of text with slots (`{a.Nom}`); before a line `---` stands who each slot is:
sex, ages, and `health` if the paper tells something of what that person suffers from or is treated
with, else `person`. Whom the slots mean is drawn from an invented index, the same for a seed.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tocsin.assess import Analyst
from tocsin.clinic.patient import Patient
from tocsin.clinic.population import build_population
from tocsin.match import PatientIndex
from tocsin.model.category import Category
from tocsin.model.finding import DocumentFindings, Exposure
from tocsin.model.person import Person
from tocsin.read import read

HERE = Path(__file__).parent
PATIENTS, SEED = 2_000, 26
_KEY = b"p" * 32


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with its slots filled: who is in it, and of whom it tells health."""

    name: str
    text: str
    persons: frozenset[int]
    ill: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """Of one paper, persons by number: found at all, confirmed, ill and found to be."""

    paper: Paper
    found: frozenset[int]
    confirmed: frozenset[int]
    ill: frozenset[int]
    confirmed_ill: frozenset[int]

    @property
    def missed(self) -> frozenset[int]:
        """Persons who are in the paper and neither confirmed nor to review."""
        return self.paper.persons - self.found

    @property
    def wrong(self) -> frozenset[int]:
        """Persons confirmed who are not in the paper."""
        return self.confirmed - self.paper.persons

    @property
    def missed_ill(self) -> frozenset[int]:
        """Persons found of whose health nothing was."""
        return (self.paper.ill & self.found) - self.ill

    @property
    def wrongly_ill(self) -> frozenset[int]:
        """Persons given health for sure of whom the paper tells none."""
        return self.confirmed_ill - self.paper.ill


def patients() -> list[Patient]:
    """The people of the index."""
    return build_population(PATIENTS, SEED).patients


def index_of(people: Sequence[Patient]) -> PatientIndex:
    """The index of these people, without errors."""
    names = [field.name for field in dataclasses.fields(Person)]
    return PatientIndex([Person(**{n: getattr(p, n) for n in names}) for p in people])


def papers(folder: str, people: Sequence[Patient], seed: int) -> Iterator[Paper]:
    """The papers of a folder, each with people of its own."""
    for path in sorted((HERE / folder).iterdir()):
        yield _filled(path, people, Random(f"{seed} {path.name}"))


def _filled(path: Path, people: Sequence[Patient], rng: Random) -> Paper:
    head, _, text = path.read_text(encoding="utf-8").partition("---\n")
    slots = {}
    persons: dict[int, bool] = {}
    for line in head.splitlines():
        slot, sex, ages, told = line.split()
        number = _drawn(people, sex, ages, rng, taken=persons)
        persons[number] = told == "health"
        slots[slot] = _Slot(people[number])
    ill = frozenset(number for number, told in persons.items() if told)
    return Paper(path.name, text.format(**slots), frozenset(persons), ill)


def _drawn(
    people: Sequence[Patient], sex: str, ages: str, rng: Random, taken: dict[int, bool]
) -> int:
    least, _, most = ages.partition("-")
    fitting = [
        number
        for number, one in enumerate(people)
        if one.sex == sex and int(least) <= one.age <= int(most) and one.deceased_on is None
        and one.mobile and one.nir and one.email and one.address and number not in taken
    ] or [
        number
        for number, one in enumerate(people)
        if one.sex == sex and int(least) <= one.age <= int(most) and number not in taken
    ]  # fmt: skip
    return rng.choice(fitting)


class _Slot:
    """What a paper may say of a person: `{a.Nom}`, `{a.ne}`…"""

    def __init__(self, patient: Patient) -> None:
        self.Nom, self.NOM = patient.surname.title(), patient.surname.upper()
        self.NAISSANCE = patient.birth_name.upper()
        self.Prenom, self.PRENOM = patient.given, patient.given.upper()
        self.ne = f"{patient.birth_date:%d/%m/%Y}"
        self.ne2 = f"{patient.birth_date:%d.%m.%y}"
        self.age, self.sexe = patient.age, patient.sex
        self.ipp, self.nir, self.mail = patient.patient_id, patient.nir, patient.email
        self.tel = patient.mobile or patient.phone
        self.rue, self.cp, self.ville = patient.address, patient.postal_code, patient.city
        self.mme = patient.title


def scored(paper: Paper, analyst: Analyst, folder: Path) -> Score:
    """What Tocsin makes of a paper, from bytes to exposures; `folder` is empty and takes a file."""
    path = folder / paper.name
    path.write_text(paper.text, encoding="utf-8")
    return _score(paper, list(analyst.documents(read(path, f"Partage/{paper.name}"))))


def analyst_of(people: Sequence[Patient]) -> Analyst:
    """An analyst over the index of these people."""
    return Analyst(index_of(people), _KEY)


def _score(paper: Paper, found: list[DocumentFindings]) -> Score:
    exposures = [exposure for one in found for exposure in one.exposures]
    sure = [one for one in exposures if one.confirmed]
    return Score(
        paper,
        _persons(exposures),
        _persons(sure),
        _persons(one for one in exposures if one.category is Category.HEALTH),
        _persons(one for one in sure if one.category is Category.HEALTH),
    )


def _persons(exposures: Iterator[Exposure] | list[Exposure]) -> frozenset[int]:
    return frozenset(exposure.person for exposure in exposures)
