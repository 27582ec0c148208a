"""SQLite databases, opened in memory: each table with its columns. https://sqlite.org/fileformat2.html"""

import sqlite3
import struct
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.record import scalar
from tocsin.read.table import headed
from tocsin.read.text import decode, looks_like_text

_LONGEST_VALUE = 64_000_000
_PAGE_SIZE_AT, _VERSIONS_AT, _PAGES_AT = 16, slice(18, 20), 28


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


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return decode(value) if looks_like_text(value) else ""
    return scalar(value)


FORMATS: Formats = {sniff.SQLITE: Format(DocumentKind.DATABASE, _read)}
