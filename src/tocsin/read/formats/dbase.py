"""dBase tables (dbf, of dBase III to FoxPro): the rows under their columns; memos lie elsewhere."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.table import headed
from tocsin.read.text import encoding_of

_HEADER, _FIELD, _END = 32, 32, b"\r"
_MEMO = "M"
_SAMPLE = 65_536
_MOST_FIELDS = 2_048


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    kind: str
    start: int
    size: int


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    head = content.head
    count, start, length = struct.unpack_from("<IHH", head, 4)
    fields = list(_fields(head[:start]))
    if not fields or length < 2:
        raise Fault("corrupt: no columns")
    sample = head[start:][:_SAMPLE]
    encoding = encoding_of(sample.replace(b"\0", b" "))
    reader = _Rows(content, start, length, count)
    rows = ([_text(record, field, encoding) for field in fields] for record in reader.records())
    yield from headed(content.document, "", tuple(field.name for field in fields), rows)
    if reader.told < count:
        yield Loss("corrupt: damaged or cut short")
    if any(field.kind == _MEMO for field in fields):
        yield Loss("unsupported: memos beside the table")


def _fields(head: bytes) -> Iterator[_Field]:
    at, start = _HEADER, 1
    while at + _FIELD <= len(head) and head[at : at + 1] != _END and at < _MOST_FIELDS * _FIELD:
        name = head[at : at + 11].partition(b"\0")[0].decode("cp850")
        size = head[at + 16]
        yield _Field(name, chr(head[at + 11]), start, size)
        at, start = at + _FIELD, start + size


@dataclass
class _Rows:
    """The records one after the other; those marked as deleted are in the file all the same."""

    content: Content
    start: int
    length: int
    count: int
    told: int = 0

    def records(self) -> Iterator[bytes]:
        """The bytes of each."""
        with self.content.open() as stream:
            stream.read(self.start)
            while self.told < self.count and len(record := stream.read(self.length)) == self.length:
                self.told += 1
                yield record


def _text(record: bytes, field: _Field, encoding: str) -> str:
    raw = record[field.start : field.start + field.size]
    text = raw.decode(encoding, "replace").replace("\0", " ").strip()
    if field.kind == "D" and len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text if field.kind != _MEMO else ""


FORMATS: Formats = {sniff.DBASE: Format(DocumentKind.DATABASE, _read)}
