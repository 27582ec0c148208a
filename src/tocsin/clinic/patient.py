"""A patient of the invented clinic: what the index says, and what only the stolen files know."""

from dataclasses import dataclass, field
from datetime import date

from tocsin.clinic.text import bare, without_accents
from tocsin.model.person import INDEX_COLUMNS

AS_OF = date(2025, 6, 26)
"""The day the theft began: ages and dates are counted from here."""


@dataclass(slots=True)
class Patient:
    """One patient, names in their usual spelling, NIR as 15 characters, "" where nothing is known.

    `misrecorded` holds what the index says wrongly (column -> value); the fields hold the truth,
    which is what the stolen files carry. `insurer` and `member_number` stand in files only.
    """

    patient_id: str
    sex: str
    birth_date: date
    birth_place_code: str
    birth_name: str
    first_names: str
    used_name: str = ""
    ins: str = ""
    nir: str = ""
    insured_nir: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    deceased_on: date | None = None
    guardian_name: str = ""
    language: str = "fr"
    insurer: str = ""
    member_number: str = ""
    household: int = 0
    twin: bool = False
    dependants: int = 0
    misrecorded: dict[str, str] = field(default_factory=dict)

    @property
    def given(self) -> str:
        """The usual given name."""
        return self.first_names.split(" ")[0]

    @property
    def surname(self) -> str:
        """The name in use."""
        return self.used_name or self.birth_name

    @property
    def age(self) -> int:
        """Full years on the day of the theft."""
        had = (AS_OF.month, AS_OF.day) >= (self.birth_date.month, self.birth_date.day)
        return AS_OF.year - self.birth_date.year - (not had)

    @property
    def is_minor(self) -> bool:
        """Whether under 18 on the day of the theft."""
        return self.age < 18

    @property
    def title(self) -> str:
        """`M.` or `Mme`."""
        return "M." if self.sex == "M" else "Mme"

    @property
    def number_on_papers(self) -> str:
        """The NIR that insurance papers carry: a child's are often its parent's."""
        return self.insured_nir or self.nir

    @property
    def has_accents(self) -> bool:
        """Whether dropping accents changes the name."""
        name = f"{self.given} {self.surname}"
        return without_accents(name) != name

    @property
    def bare_names(self) -> set[str]:
        """Every `GIVEN SURNAME` under which a reader may meet this person."""
        return {bare(f"{self.given} {name}") for name in (self.birth_name, self.used_name) if name}

    def index_row(self, *, accents: bool, spaced_phones: bool) -> list[str]:
        """The row of the patient index, in the contract's column order."""
        row = {name: _plain(getattr(self, name)) for name in INDEX_COLUMNS} | self.misrecorded
        for column in ("birth_name", "used_name"):
            row[column] = row[column].upper()
        if not accents:
            for column in ("birth_name", "used_name", "first_names", "address", "city"):
                row[column] = without_accents(row[column]).upper()
        if not spaced_phones:
            row["phone"] = row["phone"].replace(" ", "")
            row["mobile"] = row["mobile"].replace(" ", "")
        return [row[name] for name in INDEX_COLUMNS]


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
