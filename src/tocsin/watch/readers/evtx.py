"""Windows event logs (EVTX), by pyevtx-rs, chunk by chunk.

A file is a header and chunks of 64 KiB, each complete in itself (libyal, "Windows XML Event Log
format"). A chunk is handed over alone, so that a damaged one costs itself only; the records in it
are counted first, and those that did not come out are reported. Deleted records that still lie
whole in a chunk's slack are read too, and say so (`evidence.recovered`).
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import orjson
from evtx import PyEvtxParser

from tocsin.watch.event import Read, Record, Unparsed
from tocsin.watch.moment import MICROSECONDS, Clock, filetime
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.windows import columns, flat, timed

HEADER, CHUNK, FIRST = 4_096, 65_536, 512
SIGNATURE, CHUNK_SIGNATURE, RECORD = b"ElfFile\0", b"ElfChnk\0", b"**\0\0"
LEAST_RECORD = 28
_RECORD = struct.Struct("<4sIQQ")
_SIZE = struct.Struct("<I")
_FREE = 48
"""Where a chunk's header says at which offset its free space begins."""
DELETED = "deleted, not whole"
DAY = 86_400 * MICROSECONDS
"""A deleted record whose own time and header differ by more is a chance find."""

Found = tuple[int, int, int]
"""Offset in the chunk, size and number of a record."""


class EvtxReader(Reader):
    """EVTX files."""

    name = "windows.evtx"
    splits = True
    blind = (
        (
            "ne montre que ce que l'audit Windows enregistrait ; la lecture d'un fichier "
            "local sans SACL n'y est pas, et un journal plein efface ses plus anciens "
            "événements"
        ),
        (
            "shows only what Windows was set to audit; reading a local file without a SACL is"
            " not in it, and a full log drops its oldest events"
        ),
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By its signature."""
        return head.startswith((SIGNATURE, CHUNK_SIGNATURE))

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """The chunks that begin in the stretch."""
        header = stretch.file.read(HEADER)
        start = HEADER if header.startswith(SIGNATURE) else 0
        if stretch.start > start:
            start += -(-(stretch.start - start) // CHUNK) * CHUNK
        while stretch.end is None or start < stretch.end:
            stretch.file.seek(start)
            chunk = stretch.file.read(CHUNK)
            if not chunk:
                return
            yield from _chunk(chunk.ljust(CHUNK, b"\0"), start, stretch.clock)
            start += CHUNK


def _chunk(chunk: bytes, start: int, clock: Clock) -> Iterator[Read]:
    if not chunk.startswith(CHUNK_SIGNATURE):
        if RECORD in chunk:
            yield Unparsed(start, "damaged chunk")
        return
    live = list(_walk(chunk, FIRST, min(_number(chunk, _FREE), CHUNK)))
    yield from _parse(chunk, live, start, clock, recovered=False)
    end = live[-1][0] + live[-1][1] if live else FIRST
    slack = list(_carve(chunk, max(end, FIRST)))
    if slack:
        for patched, found in _patched(chunk, slack):
            yield from _parse(patched, found, start, clock, recovered=True)


def _walk(chunk: bytes, at: int, end: int) -> Iterator[Found]:
    """Records one after the other."""
    while at + LEAST_RECORD <= end:
        magic, size, number, _ = _RECORD.unpack_from(chunk, at)
        if magic != RECORD or not LEAST_RECORD <= size <= CHUNK - at:
            return
        yield at, size, number
        at += size


def _carve(chunk: bytes, at: int) -> Iterator[Found]:
    """Records beyond the last live one: whole if their size stands at their end once more."""
    # One byte is found much faster than four in a slack of zeros.
    while (at := chunk.find(RECORD[:1], at)) >= 0 and at + LEAST_RECORD <= CHUNK:
        if not chunk.startswith(RECORD, at):
            at += 1
            continue
        _, size, number, _ = _RECORD.unpack_from(chunk, at)
        if LEAST_RECORD <= size <= CHUNK - at and _number(chunk, at + size - 4) == size:
            yield at, size, number
            at += size
        else:
            at += len(RECORD)


def _patched(chunk: bytes, slack: list[Found]) -> Iterator[tuple[bytes, list[Found]]]:
    """The chunk once for each deleted record, which is made its only one.

    The first record's size is stretched over all that stands before the deleted one: its own
    content ends where it says, and the templates keep their places.
    """
    for at, size, number in slack:
        copy = bytearray(chunk)
        if at > FIRST:
            _RECORD.pack_into(copy, FIRST, RECORD, at - FIRST, 0, 0)
        _SIZE.pack_into(copy, _FREE, at + size)
        yield bytes(copy), [(at, size, number)]


def _parse(
    chunk: bytes, found: list[Found], start: int, clock: Clock, *, recovered: bool
) -> Iterator[Read]:
    """The records of a chunk; of those `found` in it, none goes without a word."""
    offsets = {number: (at, chunk) for at, _, number in found}
    for number, text in _records(chunk):
        place = offsets.pop(number, None)
        if place is None:
            continue
        yield _record(text, start + place[0], clock, recovered=recovered, chunk=place)
    reason = DELETED if recovered else "damaged"
    for at, _ in offsets.values():
        yield Unparsed(start + at, reason)


def _records(chunk: bytes) -> Iterator[tuple[int, str]]:
    """What pyevtx-rs makes of a file with this one chunk."""
    parser = PyEvtxParser(BytesIO(_FILE_HEADER + chunk), number_of_threads=1)
    records: Iterator[Any] = parser.records_json()
    while True:
        try:
            for record in records:
                yield record["event_record_id"], record["data"]
        except (RuntimeError, OSError, ValueError):
            continue  # with the record behind the damaged one
        return


def _record(
    text: str, offset: int, clock: Clock, *, recovered: bool, chunk: tuple[int, bytes]
) -> Read:
    try:
        fields = flat(orjson.loads(text)["Event"])
        said = fields["SystemTime"]
        moment = clock.iso(said) if said else filetime(_written(*chunk))
        if not recovered or _may_be_of(moment, _written(*chunk)):
            return Record(offset, timed(columns(fields), moment), fields, recovered)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        pass
    return Unparsed(offset, DELETED if recovered else "shape")


def _may_be_of(moment: int, stamp: int) -> bool:
    """Whether a record may bear this time; an exported log may have no stamps."""
    return not stamp or abs(moment - filetime(stamp)) < DAY


def _written(at: int, chunk: bytes) -> int:
    return int(_RECORD.unpack_from(chunk, at)[3])


def _number(chunk: bytes, at: int) -> int:
    return int(_SIZE.unpack_from(chunk, at)[0])


def _header() -> bytes:
    """A file header for one chunk: format 3.1; its checksum is of its first 120 bytes."""
    head = struct.pack("<8sQQQIHHHH", SIGNATURE, 0, 0, 1, 128, 1, 3, HEADER, 1).ljust(120, b"\0")
    return (head + _SIZE.pack(0) + _SIZE.pack(zlib.crc32(head))).ljust(HEADER, b"\0")


_FILE_HEADER = _header()
