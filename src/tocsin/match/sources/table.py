"""What every reader of an index file gives: the header and rows with their true line numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Line = tuple[int, Sequence[str]]
"""A row and the line (or row, or entry) of the file on which it begins, from 1."""

TITLE_ROWS = 20
"""How many rows of titles may stand above a header."""


@dataclass(frozen=True, slots=True)
class IndexTable:
    """The header of an index and its rows, read as they are asked for."""

    header: Sequence[str]
    lines: Iterator[Line]
