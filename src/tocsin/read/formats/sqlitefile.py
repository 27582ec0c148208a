"""SQLite databases, opened in memory: each table with its columns. https://sqlite.org/fileformat2.html"""

import sqlite3
import struct
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.record import scalar
from tocsin.read.table import headed
from tocsin.read.text import decode, looks_like_text

_LONGEST_VALUE = 64_000_000
_PAGE_SIZE_AT, _VERSIONS_AT, _PAGES_AT = 16, slice(18, 20), 28
_SHORTEST = 64
"""A binary value shorter than this is a key or a number."""


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    data = bytearray(content.data())
    if _is_cut_short(data):
        yield Loss("corrupt: damaged or cut short")
    data[_VERSIONS_AT] = b"\1\1"  # a database in memory has no write-ahead log
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(bytes(data))
        database.execute("PRAGMA trusted_schema = OFF")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)  # columns may be computed
        database.text_factory = decode
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in found.fetchall():
            try:
                yield from _table(content.document, database, name)
                yield from _binaries(content, database, name)
            except sqlite3.Error as error:
                yield Loss(reason_of(error))
    finally:
        database.close()


def _is_cut_short(data: bytearray) -> bool:
    """Whether pages are missing; the library would take them for empty."""
    size: int = struct.unpack_from(">H", data, _PAGE_SIZE_AT)[0]
    pages: int = struct.unpack_from(">I", data, _PAGES_AT)[0]
    return len(data) < pages * (65_536 if size == 1 else size)


def _table(document: str, database: sqlite3.Connection, name: str) -> Iterator[Piece]:
    quoted = name.replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{quoted}"')
    header = tuple(str(column[0]) for column in rows.description)
    yield from headed(document, f"table {name}", header, ([*map(_text, row)] for row in rows), 1)


def _binaries(content: Content, database: sqlite3.Connection, name: str) -> Iterator[Piece]:
    """Pictures and documents kept in a table, as members; short keys are none."""
    quoted = name.replace('"', '""')
    unknown = False
    for number, row in enumerate(database.execute(f'SELECT * FROM "{quoted}"'), 1):
        for column, value in enumerate(row, 1):
            if not isinstance(value, bytes) or len(value) < _SHORTEST or looks_like_text(value):
                continue
            member = content.member(clean_name(f"{name}/{number}-{column}"), value)
            if sniff.media_type(member) == sniff.UNKNOWN:
                unknown = True
            else:
                yield member
    if unknown:
        yield Loss("unsupported: binary values")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return decode(value) if looks_like_text(value) else ""
    return scalar(value)


FORMATS: Formats = {sniff.SQLITE: Format(DocumentKind.DATABASE, _read)}
