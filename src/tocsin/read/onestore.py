"""The store of OneNote sections: lists of nodes, sets of properties, files. [MS-ONESTORE]

Lists are found by their mark wherever they lie, so that older states of a page are read as well.
"""

import re
import struct
from collections.abc import Iterator

from tocsin.read.fault import Fault

HEADER = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
"""{7B5C52E4-D88C-4DA7-AEB1-5378D02996D3}, how a section begins."""

STORE = bytes.fromhex("3fdd9a101b91f549a5d01791edc8aed8")
"""{109ADD3F-911B-49F5-A5D0-1791EDC8AED8}, the format of this module."""

_LIST = struct.pack("<Q", 0xA4567AB1F5F7F4C4)
_FILE = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
_FILE_HEADER = 36
_PROPERTY_SETS = frozenset((0x2D, 0x2E, 0x41, 0x42, 0xA4, 0xA5, 0xC4, 0xC5))
_SIZES = {3: 1, 4: 2, 5: 4, 6: 8}
_BYTES, _LISTS, _SETS, _SET = 0x7, (0x9, 0xB, 0xD), 0x10, 0x11
_DEEPEST = 10
_MOST_PROPERTIES = 2_000

Property = tuple[int, bytes]
"""Number of the property with its type, and bytes."""


def property_sets(data: bytes) -> Iterator[list[Property]]:
    """The properties of each object, those that hold bytes. Raises `Fault` for one it lost."""
    for at in _places(data, _LIST):
        for kind, place, size in _nodes(data, at + 16):
            if kind in _PROPERTY_SETS and place + size <= len(data):
                yield list(_Set(data[place : place + size]).properties())


def files(data: bytes) -> Iterator[bytes]:
    """The files kept in the store. Raises `Fault` if one is not whole."""
    for at in _places(data, _FILE):
        if at + _FILE_HEADER > len(data):
            raise Fault("corrupt: damaged or cut short")
        size = struct.unpack_from("<Q", data, at + 16)[0]
        start = at + _FILE_HEADER
        if start + size > len(data):
            raise Fault("corrupt: damaged or cut short")
        yield data[start : start + size]


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    yield from (match.start() for match in re.finditer(re.escape(mark), data))


def _nodes(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind of each node of a list, and where what it refers to starts and how long it is."""
    while at + 4 <= len(data):
        head = struct.unpack_from("<I", data, at)[0]
        kind, size = head & 0x3FF, head >> 10 & 0x1FFF
        if not kind or size < 4:
            return
        if head >> 27 & 0xF == 1:
            yield kind, *_reference(data, at + 4, head >> 23 & 3, head >> 25 & 3)
        at += size


def _reference(data: bytes, at: int, place_form: int, size_form: int) -> tuple[int, int]:
    """A place and a size, each in one of four forms ([MS-ONESTORE] 2.2.4.2)."""
    widths, factors = (8, 4, 2, 4), (1, 1, 8, 8)
    middle = at + widths[place_form]
    place = int.from_bytes(data[at:middle], "little") * factors[place_form]
    width = (4, 8, 1, 2)[size_form]
    size = int.from_bytes(data[middle : middle + width], "little") * factors[size_form]
    return place, size


class _Set:
    """A set of properties, after the lists of the objects it refers to."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def properties(self) -> Iterator[Property]:
        """The properties that hold bytes, those of inner sets included. Raises `Fault`."""
        head = self._skip_references()
        if not head >> 31:  # object spaces, and contexts after them
            head = self._skip_references()
            if head >> 30 & 1:
                self._skip_references()
        yield from self._set(0)

    def _skip_references(self) -> int:
        head = self._number(4)
        self._at += 4 * (head & 0xFFFFFF)
        return head

    def _set(self, depth: int) -> Iterator[Property]:
        if depth > _DEEPEST:
            raise Fault("limit: nesting")
        count = self._number(2)
        tags = [self._number(4) for _ in range(min(count, _MOST_PROPERTIES))]
        for tag in tags:
            yield from self._value(tag, depth)

    def _value(self, tag: int, depth: int) -> Iterator[Property]:
        kind = tag >> 26 & 0x1F
        if kind in _SIZES:
            self._bytes(_SIZES[kind])
        elif kind == _BYTES:
            yield tag & 0x7FFFFFFF, self._bytes(self._number(4))
        elif kind in _LISTS:
            self._number(4)
        elif kind == _SETS:
            count = self._number(4)
            if count:
                self._number(4)
            for _ in range(min(count, _MOST_PROPERTIES)):
                yield from self._set(depth + 1)
        elif kind == _SET:
            yield from self._set(depth + 1)

    def _number(self, width: int) -> int:
        return int.from_bytes(self._bytes(width), "little")

    def _bytes(self, length: int) -> bytes:
        raw = self._data[self._at : self._at + length]
        if len(raw) < length:
            raise Fault("corrupt: damaged or cut short")
        self._at += length
        return raw
