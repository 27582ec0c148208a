"""A storage of a compound file as a compound file of its own, so that it is read like any other.

[MS-CFB] version 3: sectors of 512 bytes, one FAT, a mini stream for streams below 4096 bytes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from tocsin.read.cfb import MAGIC, STREAM, CompoundFile, Entry
from tocsin.read.fault import Fault

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NUMBERS = _SECTOR // 4
_IN_HEADER = 109
_DEEPEST = 16
_ROOT = 5


def standalone(file: CompoundFile, storage: Entry) -> bytes:
    """`storage` and all within it as the bytes of a compound file. Raises `Fault` if it nests
    too deep."""
    writer = _Writer()
    writer.add(file, storage, _ROOT, 0)
    return writer.finished()


@dataclass
class _Row:
    """One entry of the directory to be."""

    name: str
    kind: int
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")[:62]
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(name) + 2, self.kind, 1, _FREE, self.right, self.child)
            + bytes(36)
            + struct.pack("<IQ", self.start, self.size)
        )


@dataclass
class _Writer:
    _rows: list[_Row] = field(default_factory=list)
    _sectors: bytearray = field(default_factory=bytearray)
    _fat: list[int] = field(default_factory=list)
    _mini: bytearray = field(default_factory=bytearray)
    _mini_fat: list[int] = field(default_factory=list)

    def add(self, file: CompoundFile, entry: Entry, kind: int, depth: int) -> int:
        """Add an entry and what is below it; its number in the directory."""
        if depth > _DEEPEST:
            raise Fault("limit: nesting")
        number = len(self._rows)
        row = _Row("Root Entry" if kind == _ROOT else entry.name, kind)
        self._rows.append(row)
        if kind == STREAM:
            self._fill(row, file.read(entry))
            return number
        children = sorted(file.children(entry), key=lambda e: (len(e.name), e.name.upper()))
        numbers = [self.add(file, child, child.kind, depth + 1) for child in children]
        row.child = numbers[0] if numbers else _FREE
        for left, right in pairwise(numbers):
            self._rows[left].right = right
        return number

    def _fill(self, row: _Row, data: bytes) -> None:
        row.size = len(data)
        if len(data) >= _CUTOFF:
            row.start = _append(self._sectors, self._fat, data, _SECTOR)
        elif data:
            row.start = _append(self._mini, self._mini_fat, data, _MINI)

    def finished(self) -> bytes:
        """The whole file."""
        root = self._rows[0]
        root.size = len(self._mini)
        root.start = _append(self._sectors, self._fat, bytes(self._mini), _SECTOR)
        mini_fat = _append(self._sectors, self._fat, _packed(self._mini_fat), _SECTOR)
        directory = b"".join(row.packed() for row in self._rows)
        directory_start = _append(self._sectors, self._fat, directory, _SECTOR)
        fat_sectors = list(self._append_fat())
        header = MAGIC + bytes(16)
        header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, len(fat_sectors),
                              directory_start, 0, _CUTOFF, mini_fat,
                              _blocks(self._mini_fat), _END, 0)  # fmt: skip
        return header + _packed(fat_sectors, _IN_HEADER) + bytes(self._sectors)

    def _append_fat(self) -> Iterator[int]:
        """Append the FAT, which counts its own sectors too; where they stand."""
        count = 1
        while (len(self._fat) + count) > count * _NUMBERS:
            count += 1
        if count > _IN_HEADER:
            raise Fault("limit: size")
        first = len(self._fat)
        self._fat += [_FAT_SECTOR] * count
        self._sectors += _packed(self._fat, count * _NUMBERS)
        yield from range(first, first + count)


def _append(area: bytearray, table: list[int], data: bytes, step: int) -> int:
    """Append `data` in whole steps, chained in `table`; where it starts."""
    if not data:
        return _END
    first = len(table)
    count = -(-len(data) // step)
    table += [*range(first + 1, first + count), _END]
    area += data.ljust(count * step, b"\0")
    return first


def _packed(numbers: list[int], count: int = 0) -> bytes:
    padded = numbers + [_FREE] * ((count or _blocks(numbers) * _NUMBERS) - len(numbers))
    return struct.pack(f"<{len(padded)}I", *padded)


def _blocks(numbers: list[int]) -> int:
    return -(-len(numbers) // _NUMBERS)
