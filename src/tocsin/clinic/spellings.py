"""The hard ways of writing a person: each a function from a patient to how the paper says it."""

from random import Random

from tocsin.clinic.naming import (
    CIVIL,
    CONTACT,
    NIR,
    Fields,
    Named,
    born,
    feminine_e,
    french_date,
    name_fields,
    slashed,
    upper,
    with_birth,
)
from tocsin.clinic.nir import spaced, with_wrong_key
from tocsin.clinic.patient import Patient
from tocsin.clinic.text import without_accents
from tocsin.clinic.truth import Certainty, Difficulty

TRUNCATED_SURNAME, TRUNCATED_GIVEN = 7, 4


def plain(rng: Random, patient: Patient) -> Named:
    """`Mme DUPONT Marie, née le 02/03/1954`."""
    when = slashed(patient.birth_date)
    name = f"{patient.title} {upper(patient)}"
    fields = name_fields(patient.surname.upper(), patient.given, ("Né(e) le", when))
    joint = rng.choice((", ", " "))
    return Named(patient, Difficulty.PLAIN, f"{name}{joint}{born(patient, when)}", fields)


def order(rng: Random, patient: Patient) -> Named:
    """`Marie Dupont, née le 2 mars 1954`."""
    name = rng.choice((f"{patient.given} {patient.surname}", f"{patient.given} {patient.surname}"))
    return with_birth(patient, Difficulty.ORDER, name, french_date(patient.birth_date))


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
    return with_birth(patient, Difficulty.NO_ACCENTS, name)


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
    return with_birth(patient, Difficulty.USED_NAME, name)


def birth_name(_rng: Random, patient: Patient) -> Named:
    """Only the birth name of somebody who uses another."""
    name = f"{patient.birth_name.upper()} {patient.given}"
    return with_birth(patient, Difficulty.BIRTH_NAME, name)


def initial(_rng: Random, patient: Patient) -> Named:
    """`M. DUPONT J., né le …`."""
    name = f"{patient.title} {patient.surname.upper()} {patient.given[0]}."
    return with_birth(patient, Difficulty.INITIAL, name)


def several_given(rng: Random, patient: Patient) -> Named:
    """All given names, in the order of the register."""
    names = patient.first_names.replace(" ", rng.choice((" ", ", ")))
    name = f"{patient.title} {patient.surname.upper()} {names}"
    return with_birth(patient, Difficulty.GIVEN_NAMES, name)


def truncated(_rng: Random, patient: Patient) -> Named:
    """Name cut by the width of a column: `VALANCO Mari`."""
    surname = patient.surname.upper()[:TRUNCATED_SURNAME].strip()
    given = patient.given[:TRUNCATED_GIVEN]
    when = slashed(patient.birth_date)
    fields = name_fields(surname, given, ("Né(e) le", when))
    return Named(patient, Difficulty.TRUNCATED, f"{surname} {given} {when}", fields)


def line_break(rng: Random, patient: Patient) -> Named:
    """Surname at the end of a line, given name on the next."""
    when = slashed(patient.birth_date)
    first, second = patient.surname.upper(), patient.given
    if rng.random() < 0.5:
        first, second = patient.given, patient.surname.upper()
    name = f"{patient.title} {first}\n{second}"
    return with_birth(patient, Difficulty.LINE_BREAK, name, when)


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
    return with_birth(
        patient, Difficulty.DATE_STYLE, f"{patient.title} {upper(patient)}", rng.choice(styles)
    )


def _with_number(patient: Patient, difficulty: Difficulty, number: str) -> Named:
    name = f"{patient.title} {upper(patient)}"
    fields = name_fields(patient.surname.upper(), patient.given, ("N° de sécurité sociale", number))
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
    phrase = f"l'assuré{feminine_e(patient)} n° {number}"
    return Named(patient, Difficulty.NIR_ONLY, phrase, (("N° d'assuré", number),), frozenset({NIR}))


def typo(rng: Random, patient: Patient) -> Named:
    """One letter of the surname wrong; a number or the birth date beside it."""
    name = _mistyped(rng, patient.surname)
    when = slashed(patient.birth_date)
    fields = name_fields(name.upper(), patient.given, ("Né(e) le", when))
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
            f"{surname}_{patient.given}_né{feminine_e(patient)}_{when}",
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
    fields = name_fields(patient.surname.upper(), patient.given, ("Téléphone", number))
    return Named(patient, Difficulty.PHONE, phrase, fields, frozenset({CIVIL, CONTACT}))


def address(_rng: Random, patient: Patient) -> Named:
    """Name and postal address."""
    where = f"{patient.address}, {patient.postal_code} {patient.city}"
    phrase = f"{patient.title} {upper(patient)}, demeurant {where},"
    fields = name_fields(patient.surname.upper(), patient.given, ("Adresse", where))
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
    fields = name_fields(patient.surname.upper(), patient.given, *more)
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
    fields = name_fields(patient.surname.upper(), patient.given)
    return Named(patient, Difficulty.BARE_NAME, name, fields, certainty=Certainty.EITHER)


def swapped_date(_rng: Random, patient: Patient) -> Named:
    """Day and month of birth exchanged."""
    day = patient.birth_date
    when = f"{day.month:02d}/{day.day:02d}/{day.year}"
    name = f"{patient.title} {upper(patient)}"
    fields = name_fields(patient.surname.upper(), patient.given, ("Né(e) le", when))
    phrase = f"{name}, {born(patient, when)}"
    return Named(patient, Difficulty.SWAPPED_DATE, phrase, fields, certainty=Certainty.EITHER)


def mail_header(_rng: Random, patient: Patient) -> Named:
    """The sender of a mail, in its headers only."""
    return Named(patient, Difficulty.MAIL_HEADER, "", (), frozenset({CIVIL, CONTACT}))


def homonym_open(patient: Patient, others: tuple[Patient, ...]) -> Named:
    """A name that several bear, and nothing that tells them apart."""
    name = f"{patient.title} {upper(patient)}"
    fields = name_fields(patient.surname.upper(), patient.given)
    return Named(
        patient,
        Difficulty.HOMONYM_OPEN,
        name,
        fields,
        certainty=Certainty.TO_REVIEW,
        others=others,
    )
