"""Microsoft Access databases (Jet 3 and 4, ACE): each table of the user with its columns."""

import logging
from collections.abc import Iterator
from typing import Any

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import EMBEDDED, ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.record import scalar
from tocsin.read.table import headed
from tocsin.read.text import decode, looks_like_text

MISALIGNED = "corrupt: columns of unequal length"

_SYSTEM = "MSys"
_HEADER = 4096
_LOGGER = "access_parser"


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    database = _database(content)
    for name in database.catalog:
        if name.startswith(_SYSTEM):
            continue
        try:
            columns = dict(database.parse_table(name))
        except Exception as error:  # the library raises whatever its structures do
            yield Loss(reason_of(error))
            continue
        yield from _table(content.document, name, columns)


def _database(content: Content) -> Any:
    """The database. Raises `Fault` if it is encrypted."""
    from access_parser import access_parser

    logging.getLogger(_LOGGER).setLevel(logging.CRITICAL + 1)  # it logs the data it trips over
    data = content.data()
    if b"<?xml" in data[:_HEADER] and b"encryption" in data[:_HEADER]:
        raise Fault(ENCRYPTED)
    access_parser.read_db_file = lambda given: given  # it opens paths only, and there is none
    return access_parser.AccessParser(data)


def _table(document: str, name: str, columns: dict[str, Any]) -> Iterator[Piece]:
    """A table's rows. A column that lacks values cannot be lined up with the others and is told
    apart, lest somebody's data be given to somebody else."""
    lists = {column: values for column, values in columns.items() if isinstance(values, list)}
    length = max(map(len, lists.values()), default=0)
    whole = {column: values for column, values in lists.items() if len(values) == length}
    rows = ([*map(_text, row)] for row in zip(*whole.values(), strict=True))
    header = tuple(whole) if lists else tuple(columns)
    yield from headed(document, f"table {name}", header, rows, 1)
    for column, values in lists.items():
        if column not in whole:
            cells = ([_text(value)] for value in values)
            yield from headed(document, f"table {name}, {column}", (column,), cells, 1)
            yield Loss(MISALIGNED)
    if any(_is_object(value) for values in lists.values() for value in values):
        yield Loss(EMBEDDED)


def _is_object(value: object) -> bool:
    return isinstance(value, bytes) and value != b"" and not looks_like_text(value)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return decode(value) if looks_like_text(value) else ""
    return scalar(value).removesuffix(" 00:00:00")


FORMATS: Formats = {sniff.ACCESS: Format(DocumentKind.DATABASE, _read)}
