"""Long tables, a page at a time, by key: no page is dearer than the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
ROWS = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the key behind which the next ones stand ("" at the end)."""

    rows: Sequence[T]
    after: str = ""
    is_first: bool = True


def page_of(rows: Sequence[T], keys: Sequence[object], *, is_first: bool) -> Page[T]:
    """A page of `rows`, of which one more than a page was asked for."""
    more = len(rows) > ROWS
    return Page(rows[:ROWS], str(keys[ROWS - 1]) if more else "", is_first)


def number_of(text: str, default: int) -> int:
    """A key from an address, `default` if it is none."""
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 19 else default
