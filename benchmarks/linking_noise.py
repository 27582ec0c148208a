"""What papers make of a person: fields left out, slips of the pen, old names, old addresses."""

from dataclasses import dataclass
from random import Random

from tocsin.clinic.patient import Patient
from tocsin.find.fold import fold

_KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Noise:
    """How often a field is said at all, and how often what is said is wrong."""

    given_name: float
    birth_date: float
    sex: float
    address: float
    postal_code: float
    phone: float
    nir: float
    slip: float
    initial: float
    swapped: float
    wrong_date: float
    moved: float


REGISTER = Noise(0.96, 0.8, 0.6, 0.2, 0.4, 0.15, 0.12, 0.05, 0.04, 0.03, 0.04, 0.08)
"""A hospital's files: mostly a name and a birth date, mostly right."""

PAPERS = Noise(0.9, 0.7, 0.7, 0.0, 0.7, 0.0, 0.0, 0.2, 0.08, 0.05, 0.2, 0.15)
"""Records of long ago: no number, every second one damaged."""


def mention_of(rng: Random, noise: Noise, patient: Patient, other: Patient) -> dict[str, str]:
    """How one paper writes `patient`; what is out of date comes from `other`."""
    said = {"other_surname": "", "city": "", **_names(rng, noise, patient)}
    said["birth_date"] = _date(rng, noise, patient) if rng.random() < noise.birth_date else ""
    said["sex"] = patient.sex if rng.random() < noise.sex else ""
    home = other if rng.random() < noise.moved else patient
    said["address"] = home.address if rng.random() < noise.address else ""
    said["postal_code"] = home.postal_code if rng.random() < noise.postal_code else ""
    said["phone"] = home.mobile or home.phone if rng.random() < noise.phone else ""
    number = (patient.nir or patient.insured_nir)[:13]
    number = _slipped(rng, number, "0123456789") if rng.random() < noise.slip else number
    said["nir"] = number if rng.random() < noise.nir else ""
    return said


def _names(rng: Random, noise: Noise, patient: Patient) -> dict[str, str]:
    surname = fold(rng.choice([patient.birth_name, patient.surname]))
    given = fold(patient.first_names if rng.random() < 0.15 else patient.given)
    if rng.random() < noise.slip:
        surname = _slipped(rng, surname, _KEYS)
    if rng.random() < noise.slip:
        given = _slipped(rng, given, _KEYS)
    if rng.random() < noise.initial:
        given = given[0]
    if rng.random() >= noise.given_name:
        given = ""
    if given and rng.random() < noise.swapped:
        surname, given = given, surname
    return {"surname": surname, "given_name": given}


def _date(rng: Random, noise: Noise, patient: Patient) -> str:
    born = patient.birth_date
    if rng.random() >= noise.wrong_date:
        return born.isoformat()
    if born.day <= 12 and rng.random() < 0.4:
        return f"{born.year:04}-{born.day:02}-{born.month:02}"
    if rng.random() < 0.5:
        return f"{born.year + rng.choice((-10, -2, -1, 1, 2, 10)):04}{born:-%m-%d}"
    return f"{born:%Y-%m}-{rng.randint(1, 28):02}"


def _slipped(rng: Random, word: str, keys: str) -> str:
    """One letter wrong, missing, doubled or swapped with the next."""
    if len(word) < 3:
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + rng.choice(keys) + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[: at + 1] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
