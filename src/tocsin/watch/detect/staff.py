"""Whose account it is: its role (nurse, coder, service account…) and unit, if known."""

from dataclasses import dataclass
from pathlib import Path

from tocsin.watch.detect.table import rows_of


@dataclass(frozen=True, slots=True)
class Member:
    """An account's role and unit, '' where unknown."""

    role: str = ""
    unit: str = ""


class Staff:
    """Members by account."""

    def __init__(self, members: dict[str, Member] | None = None) -> None:
        self._members = members or {}

    def member(self, account: str) -> Member:
        """The account's role and unit."""
        return self._members.get(account, Member())


def load_staff(path: Path) -> Staff:
    """From a CSV: account, role, unit (role and unit may be missing).

    Raises `InputError` if it has no column `account`.
    """
    return Staff(
        {
            row["account"].casefold(): Member(row.get("role", ""), row.get("unit", ""))
            for row in rows_of(path, {"account"}).rows
            if row["account"]
        }
    )
