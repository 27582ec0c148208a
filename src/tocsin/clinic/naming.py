"""The hard ways of writing a person: each is a function from a patient to how the paper says it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from tocsin.clinic.nir import spaced, with_wrong_key
from tocsin.clinic.patient import Patient
from tocsin.clinic.population import Population
from tocsin.clinic.text import without_accents
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
TRUNCATED_SURNAME, TRUNCATED_GIVEN = 7, 4

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
    return f"né{_e(patient)} le {text}"


def upper(patient: Patient) -> str:
    """`DUPONT Marie`, name in use."""
    return f"{patient.surname.upper()} {patient.given}"


def _e(patient: Patient) -> str:
    return "e" if patient.sex == "F" else ""


def _fields(surname: str, given: str, *more: tuple[str, str]) -> Fields:
    return (("Nom", surname), ("Prénom", given), *more)


def _with_birth(patient: Patient, difficulty: Difficulty, name: str, when: str = "") -> Named:
    when = when or slashed(patient.birth_date)
    fields = (("Patient", name), ("Date de naissance", when))
    return Named(patient, difficulty, f"{name}, {born(patient, when)}", fields)


def plain(rng: Random, patient: Patient) -> Named:
    """`Mme DUPONT Marie, née le 02/03/1954`."""
    when = slashed(patient.birth_date)
    name = f"{patient.title} {upper(patient)}"
    fields = _fields(patient.surname.upper(), patient.given, ("Né(e) le", when))
    joint = rng.choice((", ", " "))
    return Named(patient, Difficulty.PLAIN, f"{name}{joint}{born(patient, when)}", fields)


def order(rng: Random, patient: Patient) -> Named:
    """`Marie Dupont, née le 2 mars 1954`."""
    name = rng.choice((f"{patient.given} {patient.surname}", f"{patient.given} {patient.surname}"))
    return _with_birth(patient, Difficulty.ORDER, name, french_date(patient.birth_date))


def lower_case(_rng: Random, patient: Patient) -> Named:
    """`marie dupont née le 2/3/1954`."""
    born_on = patient.birth_date
    name = f"{patient.given} {patient.surname}".lower()
    when = f"{born_on.day}/{born_on.month}/{born_on.year}"
    fields = (("nom prenom", name), ("ne(e) le", when))
    return Named(patient, Difficulty.LOWER_CASE, f"{name} {born(patient, when)}", fields)


def no_accents(_rng: Random, patient: Patient) -> Named:
    """`Mme LEFEVRE HELENE née le …`, for names that have accents."""
    name = without_accents(f"{patient.title} {patient.surname} {patient.given}".upper())
    name = name.replace("MME", "Mme")
    return _with_birth(patient, Difficulty.NO_ACCENTS, name)


def married(rng: Random, patient: Patient) -> Named:
    """`Mme DUPONT née MARTIN Marie` or `MARTIN épouse DUPONT Marie`."""
    birth, used = patient.birth_name.upper(), patient.used_name.upper()
    name = rng.choice(
        (
            f"Mme {used} née {birth} {patient.given}",
            f"{birth} ép. {used} {patient.given}",
            f"{birth} épouse {used}, {patient.given}",
            f"{patient.given} {used} (née {birth})",
        )
    )
    when = slashed(patient.birth_date)
    fields = (
        ("Nom de naissance", birth),
        ("Nom d'usage", used),
        ("Prénom", patient.given),
        ("Date de naissance", when),
    )
    return Named(patient, Difficulty.MARRIED, f"{name}, {born(patient, when)}", fields)


def used_name(_rng: Random, patient: Patient) -> Named:
    """Only the married name."""
    name = f"{patient.title} {patient.used_name.upper()} {patient.given}"
    return _with_birth(patient, Difficulty.USED_NAME, name)


def birth_name(_rng: Random, patient: Patient) -> Named:
    """Only the birth name of somebody who uses another."""
    name = f"{patient.birth_name.upper()} {patient.given}"
    return _with_birth(patient, Difficulty.BIRTH_NAME, name)


def initial(_rng: Random, patient: Patient) -> Named:
    """`M. DUPONT J., né le …`."""
    name = f"{patient.title} {patient.surname.upper()} {patient.given[0]}."
    return _with_birth(patient, Difficulty.INITIAL, name)


def several_given(rng: Random, patient: Patient) -> Named:
    """All given names, in the order of the register."""
    names = patient.first_names.replace(" ", rng.choice((" ", ", ")))
    name = f"{patient.title} {patient.surname.upper()} {names}"
    return _with_birth(patient, Difficulty.GIVEN_NAMES, name)


def truncated(_rng: Random, patient: Patient) -> Named:
    """Name cut by the width of a column: `VALANCO Mari`."""
    surname = patient.surname.upper()[:TRUNCATED_SURNAME].strip()
    given = patient.given[:TRUNCATED_GIVEN]
    when = slashed(patient.birth_date)
    fields = _fields(surname, given, ("Né(e) le", when))
    return Named(patient, Difficulty.TRUNCATED, f"{surname} {given} {when}", fields)


def line_break(rng: Random, patient: Patient) -> Named:
    """Surname at the end of a line, given name on the next."""
    when = slashed(patient.birth_date)
    first, second = patient.surname.upper(), patient.given
    if rng.random() < 0.5:
        first, second = patient.given, patient.surname.upper()
    name = f"{patient.title} {first}\n{second}"
    return _with_birth(patient, Difficulty.LINE_BREAK, name, when)


def cells(_rng: Random, patient: Patient) -> Named:
    """Each part in a cell of its own."""
    when = slashed(patient.birth_date)
    fields = (
        ("Nom d'usage", patient.surname.upper()),
        ("Prénoms", patient.given),
        ("Sexe", patient.sex),
        ("Né(e) le", when),
    )
    phrase = f"Nom : {patient.surname.upper()} - Prénom : {patient.given} - Né(e) le : {when}"
    return Named(patient, Difficulty.CELLS, phrase, fields)


def date_style(rng: Random, patient: Patient) -> Named:
    """A birth date in one of the rarer styles."""
    day = patient.birth_date
    styles = [f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}", french_date(day).upper()]
    if 1930 <= day.year < 2000:
        styles += [f"{day:%d/%m/%y}", f"{day:%d.%m.%y}"]
    return _with_birth(
        patient, Difficulty.DATE_STYLE, f"{patient.title} {upper(patient)}", rng.choice(styles)
    )


def _with_number(patient: Patient, difficulty: Difficulty, number: str) -> Named:
    name = f"{patient.title} {upper(patient)}"
    fields = _fields(patient.surname.upper(), patient.given, ("N° de sécurité sociale", number))
    phrase = f"{name} (n° de sécurité sociale {number})"
    return Named(patient, difficulty, phrase, fields, frozenset({CIVIL, NIR}))


def nir_spelling(rng: Random, patient: Patient) -> Named:
    """The number with spaces or dots beside the name."""
    number = spaced(patient.nir, rng.choice((" ", ".", " ", "-")))
    return _with_number(patient, Difficulty.NIR_SPELLING, number)


def nir_no_key(rng: Random, patient: Patient) -> Named:
    """The number without its key."""
    body = patient.nir[:13]
    return _with_number(patient, Difficulty.NIR_NO_KEY, rng.choice((body, spaced(body))))


def nir_wrong_key(rng: Random, patient: Patient) -> Named:
    """The number with a wrong key."""
    number = with_wrong_key(patient.nir)
    return _with_number(patient, Difficulty.NIR_WRONG_KEY, rng.choice((number, spaced(number))))


def nir_only(rng: Random, patient: Patient) -> Named:
    """The number and no name."""
    number = rng.choice((patient.nir, spaced(patient.nir)))
    phrase = f"l'assuré{_e(patient)} n° {number}"
    return Named(patient, Difficulty.NIR_ONLY, phrase, (("N° d'assuré", number),), frozenset({NIR}))


def typo(rng: Random, patient: Patient) -> Named:
    """One letter of the surname wrong; a number or the birth date beside it."""
    name = _mistyped(rng, patient.surname)
    when = slashed(patient.birth_date)
    fields = _fields(name.upper(), patient.given, ("Né(e) le", when))
    phrase = f"{patient.title} {name.upper()} {patient.given}, {born(patient, when)}"
    return Named(patient, Difficulty.TYPO, phrase, fields)


def _mistyped(rng: Random, name: str) -> str:
    wrong = name
    while wrong == name:
        wrong = _one_slip(rng, name)
    return wrong


def _one_slip(rng: Random, name: str) -> str:
    at = rng.randrange(1, len(name) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    return name[:at] + rng.choice("aeinrst") + name[at + 1 :]


def file_name(rng: Random, patient: Patient) -> Named:
    """Named in the file's name only."""
    surname = patient.surname.upper().replace(" ", "-")
    when = rng.choice((f"{patient.birth_date:%d-%m-%Y}", f"{patient.birth_date:%d%m%Y}"))
    label = rng.choice(
        (
            f"{surname}_{patient.given}_né{_e(patient)}_{when}",
            f"{surname} {patient.given} {when}",
            f"{surname}_{patient.given}_IPP_{patient.patient_id}",
        )
    )
    phrase = "la personne concernée"
    return Named(patient, Difficulty.FILE_NAME, phrase, (), file_label=label)


