"""Delimited tables (CSV, TSV…): the csv module does the work, a megabyte at a time. RFC 4180.

A quote that never closes must not swallow the rest of the file: each piece of the file ends where
quotes balance, and a record that runs over lines and has not the table's width is taken apart.
"""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from typing import TextIO

from tocsin.model.document import Block, DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.dialect import SAMPLE_CHARS, Dialect
from tocsin.read.dialect import of as dialect_of
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.table import Row, blocks
from tocsin.read.text import encoding_in, open_text

CHARS_A_CHUNK = 1 << 20
LINES_TO_CLOSE_A_QUOTE = 500
FIELD_CHARS = 4_000_000

csv.field_size_limit(FIELD_CHARS)

_SEP_LINE = re.compile(r'\A"?sep=(.)"?\n', re.I)


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    encoding = encoding_in(content.head, content.open, content.size)
    with open_text(content.open(), encoding) as stream:
        start = stream.read(SAMPLE_CHARS) + stream.readline(FIELD_CHARS)
        start = start.lstrip("\ufeff")
        if declared := _SEP_LINE.match(start):
            start = start[declared.end() :]
            dialect: Dialect | None = Dialect(declared[1])
        else:
            dialect = dialect_of(start)
        yield from rows_of(content.document, dialect or Dialect(";"), start, stream)


def rows_of(document: str, dialect: Dialect, start: str, stream: TextIO) -> Iterator[Block]:
    """The rows of a delimited text whose beginning is already read, as table blocks."""
    yield from blocks(document, "", chain.from_iterable(_chunks(dialect, start, stream)))


def _chunks(dialect: Dialect, start: str, stream: TextIO) -> Iterator[list[Row]]:
    width = 0
    chunk = start
    while chunk:
        chunk += _to_balance(dialect, chunk, stream)
        rows = _rows(dialect, chunk, width)
        width = width or _usual_width(rows)
        yield rows
        chunk = stream.read(CHARS_A_CHUNK)
        if chunk and not chunk.endswith("\n"):
            chunk += stream.readline(FIELD_CHARS)


def _open_quotes(dialect: Dialect, text: str) -> int:
    count = text.count(dialect.quote)
    return count - text.count(dialect.escape + dialect.quote) if dialect.escape else count


def _to_balance(dialect: Dialect, chunk: str, stream: TextIO) -> str:
    """The lines that follow until every quote of `chunk` is closed; at most a few hundred."""
    if _open_quotes(dialect, chunk) % 2 == 0:
        return ""
    lines = []
    for _ in range(LINES_TO_CLOSE_A_QUOTE):
        line = stream.readline(FIELD_CHARS)
        lines.append(line)
        if not line or _open_quotes(dialect, line) % 2:
            break
    return "".join(lines)


def _rows(dialect: Dialect, chunk: str, width: int) -> list[Row]:
    chunk = chunk.replace("\0", "") if "\0" in chunk else chunk
    if dialect.quote not in chunk and not dialect.escape:
        # what the csv module would do, half again as fast
        return [line.split(dialect.delimiter) if line else [] for line in _lines(chunk)]
    if not dialect.escape and (rows := _all_quoted(dialect, chunk)):
        return rows
    try:
        rows = dialect.rows(chunk)
    except csv.Error:
        return _line_by_line(dialect, chunk)
    width = width or _usual_width(rows)
    return _repaired(dialect, rows, width) if any(len(r) != width for r in rows) else rows


def _lines(chunk: str) -> list[str]:
    return chunk.removesuffix("\n").split("\n")


def _all_quoted(dialect: Dialect, chunk: str) -> list[Row]:
    """The rows of a chunk whose every cell is quoted and holds no quote; none if it is not so.

    Then the quotes are those at both ends of each line and those around the separators.
    """
    quote, lines = dialect.quote, _lines(chunk)
    between = quote + dialect.delimiter + quote
    if chunk.count(quote) != 2 * (chunk.count(between) + len(lines)):
        return []
    if not all(len(line) > 1 and line[0] == quote == line[-1] for line in lines):
        return []
    return [line[1:-1].split(between) for line in lines]


def _repaired(dialect: Dialect, rows: list[Row], width: int) -> list[Row]:
    """Rows of a wrong width that run over lines, taken apart line by line."""
    repaired: list[Row] = []
    for row in rows:
        if len(row) != width and any("\n" in cell for cell in row):
            repaired += _line_by_line(dialect, dialect.delimiter.join(row))
        else:
            repaired.append(row)
    return repaired


def _line_by_line(dialect: Dialect, text: str) -> list[Row]:
    lines = (line.replace(dialect.quote, "") for line in _lines(text))
    return [line.split(dialect.delimiter) for line in lines if line]


def _usual_width(rows: list[Row]) -> int:
    widths = sorted(len(row) for row in rows if row)
    return widths[len(widths) // 2] if widths else 0


FORMATS: Formats = {sniff.CSV: Format(DocumentKind.TABLE, _read)}
