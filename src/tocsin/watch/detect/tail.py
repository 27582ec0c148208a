"""Logs as they grow: complete lines beyond where we were. Decision 077."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tocsin.case import Store
from tocsin.watch.detect.growing import GrowingLog, Plain
from tocsin.watch.detect.said import Said
from tocsin.watch.reader import HEAD_BYTES, LONGEST_LINE
from tocsin.watch.readers import BY_NAME

MOST_BYTES = 2 << 20
"""Read at once of each log: what is kept in memory, and lost work if the machine stops."""

HEAD_DIGEST = 1_024


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log was read: `offset` is the begin of the first line not read; `head` the digest
    of its first `head_bytes` bytes, which tells a log from its successor of the same inode, and
    its copy from another log. All of it unpacked. `is_rotated`: it had another name before; `log`
    is its number in the case."""

    path: str
    inode: int = 0
    offset: int = 0
    head: str = ""
    head_bytes: int = 0
    is_rotated: bool = False
    log: int = 0

    def mark(self, store: Store) -> None:
        """The log was read so far; within the transaction that keeps what it taught."""
        store.execute(
            "INSERT OR REPLACE INTO detect_logs VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self.log,
                self.path,
                self.inode,
                self.offset,
                self.head,
                self.head_bytes,
                self.is_rotated,
            ),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What was read at once: the records, and where the log stands after them."""

    position: Position
    records: list[Said]


def parts(log: GrowingLog, position: Position) -> Iterator[Part]:
    """What the log has beyond a position.

    Raises one of `DAMAGED` if it cannot be read, `LookupError` if no reader can follow it.
    """
    with log.open() as file:
        yield from _parts(log, file, position)


def at_begin(log: GrowingLog, inode: int, number: int) -> Position:
    """The begin of a log that nobody read yet. Raises one of `DAMAGED`."""
    head = log.head(HEAD_DIGEST)
    return Position(str(log.path), inode, 0, _digest(head, len(head)), len(head), log=number)


def is_same(log: GrowingLog, position: Position) -> bool:
    """Whether the file there is the one we were reading, and not a shorter one."""
    info = log.path.stat()
    return info.st_ino == position.inode and is_of(log, position)


def is_of(log: GrowingLog, position: Position) -> bool:
    """Whether a file, whatever its name and packed or not, begins like the log we were reading.

    Raises one of `DAMAGED` if it cannot be read.
    """
    if not log.is_packed and log.path.stat().st_size < position.offset:
        return False
    return _digest(log.head(position.head_bytes), position.head_bytes) == position.head


def _parts(log: GrowingLog, file: Plain, position: Position) -> Iterator[Part]:
    head = file.read(HEAD_BYTES)
    file.seek(position.offset)
    begin = head[: position.head_bytes or HEAD_DIGEST]
    if position.head and _digest(begin, position.head_bytes) != position.head:
        return
    held, offset, is_packed = b"", position.offset, log.is_packed
    while True:
        data = held + file.read(MOST_BYTES - len(held))
        if not is_packed and not _begins_with(file, begin):
            return  # it was cut while we read: the next look knows what became of it
        is_last = len(data) < MOST_BYTES
        whole = len(data) if is_last and is_packed else _whole(data)
        if not whole:
            return
        reader = log.reader.recognise(head, log.path.name)
        top = b"" if BY_NAME[reader].splits else _top(head)
        records = log.reader.lines(reader, top, data[:whole], offset, log.written)
        held, offset = data[whole:], offset + whole
        size = min(HEAD_DIGEST, offset)
        yield Part(replace(position, offset=offset, head=_digest(head, size), head_bytes=size),
                   records)  # fmt: skip
        if is_last:
            return


def _begins_with(file: Plain, begin: bytes) -> bool:
    place = file.tell()
    file.seek(0)
    is_so = file.read(len(begin)) == begin
    file.seek(place)
    return is_so


def _whole(data: bytes) -> int:
    """Bytes of the lines that are whole; of a packed log the last one is too."""
    whole = data.rfind(b"\n") + 1
    if not whole and len(data) > LONGEST_LINE:
        return len(data)  # no line is that long: it is passed over, and counted
    return whole


def _top(head: bytes) -> bytes:
    """The lines that say what the columns are: comments, or the first line."""
    lines = head.splitlines(keepends=True)
    comments = 0
    while comments < len(lines) and lines[comments].startswith(b"#"):
        comments += 1
    top = b"".join(lines[:comments] or lines[:1])
    return top if top.endswith(b"\n") else b""


def _digest(head: bytes, size: int) -> str:
    return hashlib.sha256(head[:size]).hexdigest()