def page_header(_rng: Random, patient: Patient) -> Named:
    """Named in the running header only."""
    when = slashed(patient.birth_date)
    header = f"{upper(patient)} - {born(patient, when)} - IPP {patient.patient_id}"
    phrase = "la personne citée en tête"
    return Named(patient, Difficulty.PAGE_HEADER, phrase, (), header=header)


def patient_id_only(rng: Random, patient: Patient) -> Named:
    """Only the hospital's number for the patient."""
    label = rng.choice(("IPP", "IPP :", "dossier n°", "n° de dossier patient"))
    phrase = f"la personne ({label} {patient.patient_id})"
    fields = (("IPP", patient.patient_id),)
    return Named(patient, Difficulty.PATIENT_ID_ONLY, phrase, fields, frozenset())


def email_only(_rng: Random, patient: Patient) -> Named:
    """Only an e-mail address."""
    phrase = f"la personne à l'adresse {patient.email}"
    fields = (("Courriel", patient.email),)
    return Named(patient, Difficulty.EMAIL_ONLY, phrase, fields, frozenset({CONTACT}))


def phone(_rng: Random, patient: Patient) -> Named:
    """Name and telephone."""
    number = patient.mobile or patient.phone
    phrase = f"{patient.title} {upper(patient)}, joignable au {number}"
    fields = _fields(patient.surname.upper(), patient.given, ("Téléphone", number))
    return Named(patient, Difficulty.PHONE, phrase, fields, frozenset({CIVIL, CONTACT}))


