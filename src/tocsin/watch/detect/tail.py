"""Logs as they grow: complete lines beyond where we were, through rotation and truncation.

A log is known by its inode and the digest of its first bytes; a rotated one is read to its end
under its new name before the next one is begun. Decision 077.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from tocsin.case import Store
from tocsin.watch.event import Read, Record, Unparsed
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import Clock, as_datetime
from tocsin.watch.reader import HEAD_BYTES, LONGEST_LINE, Reader, Stretch
from tocsin.watch.readers import BY_NAME, reader_of

MOST_BYTES = 8 << 20
"""Read at once: what is kept in memory, and lost work if the machine stops."""

HEAD_DIGEST = 1_024
FOLLOWED = ("web.iis", "zeek", "netflow", "csv", "timesketch", "m365.audit", "postgresql",
            "fhir.audit", "web.access", "firewall", "gateway", "mysql.audit", "syslog",
            "windows.json")  # fmt: skip
"""Readers of logs with one record a line; a document that must be whole cannot be followed."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log was read: `offset` is the begin of the first line not read; `head` the digest
    of its first `head_bytes` bytes, which tells a log from its successor of the same inode."""

    path: str
    inode: int = 0
    offset: int = 0
    head: str = ""
    head_bytes: int = 0

    def mark(self, store: Store) -> None:
        """The log was read so far; within the transaction that keeps what it taught."""
        store.execute(
            "INSERT OR REPLACE INTO detect_logs VALUES (?, ?, ?, ?, ?)",
            (self.inode, self.path, self.offset, self.head, self.head_bytes),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What was read at once: the records, where the log stands now, and whether there is more."""

    position: Position
    records: list[Read]
    is_last: bool


def parts(
    path: Path, position: Position | None, clock: Clock, mapping: Mapping | None
) -> Iterator[Part]:
    """What the log has beyond a position, or from its begin.

    Raises `OSError` if it cannot be read, `LookupError` if no reader can follow it.
    """
    while part := _part(path, position or Position(str(path)), clock, mapping):
        yield part
        if part.is_last:
            return
        position = part.position


def is_same(path: Path, position: Position) -> bool:
    """Whether the file there is the one we were reading, and not a shorter one."""
    info = path.stat()
    if info.st_ino != position.inode or info.st_size < position.offset:
        return False
    with path.open("rb") as file:
        return _digest(file.read(position.head_bytes), position.head_bytes) == position.head


def rotated(path: Path, position: Position) -> Path | None:
    """Where the log we were reading went: beside its successor, under a longer name."""
    for other in sorted(path.parent.glob(_stem(path) + "*")):
        if other != path and other.is_file() and is_same(other, position):
            return other
    return None


def _stem(path: Path) -> str:
    return "".join(c if c not in "[]*?" else "?" for c in path.stem)


def _part(path: Path, position: Position, clock: Clock, mapping: Mapping | None) -> Part | None:
    with path.open("rb") as file:
        info = os.fstat(file.fileno())
        file.seek(position.offset)
        data = file.read(MOST_BYTES)
        whole = data.rfind(b"\n") + 1
        if not whole and len(data) > LONGEST_LINE:
            whole = len(data)  # no line is that long: it is passed over, and counted
        if not whole:
            return None
        file.seek(0)
        head = file.read(HEAD_BYTES)
    reader = _reader(head, path.name, mapping)
    end = position.offset + whole
    clock = replace(clock, written=as_datetime(int(info.st_mtime * 1_000_000)))
    records = list(_records(reader, head, data[:whole], position.offset, clock, mapping))
    size = min(HEAD_DIGEST, end)
    now = Position(str(path), info.st_ino, end, _digest(head, size), size)
    return Part(now, records, len(data) < MOST_BYTES)


def _reader(head: bytes, name: str, mapping: Mapping | None) -> Reader:
    reader = BY_NAME["csv"] if mapping else reader_of(head, name)
    if reader is None or reader.name not in FOLLOWED:
        raise LookupError
    return reader


def _records(
    reader: Reader, head: bytes, data: bytes, start: int, clock: Clock, mapping: Mapping | None
) -> Iterator[Read]:
    """The records of a stretch; a log whose columns its first lines name gets them again."""
    top = b"" if start == 0 or reader.splits else _top(head, start)
    stretch = Stretch(_file(top + data), clock=clock, mapping=mapping)
    for record in reader.read(stretch):
        if record.offset < len(top):
            continue
        offset = record.offset - len(top) + start
        yield (
            Record(offset, record.values, record.fields, record.recovered)
            if isinstance(record, Record)
            else Unparsed(offset, record.reason)
        )


def _top(head: bytes, start: int) -> bytes:
    """The lines before `start` that say what the columns are: comments, or the first line."""
    lines = head[:start].splitlines(keepends=True)
    comments = 0
    while comments < len(lines) and lines[comments].startswith(b"#"):
        comments += 1
    top = b"".join(lines[:comments] or lines[:1])
    return top if top.endswith(b"\n") else b""


def _file(data: bytes) -> BinaryIO:
    return BytesIO(data)


def _digest(head: bytes, size: int) -> str:
    return hashlib.sha256(head[:size]).hexdigest()
