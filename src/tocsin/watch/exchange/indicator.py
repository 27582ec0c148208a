"""What others can look for: addresses, names and commands of the intruder."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tocsin.case import Case
from tocsin.watch.address import lies_outside

MOST_COMMANDS = 200
_ADDRESS = re.compile(r"[\d.]{7,15}|[\da-fA-F]*:[\da-fA-F:.]+")


class Kind(StrEnum):
    """What an indicator is."""

    ADDRESS = "address"
    DOMAIN = "domain"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something to look for, when it was seen, and how sure it is of the intruder (0 to 1)."""

    kind: Kind
    value: str
    first_at: int
    last_at: int
    score: float

    @property
    def is_v6(self) -> bool:
        """Whether it is an IPv6 address."""
        return self.kind is Kind.ADDRESS and ":" in self.value


def indicators(case: Case) -> Iterator[Indicator]:
    """Addresses outside, destinations, and strong commands of the intruder; no account, no host.

    Accounts and machines are the hospital's own: they are not for sharing.
    """
    rows = case.store.execute(
        "SELECT name, first_at, last_at, score FROM intruder"
        " WHERE kind IN ('address', 'destination') ORDER BY first_at, name"
    )
    for name, first, last, score in rows:
        if not _ADDRESS.fullmatch(name):
            yield Indicator(Kind.DOMAIN, name, first, last, score)
        elif lies_outside(name):
            yield Indicator(Kind.ADDRESS, name, first, last, score)
    commands = case.store.execute(
        "SELECT detail, min(first_at), max(last_at), max(weight) FROM acts WHERE hostile = 1"
        " AND weight >= 0.6 AND detail != '' AND kind IN ('rule', 'trace')"
        " GROUP BY detail ORDER BY 2, 1 LIMIT ?",
        (MOST_COMMANDS,),
    )
    for detail, first, last, weight in commands:
        yield Indicator(Kind.COMMAND, detail, first, last, weight)
