"""How a document writes a person: in a sentence, in a form, in its file name or page header."""

from dataclasses import dataclass
from datetime import date

from tocsin.clinic.patient import Patient
from tocsin.clinic.truth import Certainty, Difficulty, Trace
from tocsin.model.category import Category

CIVIL, NIR, CONTACT = Category.CIVIL_STATUS, Category.NIR, Category.CONTACT
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """How a document writes a person: within a sentence (`phrase`) or in a form (`fields`).

    `categories` is what the writing itself gives away; `file_label` stands in the file's name and
    `header` on top of each page when the person is named there and not in the text.
    """

    patient: Patient
    difficulty: Difficulty
    phrase: str
    fields: Fields
    categories: frozenset[Category] = frozenset({CIVIL})
    certainty: Certainty = Certainty.CONFIRMED
    others: tuple[Patient, ...] = ()
    file_label: str = ""
    header: str = ""

    def traces(
        self, categories: frozenset[Category], difficulty: Difficulty | None = None
    ) -> list[Trace]:
        """The truth of a document that says this of the person besides the name."""
        found = categories | self.categories or frozenset({CIVIL})
        ordered = tuple(c for c in Category if c in found)
        return [
            Trace(person.patient_id, ordered, difficulty or self.difficulty, self.certainty)
            for person in (self.patient, *self.others)
        ]


def french_date(day: date) -> str:
    """`2 mars 1954`, `1er mars 1954`."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def slashed(day: date) -> str:
    """`02/03/1954`."""
    return f"{day:%d/%m/%Y}"


def born(patient: Patient, text: str) -> str:
    """`née le 02/03/1954`."""
    return f"né{feminine_e(patient)} le {text}"


def upper(patient: Patient) -> str:
    """`DUPONT Marie`, name in use."""
    return f"{patient.surname.upper()} {patient.given}"


def feminine_e(patient: Patient) -> str:
    """`e` where the word agrees with a woman."""
    return "e" if patient.sex == "F" else ""


def name_fields(surname: str, given: str, *more: tuple[str, str]) -> Fields:
    """A form's fields: surname, given name, and more."""
    return (("Nom", surname), ("Prénom", given), *more)


def with_birth(patient: Patient, difficulty: Difficulty, name: str, when: str = "") -> Named:
    """A name, however written, with the birth date beside it."""
    when = when or slashed(patient.birth_date)
    fields = (("Patient", name), ("Date de naissance", when))
    return Named(patient, difficulty, f"{name}, {born(patient, when)}", fields)
