"""Members of a ZIP archive that lost its directory, by their local headers (APPNOTE 4.3.7)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.read.fault import ENCRYPTED
from tocsin.read.limits import MEMORY_BYTES, RATIO, RATIO_FROM_BYTES

CUT_SHORT = "corrupt: damaged or cut short"
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_MARK = b"PK\x03\x04"
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A member: its name, what could be unpacked, and what is wrong with it ("" if nothing)."""

    name: str
    data: bytes
    fault: str


def salvaged(archive: bytes) -> Iterator[Salvaged]:
    """The members that can still be found, in order; folders are left out."""
    at = archive.find(_MARK)
    while 0 <= at <= len(archive) - _HEADER.size:
        member, end = _member(archive, at)
        if member.data or not member.name.endswith("/"):
            yield member
        at = archive.find(_MARK, end)


def _member(archive: bytes, at: int) -> tuple[Salvaged, int]:
    header = _HEADER.unpack_from(archive, at)
    flags, method, packed, length, extra = header[2], header[3], header[7], header[9], header[10]
    name_at = at + _HEADER.size
    name = archive[name_at : name_at + length].decode(
        "utf-8" if flags & _UTF8_FLAG else "cp437", "replace"
    )
    start = name_at + length + extra
    if flags & _ENCRYPTED_FLAG:
        return Salvaged(name, b"", ENCRYPTED), start
    if method == _STORED:
        data = archive[start : start + packed]
        return Salvaged(name, data, "" if len(data) == packed else CUT_SHORT), start + packed
    if method == _DEFLATED:
        data, fault, used = _inflated(archive, start)
        return Salvaged(name, data, fault), start + used
    return Salvaged(name, b"", "unsupported: compression"), start


def _inflated(archive: bytes, start: int) -> tuple[bytes, str, int]:
    """What unpacks from `start`, what went wrong, and how many packed bytes it took."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    packed = memoryview(archive)[start:]
    try:
        most = min(MEMORY_BYTES, max(RATIO_FROM_BYTES, RATIO * len(packed)))
        data = unpacker.decompress(packed, most)
    except zlib.error:
        return b"", CUT_SHORT, 1
    used = len(packed) - len(unpacker.unused_data) - len(unpacker.unconsumed_tail)
    return data, "" if unpacker.eof else CUT_SHORT, max(used, 1)
