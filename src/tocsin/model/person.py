"""A person of the hospital's patient index."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from tocsin.language import Language

Sex = Literal["F", "M", ""]
ADULT_AT = 18


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the patient index, with the contract's column names; "" or None where unknown.

    `insured_nir` is the number of the insured parent that a child's papers often carry.
    """

    patient_id: str
    ins: str = ""
    nir: str = ""
    insured_nir: str = ""
    birth_name: str = ""
    used_name: str = ""
    first_names: str = ""
    sex: Sex = ""
    birth_date: date | None = None
    birth_place_code: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    deceased_on: date | None = None
    guardian_name: str = ""
    language: Language = "fr"

    @property
    def name(self) -> str:
        """The name a letter is addressed to: first given name and name in use."""
        first = self.first_names.replace(",", " ").split(" ")[0]
        return f"{first} {self.used_name or self.birth_name}".strip()

    @property
    def is_deceased(self) -> bool:
        """Whether the index knows of a death."""
        return self.deceased_on is not None

    @property
    def is_protected(self) -> bool:
        """Whether a guardian is recorded (tutelle, curatelle…)."""
        return bool(self.guardian_name)

    @property
    def has_postal_address(self) -> bool:
        """Whether a letter can be addressed."""
        return bool(self.address and self.city)

    def is_minor(self, today: date) -> bool:
        """Whether the person is under 18 on `today`; unknown birth dates count as adult."""
        if self.birth_date is None:
            return False
        before_birthday = (today.month, today.day) < (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - before_birthday < ADULT_AT


INDEX_COLUMNS = tuple(field.name for field in fields(Person))
"""The contract's columns of a patient index, in its order."""
