"""A person to be told: what the ledger says of them, and how to reach them."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tocsin.assess.people.grouped import merged_persons
from tocsin.case import Store
from tocsin.model.category import Category, Status, Tier
from tocsin.model.notice import Channel, parse_categories
from tocsin.model.person import ADULT_AT, Person
from tocsin.notify.facts import clean
from tocsin.notify.mailbox import mailbox
from tocsin.notify.postal import PostalAddress
from tocsin.notify.tongue import spoken, tongue

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
_DECIDED = "decided_channel, decided_name, decided_address, decided_postal_code, decided_city"
_ASIDE = f"person IN (SELECT person FROM shared_mailboxes), {_DECIDED}"
_ASIDES = 6
SQL = (
    f"SELECT person, tier, categories, status, {_ASIDE}, {', '.join(_FIELDS)}"
    " FROM affected JOIN persons USING (person) LEFT JOIN decided USING (patient_id)"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a person who was held; `address` if the letter goes to another."""

    channel: Channel
    address: PostalAddress | None


@dataclass(frozen=True)
class Recipient:
    """A person of the table `affected`, with number, tier, categories and status.

    `shares_mailbox`: another adult of the index has the same e-mail address.
    """

    number: int
    tier: Tier
    categories: tuple[Category, ...]
    status: Status
    person: Person
    shares_mailbox: bool = False
    decision: Decision | None = None

    @property
    def name(self) -> str:
        """The name on the notice, free of anything that could break a line or a layout."""
        return clean(self.person.name) or tongue(self.person.language).stranger

    @property
    def is_represented(self) -> bool:
        """Whether letters go to somebody in the person's place."""
        return self.decision is not None and self.decision.address is not None

    @cached_property
    def mailbox(self) -> str:
        """The e-mail address for the envelope; "" if there is none that a server can take."""
        return mailbox(self.person.email)

    @cached_property
    def postal(self) -> PostalAddress:
        """Where a letter goes: to the person, or to whom somebody decided in their place."""
        person = self.person
        if self.decision and self.decision.address:
            other = self.decision.address
            for_whom = f"POUR {self.name}"
            return dataclasses.replace(other, address=f"{for_whom};{other.address}")
        return PostalAddress(self.name, person.address, person.postal_code, person.city)


def recipients(store: Store) -> Iterator[Recipient]:
    """Everyone affected, in the order of their numbers."""
    return map(_recipient, store.stream(f"{SQL} ORDER BY person"))


def recipients_among(store: Store, numbers: Sequence[int]) -> dict[int, Recipient]:
    """Those of `numbers` who are affected, by number."""
    marks = ", ".join("?" * len(numbers))
    rows = store.execute(f"{SQL} WHERE person IN ({marks})", numbers)
    return {row[0]: _recipient(row) for row in rows}


def recipients_behind(store: Store, numbers: Sequence[int]) -> dict[int, Recipient]:
    """Those of `numbers` who are affected, by number; of a merged row, the one it is told as."""
    into = merged_persons(store)
    people = recipients_among(store, sorted({into.get(number, number) for number in numbers}))
    behind = ((number, people.get(into.get(number, number))) for number in numbers)
    return {number: who for number, who in behind if who is not None}


def person_named(store: Store, patient_id: str) -> Recipient:
    """The person of that number of the index, affected (still) or not."""
    fields = ", ".join(_FIELDS)
    row = store.one(
        "SELECT person, coalesce(tier, 'administrative'), coalesce(categories, ''),"
        f" coalesce(status, 'confirmed'), {_ASIDE}, {fields} FROM persons"
        " LEFT JOIN affected USING (person) LEFT JOIN decided USING (patient_id)"
        " WHERE patient_id = ?",
        (patient_id,),
    )
    return _recipient(row)


def find_shared_mailboxes(store: Store, today: date) -> None:
    """Draw anew who shares an e-mail address with another adult.

    A child's row often bears the parent's address: that makes it no less the parent's own. Two
    rows of one person share nothing.
    """
    of_age = today.replace(year=today.year - ADULT_AT, day=min(today.day, 28)).isoformat()
    adults = (
        "FROM persons WHERE email <> '' AND deceased_on IS NULL AND guardian_name = ''"
        " AND coalesce(birth_date, '') <= ?"
    )
    store.execute("DELETE FROM shared_mailboxes")
    store.execute(
        f"INSERT INTO shared_mailboxes SELECT person {adults} AND lower(email) IN"
        f" (SELECT lower(email) {adults} GROUP BY 1 HAVING count(DISTINCT"
        " birth_name || ';' || first_names || ';' || coalesce(birth_date, '')) > 1)",
        (of_age, of_age),
    )


def _recipient(row: Sequence[Any]) -> Recipient:
    number, tier, categories, status = row[:_FACTS]
    shares, *decided = row[_FACTS : _FACTS + _ASIDES]
    fields = dict(zip(_FIELDS, row[_FACTS + _ASIDES :], strict=True))
    for key in ("birth_date", "deceased_on"):
        fields[key] = date.fromisoformat(fields[key]) if fields[key] else None
    fields["language"] = spoken(fields["language"])
    return Recipient(
        number,
        Tier(tier),
        parse_categories(categories),
        Status(status),
        Person(**fields),
        bool(shares),
        _decision(decided),
    )


def _decision(row: Sequence[Any]) -> Decision | None:
    channel, name, *address = row
    if channel is None:
        return None
    return Decision(Channel(channel), PostalAddress(name, *address) if name else None)
