"""A typed span in a text, or a typed column of a table. Values live in memory only."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tocsin.model.category import Category


class MentionKind(StrEnum):
    """What a span or a column is."""

    # who it is
    FULL_NAME = "full_name"  # surname and given name(s), order unknown
    SURNAME = "surname"  # name in use, or a surname of unknown role
    BIRTH_NAME = "birth_name"
    GIVEN_NAMES = "given_names"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    AGE = "age"
    NIR = "nir"
    INS = "ins"
    PATIENT_ID = "patient_id"
    STAY_ID = "stay_id"  # the number of one stay (NDA, IEP, venue)
    # how to reach them
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    # what else of theirs
    IDENTITY_NUMBER = "identity_number"
    MRZ = "mrz"
    INSURANCE = "insurance"
    FINANCIAL = "financial"
    CREDENTIAL = "credential"
    CARE_EPISODE = "care_episode"
    HEALTH = "health"
    OTHER_SENSITIVE = "other_sensitive"
    # what is not the patient
    STAFF = "staff"  # a doctor's or clerk's name, an RPPS number, a signature
    NAMESAKE = "namesake"  # a hospital, a school, an illness that bears somebody's name
    FREE_TEXT = "free_text"  # a column to scan as text
    IGNORED = "ignored"


CATEGORY_OF: dict[MentionKind, Category] = {
    MentionKind.FULL_NAME: Category.CIVIL_STATUS,
    MentionKind.SURNAME: Category.CIVIL_STATUS,
    MentionKind.BIRTH_NAME: Category.CIVIL_STATUS,
    MentionKind.GIVEN_NAMES: Category.CIVIL_STATUS,
    MentionKind.SEX: Category.CIVIL_STATUS,
    MentionKind.BIRTH_DATE: Category.CIVIL_STATUS,
    MentionKind.BIRTH_PLACE: Category.CIVIL_STATUS,
    MentionKind.NIR: Category.NIR,
    MentionKind.INS: Category.NIR,
    MentionKind.STAY_ID: Category.CARE_EPISODE,
    MentionKind.EMAIL: Category.CONTACT,
    MentionKind.PHONE: Category.CONTACT,
    MentionKind.ADDRESS: Category.CONTACT,
    MentionKind.POSTAL_CODE: Category.CONTACT,
    MentionKind.CITY: Category.CONTACT,
    MentionKind.IDENTITY_NUMBER: Category.IDENTITY_DOCUMENT,
    MentionKind.MRZ: Category.IDENTITY_DOCUMENT,
    MentionKind.INSURANCE: Category.INSURANCE,
    MentionKind.FINANCIAL: Category.FINANCIAL,
    MentionKind.CREDENTIAL: Category.CREDENTIALS,
    MentionKind.CARE_EPISODE: Category.CARE_EPISODE,
    MentionKind.HEALTH: Category.HEALTH,
    MentionKind.OTHER_SENSITIVE: Category.OTHER_SENSITIVE,
}


class Grade(StrEnum):
    """Whether the data says it outright or it must be concluded."""

    EXPLICIT = "explicit"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span `text[start:end]` of kind `kind`.

    `value` is the normal form that matching compares: NIR/INS 13 or 15 characters without
    spaces; dates ISO (`1954-03-02`); phones ten digits or `+…`; e-mails lower case; names folded
    (`tocsin.find.fold.fold`: upper case, no accents, single spaces, hyphen and apostrophe as
    space); ages as `59@2025-02-01` (the day they were said), `59@2025-01-01/..` (that day or
    later, ISO 8601-2) or `59`; sex `F`/`M`; others as found. `confidence` is the
    probability that the span is of that kind; `rule` names the pattern or model, for explanation.
    """

    kind: MentionKind
    start: int
    end: int
    value: str
    confidence: float = 1.0
    grade: Grade = Grade.EXPLICIT
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table holds, decided once from its header words and value profile.

    `of` says whose it is where it is not the row's person's (`PERE`, `TUTEUR`, `column 4`).
    """

    index: int
    kind: MentionKind
    confidence: float = 1.0
    rule: str = ""
    of: str = ""


class NameLexicon(Protocol):
    """The names of the patient index, as the finder of names needs them.

    All arguments are folded tokens or folded multi-token names.
    """

    def is_surname(self, folded: str) -> bool:
        """Whether someone in the index bears it as birth name or name in use."""
        ...

    def is_given_name(self, folded: str) -> bool:
        """Whether it is a given name of someone in the index (any of their given names)."""
        ...

    def surname_tokens(self) -> frozenset[str]:
        """Every single token that occurs in a surname (`LE`, `GALL`…)."""
        ...

    def given_name_tokens(self) -> frozenset[str]:
        """Every single token that occurs in a given name."""
        ...

    def is_name(self, surname: str, given: str) -> bool:
        """Whether somebody bears the surname and a first given name that begins with this token."""
        ...

    def is_patient_id(self, value: str) -> bool:
        """Whether it is a patient identifier of the index, exactly."""
        ...

    def patient_id_of(self, written: str, *, zeros_lost: bool = False) -> str:
        """The identifier that `written` spells, signs between its parts aside; "" if none.

        `zeros_lost`: zeros at the beginning may be missing.
        """
        ...

    def patient_id_shapes(self) -> Sequence[str]:
        """The usual shapes of identifiers: `9` for any digit, other characters as they are."""
        ...

    def patient_id_chance(self, value: str) -> float:
        """How likely any number of the shape of `value` is some patient's, by chance alone."""
        ...

    def number_forms(self, kind: MentionKind) -> Sequence[str]:
        """The hospital's forms (`tocsin.find.forms`) of its numbers: of patients, of stays."""
        ...

    @property
    def has_stays(self) -> bool:
        """Whether the hospital gave a list of its stays."""
        ...

    def is_stay(self, written: str) -> bool:
        """Whether that list has this number."""
        ...