def address(_rng: Random, patient: Patient) -> Named:
    """Name and postal address."""
    where = f"{patient.address}, {patient.postal_code} {patient.city}"
    phrase = f"{patient.title} {upper(patient)}, demeurant {where},"
    fields = _fields(patient.surname.upper(), patient.given, ("Adresse", where))
    return Named(patient, Difficulty.ADDRESS, phrase, fields, frozenset({CIVIL, CONTACT}))


def homonym(rng: Random, patient: Patient) -> Named:
    """Somebody whose name others bear; the birth date tells them apart."""
    named = plain(rng, patient)
    return Named(patient, Difficulty.HOMONYM, named.phrase, named.fields)


def twin(rng: Random, patient: Patient) -> Named:
    """A twin: surname and birth date are the other's too."""
    named = plain(rng, patient)
    return Named(patient, Difficulty.TWIN, named.phrase, named.fields)


def insured_nir(rng: Random, patient: Patient) -> Named:
    """A child with the number of a parent."""
    number = rng.choice((patient.insured_nir, spaced(patient.insured_nir)))
    more: Fields = (("N° de l'assuré", number),)
    phrase = f"l'enfant {upper(patient)}, n° d'assuré {number}"
    if rng.random() < 0.5:
        when = slashed(patient.birth_date)
        phrase, more = f"{phrase}, {born(patient, when)}", (("Né(e) le", when), *more)
    fields = _fields(patient.surname.upper(), patient.given, *more)
    return Named(patient, Difficulty.INSURED_NIR, phrase, fields, frozenset({CIVIL, NIR}))


def age(_rng: Random, patient: Patient) -> Named:
    """Name and age, borne by one person only."""
    name = f"{patient.title} {upper(patient)}"
    fields = (("Patient", name), ("Âge", f"{patient.age} ans"))
    phrase = f"{name}, {patient.age} ans"
    return Named(patient, Difficulty.AGE, phrase, fields, certainty=Certainty.EITHER)


def bare_name(rng: Random, patient: Patient) -> Named:
    """Nothing but a name, borne by one person only."""
    name = rng.choice((f"{patient.title} {upper(patient)}", f"{patient.given} {patient.surname}"))
    fields = _fields(patient.surname.upper(), patient.given)
    return Named(patient, Difficulty.BARE_NAME, name, fields, certainty=Certainty.EITHER)


