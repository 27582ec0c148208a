"""The whole population of the index: households, homonyms made on purpose, errors of the index."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from tocsin.clinic.chance import stream
from tocsin.clinic.households import (
    Families,
    Kind,
    couple,
    family,
    father_and_son,
    household,
    twins,
)
from tocsin.clinic.patient import Patient
from tocsin.clinic.text import bare

HOMONYM_SHARE = 0.012
MISRECORDED_SHARE = 0.002
FORCED: tuple[Kind, ...] = (twins, father_and_son, family, couple, twins, family, twins, family)
"""Households every clinic has, however small, so that each difficulty has its people."""


@dataclass(frozen=True, slots=True)
class Population:
    """The patients, and who else bears a name."""

    patients: list[Patient]
    by_name: dict[str, list[Patient]]
    by_email: dict[str, list[Patient]]
    families: Families

    def homonyms(self, patient: Patient) -> list[Patient]:
        """Everybody whose name reads like the patient's (the patient among them)."""
        found: dict[str, Patient] = {}
        for name in sorted(patient.bare_names):
            found |= {other.patient_id: other for other in self.by_name[name]}
        return list(found.values())

    def is_alone(self, patient: Patient) -> bool:
        """Whether nobody else bears the patient's name."""
        return len(self.homonyms(patient)) == 1

    def has_own_email(self, patient: Patient) -> bool:
        """Whether the patient has an e-mail address that nobody shares."""
        return bool(patient.email) and len(self.by_email[patient.email]) == 1

    def is_distinct(self, patient: Patient) -> bool:
        """Whether name and birth date together, or with day and month swapped, are one person's."""
        return not any(
            other is not patient
            and sorted((other.birth_date.day, other.birth_date.month, other.birth_date.year))
            == sorted((patient.birth_date.day, patient.birth_date.month, patient.birth_date.year))
            for other in self.homonyms(patient)
        )


def build_population(count: int, seed: int) -> Population:
    """`count` patients, the same for a seed."""
    rng = stream(seed, "population")
    families = Families(seed)
    patients: list[Patient] = []
    for kind in FORCED:
        patients += household(families, rng, kind)
    while len(patients) < count:
        patients += household(families, rng)
    del patients[count:]
    _make_homonyms(rng, patients)
    _misrecord(rng, patients)
    rng.shuffle(patients)
    return Population(patients, *_indexes(patients), families)


def _make_homonyms(rng: Random, patients: list[Patient]) -> None:
    """Give some people the name of another; some of them are born within days of each other."""
    adults = [p for p in patients if not p.is_minor and not p.used_name]
    for _ in range(max(6, round(len(patients) * HOMONYM_SHARE))):
        model, other = rng.sample(adults, 2)
        if model.sex != other.sex or model.household == other.household:
            continue
        other.birth_name, other.first_names = model.birth_name, model.first_names
        if rng.random() < 0.15:
            other.birth_date = model.birth_date + timedelta(days=rng.choice((-9, -2, -1, 1, 3, 10)))
            other.nir = other.ins = ""  # its month would no longer fit


def _misrecord(rng: Random, patients: list[Patient]) -> None:
    """Errors of the index: day and month swapped, a letter wrong, an old address. They stay few."""
    with_number = [p for p in patients if p.nir and not p.is_minor]
    chosen = rng.sample(with_number, max(4, round(len(patients) * MISRECORDED_SHARE)))
    chosen[0].misrecorded = {"birth_date": f"{chosen[0].birth_date.year}-02-30"}
    chosen[1].misrecorded = {"nir": chosen[1].nir.replace(chosen[1].nir[5], "X"), "ins": ""}
    for patient in chosen[2:]:
        born = patient.birth_date
        if born.day <= 12 and born.day != born.month:
            swapped = f"{born.year:04d}-{born.day:02d}-{born.month:02d}"
            patient.misrecorded = {"birth_date": swapped}
        elif rng.random() < 0.5 and len(patient.birth_name) > 5:
            at = rng.randrange(2, len(patient.birth_name) - 1)
            wrong = patient.birth_name[:at] + patient.birth_name[at + 1 :]
            patient.misrecorded = {"birth_name": wrong}
        else:
            patient.misrecorded = {"address": "", "phone": ""}


def _indexes(
    patients: list[Patient],
) -> tuple[dict[str, list[Patient]], dict[str, list[Patient]]]:
    by_name: dict[str, list[Patient]] = defaultdict(list)
    by_email: dict[str, list[Patient]] = defaultdict(list)
    for patient in patients:
        for given_and_surname in sorted(patient.bare_names):
            by_name[given_and_surname].append(patient)
        if patient.email:
            by_email[patient.email].append(patient)
    return by_name, by_email


def stranger_name(patient: Patient) -> str:
    """The name of somebody outside the index, as `unmatched.csv` gives it."""
    return bare(f"{patient.surname} {patient.given}")
