"""A person to be told: what the ledger says of them, and how to reach them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tocsin.case import Store
from tocsin.language import tr
from tocsin.model.category import Category, Status, Tier
from tocsin.model.notice import parse_categories
from tocsin.model.person import Person
from tocsin.notify.facts import clean
from tocsin.notify.mailbox import mailbox
from tocsin.notify.postal import PostalAddress

_FIELDS = (
    "patient_id",
    "birth_name",
    "used_name",
    "first_names",
    "birth_date",
    "address",
    "postal_code",
    "city",
    "phone",
    "mobile",
    "email",
    "deceased_on",
    "guardian_name",
    "language",
)
_FACTS = 4
SQL = (
    f"SELECT person, tier, categories, status, {', '.join(_FIELDS)}"
    " FROM affected JOIN persons USING (person)"
)


@dataclass(frozen=True)
class Recipient:
    """A person of the table `affected`, with number, tier, categories and status."""

    number: int
    tier: Tier
    categories: tuple[Category, ...]
    status: Status
    person: Person

    @property
    def name(self) -> str:
        """The name on the notice, free of anything that could break a line or a layout."""
        stranger = tr("Madame, Monsieur", "Sir or Madam", self.person.language)
        return clean(self.person.name) or stranger

    @cached_property
    def mailbox(self) -> str:
        """The e-mail address for the envelope; "" if there is none that a server can take."""
        return mailbox(self.person.email)

    @cached_property
    def postal(self) -> PostalAddress:
        """Where a letter goes."""
        person = self.person
        return PostalAddress(self.name, person.address, person.postal_code, person.city)


def recipients(store: Store) -> Iterator[Recipient]:
    """Everyone affected, in the order of their numbers."""
    return map(_recipient, store.stream(f"{SQL} ORDER BY person"))


def recipients_among(store: Store, numbers: Sequence[int]) -> dict[int, Recipient]:
    """Those of `numbers` who are affected, by number."""
    marks = ", ".join("?" * len(numbers))
    rows = store.execute(f"{SQL} WHERE person IN ({marks})", numbers)
    return {row[0]: _recipient(row) for row in rows}


def person_named(store: Store, patient_id: str) -> Recipient:
    """The person of that number of the index, affected (still) or not."""
    fields = ", ".join(_FIELDS)
    row = store.one(
        "SELECT person, coalesce(tier, 'administrative'), coalesce(categories, ''),"
        f" coalesce(status, 'confirmed'), {fields} FROM persons LEFT JOIN affected USING (person)"
        " WHERE patient_id = ?",
        (patient_id,),
    )
    return _recipient(row)


def _recipient(row: Sequence[Any]) -> Recipient:
    number, tier, categories, status = row[:_FACTS]
    fields = dict(zip(_FIELDS, row[_FACTS:], strict=True))
    for key in ("birth_date", "deceased_on"):
        fields[key] = date.fromisoformat(fields[key]) if fields[key] else None
    if fields["language"] != "en":
        fields["language"] = "fr"
    return Recipient(
        number, Tier(tier), parse_categories(categories), Status(status), Person(**fields)
    )
