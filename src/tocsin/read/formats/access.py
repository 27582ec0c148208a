"""Microsoft Access databases (Jet 3 and 4, ACE): each table of the user with its columns."""

import logging
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import EMBEDDED, ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.record import scalar
from tocsin.read.table import headed
from tocsin.read.text import decode, looks_like_text

MISALIGNED = "corrupt: columns of unequal length"

_MARKS = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|%PDF-|\xd0\xcf\x11\xe0\xa1\xb1|PK\x03\x04|II\*\0|MM\0\*|\{\\rtf|GIF8"
)
_WRAPPED = 4_096
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
        yield from _table(content, name, columns)


def _database(content: Content) -> Any:
    """The database. Raises `Fault` if it is encrypted."""
    from access_parser import access_parser

    logging.getLogger(_LOGGER).setLevel(logging.CRITICAL + 1)  # it logs the data it trips over
    data = content.data()
    if b"<?xml" in data[:_HEADER] and b"encryption" in data[:_HEADER]:
        raise Fault(ENCRYPTED)
    access_parser.read_db_file = lambda given: given  # it opens paths only, and there is none
    return access_parser.AccessParser(data)


def _table(content: Content, name: str, columns: dict[str, Any]) -> Iterator[Piece]:
    """A table's rows. A column that lacks values cannot be lined up with the others and is told
    apart, lest somebody's data be given to somebody else."""
    document = content.document
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
    objects = [value for values in lists.values() for value in values if _is_object(value)]
    for number, value in enumerate(objects, 1):
        yield _member(content, f"{name}/objet-{number}", value)


def _member(content: Content, name: str, value: bytes) -> Piece:
    """A picture or document kept in a cell, without what the database wraps around it."""
    mark = _MARKS.search(value[:_WRAPPED])
    if not mark:
        return Loss(EMBEDDED)
    return content.member(clean_name(name), value[mark.start() :])


def _is_object(value: object) -> TypeGuard[bytes]:
    return isinstance(value, bytes) and value != b"" and not looks_like_text(value)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return decode(value) if looks_like_text(value) else ""
    return scalar(value).removesuffix(" 00:00:00")


FORMATS: Formats = {sniff.ACCESS: Format(DocumentKind.DATABASE, _read)}