def swapped_date(_rng: Random, patient: Patient) -> Named:
    """Day and month of birth exchanged."""
    day = patient.birth_date
    when = f"{day.month:02d}/{day.day:02d}/{day.year}"
    name = f"{patient.title} {upper(patient)}"
    fields = _fields(patient.surname.upper(), patient.given, ("Né(e) le", when))
    phrase = f"{name}, {born(patient, when)}"
    return Named(patient, Difficulty.SWAPPED_DATE, phrase, fields, certainty=Certainty.EITHER)


def mail_header(_rng: Random, patient: Patient) -> Named:
    """The sender of a mail, in its headers only."""
    return Named(patient, Difficulty.MAIL_HEADER, "", (), frozenset({CIVIL, CONTACT}))


def homonym_open(patient: Patient, others: tuple[Patient, ...]) -> Named:
    """A name that several bear, and nothing that tells them apart."""
    name = f"{patient.title} {upper(patient)}"
    fields = _fields(patient.surname.upper(), patient.given)
    return Named(
        patient,
        Difficulty.HOMONYM_OPEN,
        name,
        fields,
        certainty=Certainty.TO_REVIEW,
        others=others,
    )


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
    Difficulty.PLAIN: Way(plain, _anyone, 5),
    Difficulty.ORDER: Way(order, _anyone, 3),
    Difficulty.LOWER_CASE: Way(lower_case, _anyone, 1.5),
    Difficulty.NO_ACCENTS: Way(no_accents, lambda _, p: p.has_accents, 1.5),
    Difficulty.MARRIED: Way(married, _renamed, 3),
    Difficulty.USED_NAME: Way(used_name, _renamed, 1.5),
    Difficulty.BIRTH_NAME: Way(birth_name, _renamed, 1.5),
    Difficulty.INITIAL: Way(initial, lambda _, p: not p.twin and "-" not in p.given, 1),
    Difficulty.GIVEN_NAMES: Way(several_given, lambda _, p: " " in p.first_names, 1.5),
    Difficulty.TRUNCATED: Way(truncated, lambda _, p: len(p.surname) > 8 and not p.twin, 1.5),
    Difficulty.LINE_BREAK: Way(line_break, _anyone, 1.5),
    Difficulty.CELLS: Way(cells, _anyone, 2),
    Difficulty.DATE_STYLE: Way(date_style, _anyone, 2),
    Difficulty.NIR_SPELLING: Way(nir_spelling, _has_number, 2),
    Difficulty.NIR_NO_KEY: Way(nir_no_key, _has_number, 1),
    Difficulty.NIR_WRONG_KEY: Way(nir_wrong_key, _has_number, 1),
    Difficulty.NIR_ONLY: Way(nir_only, _has_number, 1),
    Difficulty.TYPO: Way(typo, lambda _, p: len(p.surname) > 6 and p.surname.isalpha(), 1.5),
    Difficulty.FILE_NAME: Way(file_name, _anyone, 2),
    Difficulty.PAGE_HEADER: Way(page_header, _anyone, 1),
    Difficulty.PATIENT_ID_ONLY: Way(patient_id_only, _anyone, 2),
    Difficulty.EMAIL_ONLY: Way(email_only, Population.has_own_email, 1.5),
    Difficulty.PHONE: Way(phone, lambda pop, p: pop.is_alone(p) and bool(p.mobile or p.phone), 1),
    Difficulty.ADDRESS: Way(address, _known_alone, 1),
    Difficulty.HOMONYM: Way(homonym, lambda pop, p: not pop.is_alone(p), 2),
    Difficulty.TWIN: Way(twin, lambda _, p: p.twin, 1),
    Difficulty.INSURED_NIR: Way(insured_nir, lambda _, p: bool(p.insured_nir), 1.5),
    Difficulty.AGE: Way(age, lambda pop, p: pop.is_alone(p) and not p.is_minor, 0.5),
    Difficulty.BARE_NAME: Way(bare_name, _known_alone, 0.5),
    Difficulty.SWAPPED_DATE: Way(
        swapped_date,
        lambda pop, p: (
            pop.is_alone(p) and p.birth_date.day <= 12 and p.birth_date.day != p.birth_date.month
        ),
        0.4,
    ),
}
"""Every way a paper may write a person, but `homonym_open`, which needs its group, and scans."""

SENDER = Way(mail_header, Population.has_own_email)
"""How the writer of a mail is named."""
