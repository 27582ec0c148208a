"""Small changes of form that readers share."""

import csv
import re
from typing import Any

from tocsin.watch.event import LONGEST_TEXT

NOTHING = ("", "-", "(empty)", "N/A", "n/a", "null", "none", "NULL")


def text(value: Any) -> str | None:
    """A value as text, None if the log says that there is none."""
    if value is None:
        return None
    said = str(value).strip()
    return None if said in NOTHING else said[:LONGEST_TEXT]


_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}:[\da-fA-F:.]{1,40}")


def address(value: Any) -> str | None:
    """A value if it is an IP address: some logs put the name of a machine in its place."""
    said = text(value)
    return said if said and _ADDRESS.fullmatch(said) else None


def whole(value: Any) -> int | None:
    """A value as a whole number, or None."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def added(*values: int | None) -> int | None:
    """The sum of those there are, or None."""
    there = [value for value in values if value is not None]
    return sum(there) if there else None


def cells(
    line: str, delimiter: str = ",", quote: str = '"', escape: str | None = None
) -> list[str]:
    """The cells of one line of CSV; none if it is no CSV."""
    try:
        rows = csv.reader([line], delimiter=delimiter, quotechar=quote, escapechar=escape)
        return next(rows, [])
    except csv.Error:
        return []


def account(value: Any) -> tuple[str | None, str | None]:
    """Name and domain of `DOMAIN\\name` or of a bare name, in lower case; mail names stay whole."""
    said = text(value)
    if said is None:
        return None, None
    domain, _, name = said.rpartition("\\")
    return name.lower(), domain or None
