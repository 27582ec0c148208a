"""The header of 7z archives: its packed streams and the coders that unpack them, read and written.

https://py7zr.readthedocs.io/en/latest/archive_format.html
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tocsin.read.fault import Fault

MAGIC = b"7z\xbc\xaf'\x1c"
START = 32
END, HEADER, MAIN_STREAMS, ENCODED_HEADER = 0x00, 0x01, 0x04, 0x17

_PACK, _UNPACK, _SIZE, _CRC, _FOLDER, _SIZES = 0x06, 0x07, 0x09, 0x0A, 0x0B, 0x0C
_ID_SIZE, _IS_COMPLEX, _HAS_PROPERTIES = 0x0F, 0x10, 0x20
_DAMAGED = "corrupt: damaged or cut short"
_MOST = 100_000
"""Streams, folders or coders of one archive."""


@dataclass
class Coder:
    """One step of unpacking: its method and what the method is told."""

    method: bytes
    properties: bytes = b""
    inputs: int = 1
    outputs: int = 1

    def written(self) -> bytes:
        """As a header has it."""
        is_complex = (self.inputs, self.outputs) != (1, 1)
        flags = len(self.method) | _IS_COMPLEX * is_complex
        flags |= _HAS_PROPERTIES * bool(self.properties)
        out = bytes([flags]) + self.method
        out += numbers(self.inputs, self.outputs) if is_complex else b""
        return out + (numbers(len(self.properties)) + self.properties if self.properties else b"")


@dataclass
class Folder:
    """Coders that work together: `bonds` say which input takes which output, `packed` which
    inputs take a packed stream, `sizes` what each output comes to."""

    coders: list[Coder]
    bonds: list[tuple[int, int]]
    packed: list[int]
    sizes: list[int] = field(default_factory=list)
    crc: bytes = b""

    @property
    def outputs(self) -> int:
        """How many outputs its coders have."""
        return sum(coder.outputs for coder in self.coders)

    def written(self) -> bytes:
        """As a header has it, without its sizes."""
        out = numbers(len(self.coders)) + b"".join(coder.written() for coder in self.coders)
        out += b"".join(numbers(*bond) for bond in self.bonds)
        return out + (numbers(*self.packed) if len(self.packed) > 1 else b"")


@dataclass
class Streams:
    """Where the packed streams start, their sizes, and the folders that take them in order."""

    start: int = 0
    packed: list[int] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)

    def written(self) -> bytes:
        """As a header has it, up to what tells of the files in each folder."""
        out = bytes([_PACK]) + numbers(self.start, len(self.packed))
        out += bytes([_SIZE]) + numbers(*self.packed) + bytes([END, _UNPACK, _FOLDER])
        out += numbers(len(self.folders)) + b"\0"
        out += b"".join(folder.written() for folder in self.folders) + bytes([_SIZES])
        out += b"".join(numbers(*folder.sizes) for folder in self.folders)
        return out + self._checksums() + bytes([END])

    def _checksums(self) -> bytes:
        bits = "".join("1" if folder.crc else "0" for folder in self.folders)
        if "1" not in bits:
            return b""
        size = -(-len(bits) // 8)
        vector = int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")
        return bytes([_CRC, 0]) + vector + b"".join(folder.crc for folder in self.folders)


def numbers(*values: int) -> bytes:
    """Numbers in the longest of their forms, which is as good as any."""
    return b"".join(b"\xff" + struct.pack("<Q", value) for value in values)


class HeaderReader:
    """Reads a header from `at` on. Every method raises `Fault` where it is damaged."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data, self.at = data, at

    def byte(self) -> int:
        """The next byte."""
        return self.take(1)[0]

    def take(self, length: int) -> bytes:
        """The next bytes."""
        raw = self._data[self.at : self.at + length]
        if len(raw) < length:
            raise Fault(_DAMAGED)
        self.at += length
        return raw

    def number(self) -> int:
        """The next number: the leading ones of its first byte count the bytes that follow."""
        first, value = self.byte(), 0
        for place in range(8):
            mask = 0x80 >> place
            if not first & mask:
                return value | (first & mask - 1) << 8 * place
            value |= self.byte() << 8 * place
        return value

    def streams(self) -> Streams:
        """The streams, up to what tells of the files in each folder."""
        found = Streams()
        while (kind := self.byte()) in (_PACK, _UNPACK):
            if kind == _PACK:
                found.start = self.number()
                self._packed(found)
            else:
                self._unpacked(found)
        self.at -= 1
        return found

    def _packed(self, found: Streams) -> None:
        count = self._count()
        while (kind := self.byte()) != END:
            if kind == _SIZE:
                found.packed = [self.number() for _ in range(count)]
            elif kind == _CRC:
                self._checksums(count)
            else:
                raise Fault(_DAMAGED)

    def _unpacked(self, found: Streams) -> None:
        if self.byte() != _FOLDER:
            raise Fault(_DAMAGED)
        count, external = self._count(), self.byte()
        if external:
            raise NotImplementedError
        found.folders = [self._folder() for _ in range(count)]
        while (kind := self.byte()) != END:
            if kind == _SIZES:
                for folder in found.folders:
                    folder.sizes = [self.number() for _ in range(folder.outputs)]
            elif kind == _CRC:
                for folder, crc in zip(found.folders, self._checksums(count), strict=True):
                    folder.crc = crc
            else:
                raise Fault(_DAMAGED)

    def _folder(self) -> Folder:
        coders = [self._coder() for _ in range(self._count())]
        inputs, outputs = sum(c.inputs for c in coders), sum(c.outputs for c in coders)
        if not outputs or inputs > _MOST or outputs > _MOST:
            raise Fault(_DAMAGED)
        bonds = [(self.number(), self.number()) for _ in range(outputs - 1)]
        free = [number for number in range(inputs) if number not in {i for i, _ in bonds}]
        packed = free if len(free) == 1 else [self.number() for _ in free]
        return Folder(coders, bonds, packed)

    def _coder(self) -> Coder:
        flags = self.byte()
        coder = Coder(self.take(flags & _ID_SIZE))
        if flags & _IS_COMPLEX:
            coder.inputs, coder.outputs = self.number(), self.number()
        if flags & _HAS_PROPERTIES:
            coder.properties = self.take(self.number())
        return coder

    def _count(self) -> int:
        count = self.number()
        if count > _MOST:
            raise Fault("limit: members")
        return count

    def _checksums(self, count: int) -> Sequence[bytes]:
        known = [True] * count if self.byte() else list(self._bits(count))
        return [self.take(4) if is_known else b"" for is_known in known]

    def _bits(self, count: int) -> Iterator[bool]:
        raw = self.take(-(-count // 8))
        yield from (bool(raw[n // 8] & 0x80 >> n % 8) for n in range(count))
