"""The values of MAPI properties, as Outlook keeps them in msg, pst and winmail.dat. [MS-OXCDATA]"""

import datetime as dt
import struct
from collections.abc import Iterator

from tocsin.read.text import decode

Value = str | bytes | int | dt.datetime
"""Several strings are one, joined by `; `."""

Properties = dict[int | str, Value]
"""Values by property: its number, `LID + number` of a named one, or its name. [MS-OXPROPS]"""

LID = 0x10000

INTEGER, BOOLEAN, OBJECT, TIME = 0x03, 0x0B, 0x0D, 0x40
NARROW, WIDE, BINARY = 0x1E, 0x1F, 0x102
SEVERAL = 0x1000
"""Added to the type of a property that has several values."""

FIXED = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 1, 0x14: 8, 0x40: 8}
"""Bytes of the values of a fixed length, by type."""

_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_MOST_VALUES = 10_000
_NAMED_FROM = 0x8000
_PUBLIC = 2
"""The set of properties to which the fields belong that people made themselves."""


def value_of(kind: int, raw: bytes) -> Value | None:
    """A value from its bytes; None for a type that says nothing of a person."""
    match kind:
        case 0x1F:
            return raw.decode("utf-16-le", "replace").rstrip("\0")
        case 0x1E:
            return decode(raw).rstrip("\0")
        case 0x102 | 0x0D:
            return raw
        case 0x101E | 0x101F:
            return "; ".join(str(value_of(kind - SEVERAL, one)) for one in _several(raw))
        case 0x02 | 0x03 | 0x0B | 0x14:
            return int.from_bytes(raw[: FIXED[kind]], "little")
        case 0x40:
            return time_of(raw)
        case _:
            return None


def time_of(raw: bytes) -> dt.datetime | None:
    """A FILETIME, hundreds of nanoseconds since 1601, as a moment; None out of all calendars."""
    if len(raw) < 8:
        return None
    try:
        return _EPOCH + dt.timedelta(microseconds=struct.unpack_from("<Q", raw)[0] // 10)
    except OverflowError:
        return None


def _several(raw: bytes) -> list[bytes]:
    """The parts of a value of several: count, where each begins, bytes. [MS-PST] 2.3.3.4"""
    count = min(int.from_bytes(raw[:4], "little"), _MOST_VALUES, len(raw) // 4 - 1)
    if count <= 0:
        return []
    starts = struct.unpack_from(f"<{count}I", raw, 4)
    return [raw[start:end] for start, end in zip(starts, (*starts[1:], len(raw)), strict=True)]


def names_of(entries: bytes, strings: bytes) -> Iterator[tuple[int, int | str]]:
    """What each number from 0x8000 on stands for in a file. [MS-PST] 2.4.7, [MS-OXMSG] 2.2.3"""
    for at in range(0, len(entries) - 7, 8):
        name, kind, index = struct.unpack_from("<IHH", entries, at)
        if not kind & 1:
            yield _NAMED_FROM + index, LID + name
        elif kind >> 1 == _PUBLIC and name + 4 <= len(strings):
            length = struct.unpack_from("<I", strings, name)[0]
            text = strings[name + 4 : name + 4 + length].decode("utf-16-le", "replace")
            yield _NAMED_FROM + index, text
