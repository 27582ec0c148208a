"""Which ways of writing there are, whom each suits, and how often it is used."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tocsin.clinic import spellings as spelling
from tocsin.clinic.naming import Named
from tocsin.clinic.patient import Patient
from tocsin.clinic.population import Population
from tocsin.clinic.truth import Difficulty


@dataclass(frozen=True, slots=True)
class Way:
    """A way of writing, whom it suits, and how often it is used."""

    write: Callable[[Random, Patient], Named]
    suits: Callable[[Population, Patient], bool]
    weight: float = 1.0


def _renamed(_: Population, patient: Patient) -> bool:
    return patient.used_name not in ("", patient.birth_name)


def _has_number(_: Population, patient: Patient) -> bool:
    return bool(patient.nir) and patient.dependants == 0


def _anyone(_population: Population, _patient: Patient) -> bool:
    return True


def _known_alone(population: Population, patient: Patient) -> bool:
    return population.is_alone(patient)


WAYS: dict[Difficulty, Way] = {
    Difficulty.PLAIN: Way(spelling.plain, _anyone, 5),
    Difficulty.ORDER: Way(spelling.order, _anyone, 3),
    Difficulty.LOWER_CASE: Way(spelling.lower_case, _anyone, 1.5),
    Difficulty.NO_ACCENTS: Way(spelling.no_accents, lambda _, p: p.has_accents, 1.5),
    Difficulty.MARRIED: Way(spelling.married, _renamed, 3),
    Difficulty.USED_NAME: Way(spelling.used_name, _renamed, 1.5),
    Difficulty.BIRTH_NAME: Way(spelling.birth_name, _renamed, 1.5),
    Difficulty.INITIAL: Way(spelling.initial, lambda _, p: not p.twin and "-" not in p.given, 1),
    Difficulty.GIVEN_NAMES: Way(spelling.several_given, lambda _, p: " " in p.first_names, 1.5),
    Difficulty.TRUNCATED: Way(
        spelling.truncated, lambda _, p: len(p.surname) > 8 and not p.twin, 1.5
    ),
    Difficulty.LINE_BREAK: Way(spelling.line_break, _anyone, 1.5),
    Difficulty.CELLS: Way(spelling.cells, _anyone, 2),
    Difficulty.DATE_STYLE: Way(spelling.date_style, _anyone, 2),
    Difficulty.NIR_SPELLING: Way(spelling.nir_spelling, _has_number, 2),
    Difficulty.NIR_NO_KEY: Way(spelling.nir_no_key, _has_number, 1),
    Difficulty.NIR_WRONG_KEY: Way(spelling.nir_wrong_key, _has_number, 1),
    Difficulty.NIR_ONLY: Way(spelling.nir_only, _has_number, 1),
    Difficulty.TYPO: Way(
        spelling.typo, lambda _, p: len(p.surname) > 6 and p.surname.isalpha(), 1.5
    ),
    Difficulty.FILE_NAME: Way(spelling.file_name, _anyone, 2),
    Difficulty.PAGE_HEADER: Way(spelling.page_header, _anyone, 1),
    Difficulty.PATIENT_ID_ONLY: Way(spelling.patient_id_only, _anyone, 2),
    Difficulty.EMAIL_ONLY: Way(spelling.email_only, Population.has_own_email, 1.5),
    Difficulty.PHONE: Way(
        spelling.phone, lambda pop, p: pop.is_alone(p) and bool(p.mobile or p.phone), 1
    ),
    Difficulty.ADDRESS: Way(spelling.address, _known_alone, 1),
    Difficulty.HOMONYM: Way(spelling.homonym, lambda pop, p: not pop.is_alone(p), 2),
    Difficulty.TWIN: Way(spelling.twin, lambda _, p: p.twin, 1),
    Difficulty.INSURED_NIR: Way(spelling.insured_nir, lambda _, p: bool(p.insured_nir), 1.5),
    Difficulty.AGE: Way(spelling.age, lambda pop, p: pop.is_alone(p) and not p.is_minor, 0.5),
    Difficulty.BARE_NAME: Way(spelling.bare_name, _known_alone, 0.5),
    Difficulty.SWAPPED_DATE: Way(
        spelling.swapped_date,
        lambda pop, p: (
            pop.is_alone(p) and p.birth_date.day <= 12 and p.birth_date.day != p.birth_date.month
        ),
        0.4,
    ),
}
"""Every way a paper may write a person, but `homonym_open`, which needs its group, and scans."""

SENDER = Way(spelling.mail_header, Population.has_own_email)
"""How the writer of a mail is named."""
