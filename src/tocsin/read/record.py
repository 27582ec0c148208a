"""Nested data to rows or lines: records that are alike become a table, all else `path: value`."""

from collections.abc import Iterator
from typing import Any

from tocsin.model.camelcase import spaced
from tocsin.model.document import Block
from tocsin.read.table import Row, headed
from tocsin.read.text import text_blocks

MOST_COLUMNS = 300
LEAST_FILL = 0.5
"""Records are alike if, on average, each has at least this share of all columns."""

Flat = dict[str, str]


def flatten(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every leaf of nested lists and mappings with its path (`adresse.ville`, `tel.1`)."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from flatten(inner, f"{path}.{key}" if path else str(key))
        case list():
            for number, inner in enumerate(value):
                yield from flatten(inner, f"{path}.{number}" if path else str(number))
        case _:
            yield path, scalar(value)


def line(name: str, value: str) -> str:
    """A field as a line of a form: the words of its name are words."""
    return f"{spaced(name)}: {value}"


def scalar(value: Any) -> str:
    """A leaf as text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def columns_of(records: list[Flat]) -> tuple[str, ...]:
    """The columns of records that are alike, in order of appearance; () if they are not."""
    columns = tuple(dict.fromkeys(key for record in records for key in record))
    filled = sum(map(len, records))
    alike = columns and filled >= LEAST_FILL * len(records) * len(columns)
    return columns if alike and len(columns) <= MOST_COLUMNS else ()


def rows_of(records: list[Flat], columns: tuple[str, ...]) -> list[Row]:
    """The records as rows of those columns."""
    return [[record.get(column, "") for column in columns] for record in records]


def blocks_of(document: str, locator: str, records: list[Flat], first: int = 1) -> Iterator[Block]:
    """Records as a table if they are alike, else as lines of text."""
    columns = columns_of(records)
    if columns and len(records) > 1:
        yield from headed(document, locator, columns, rows_of(records, columns), first)
        return
    text = "\n\n".join("\n".join(line(k, v) for k, v in r.items() if v) for r in records)
    yield from text_blocks(document, locator, text)
