"""The nodes and blocks of an Outlook data file (the NDB layer). [MS-PST] 2.2"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from tocsin.read.fault import Fault
from tocsin.read.limits import MEMORY_BYTES
from tocsin.read.pst.cipher import deciphered
from tocsin.read.pst.layout import ANSI, LARGE, layout_of

MAGIC = b"!BDN"
DAMAGED = "corrupt: damaged or cut short"

_BLOCKS, _NODES = 0x80, 0x81
_INTERNAL = 2
_DEEPEST, _DEEPEST_DATA = 16, 2
_CACHED_BLOCKS = 64
_PADDING = 80
"""A block's padding and trailer are shorter."""
_CHUNK, _ALIGNED = 1 << 23, 512
_FARTHEST = 1 << 43
"""No such file has bytes beyond: a place beyond is that of a damaged page."""

Table = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its identifier, the blocks of its data and of its subnodes, its parent's node."""

    identifier: int
    data: int
    sub: int
    parent: int = 0


class NodeStore:
    """The nodes of a data file and their bytes. Raises `Fault` if it is none.

    `is_damaged` tells whether a page of its indexes was lost; the file was then searched for
    pages that nothing leads to, so that entries of older states of it may be among the nodes.
    `wrong_checksums` counts the blocks read so far whose bytes have changed.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._header = self._bytes(0, 564)
        if self._header[:4] != MAGIC or len(self._header) < 564:
            raise Fault("corrupt: not an Outlook data file")
        version = struct.unpack_from("<H", self._header, 10)[0]
        self._layout = layout_of(version)
        self._crypt = self._header[self._layout.crypt]
        self.is_damaged, self.wrong_checksums = False, 0
        self._blocks = self._table(_BLOCKS, self._layout.block)
        self._nodes = self._table(_NODES, self._layout.node)
        self._block = lru_cache(_CACHED_BLOCKS)(self._read_block)

    @property
    def index_bits(self) -> int:
        """How many bits number an item in a page of a heap."""
        return self._layout.index_bits

    def nodes(self, kind: int) -> Iterator[Node]:
        """All nodes of a kind ([MS-PST] 2.2.2.1), by identifier."""
        for row in self._nodes[self._nodes["id"] & 0x1F == kind]:
            yield _node(row)

    def node(self, identifier: int) -> Node | None:
        """The node of that identifier."""
        row = _row(self._nodes, identifier)
        return None if row is None else _node(row)

    def pieces(self, block: int) -> Iterator[bytes]:
        """The data under a block, in the pieces in which it is kept. Raises `Fault`."""
        size = 0
        for piece in self._pieces(block, 0):
            size += len(piece)
            if size > MEMORY_BYTES:
                raise Fault("limit: size")
            yield piece

    def subnodes(self, block: int) -> Iterator[Node]:
        """The nodes within a node, from its block of subnodes. Raises `Fault`."""
        yield from self._subnodes(block, set())

    def _pieces(self, block: int, depth: int) -> Iterator[bytes]:
        data = self._block(block) if block else b""
        if not block & _INTERNAL:
            yield data
            return
        if depth > _DEEPEST_DATA or data[:1] != b"\x01":
            raise Fault(DAMAGED)
        for child in self._words(data, 8, struct.unpack_from("<H", data, 2)[0]):
            yield from self._pieces(child, depth + 1)

    def _subnodes(self, block: int, seen: set[int]) -> Iterator[Node]:
        if not block or block in seen:
            return
        seen.add(block)
        data = self._block(block | _INTERNAL)
        if data[:1] != b"\x02":
            raise Fault(DAMAGED)
        level, count = struct.unpack_from("<BH", data, 1)
        words = list(self._words(data, self._layout.width, count * (2 if level else 3)))
        if level:
            for child in words[1::2]:
                yield from self._subnodes(child, seen)
            return
        for identifier, inner, sub in zip(words[::3], words[1::3], words[2::3], strict=True):
            yield Node(identifier & 0xFFFFFFFF, inner, sub)

    def _words(self, data: bytes, start: int, count: int) -> Iterator[int]:
        word = self._layout.word
        for at in range(start, start + count * self._layout.width, self._layout.width):
            yield from struct.unpack_from(word, data, at)

    def _bytes(self, at: int, size: int) -> bytes:
        if at > _FARTHEST:
            return b""
        self._stream.seek(at)
        return self._stream.read(size)

    def _read_block(self, identifier: int) -> bytes:
        row = _row(self._blocks, identifier & ~1)
        if row is None:
            raise Fault(DAMAGED)
        size = int(row["size"])
        padded = self._bytes(int(row["at"]), size + _PADDING)
        data = padded[:size]
        if len(data) < size:
            raise Fault(DAMAGED)
        self.wrong_checksums += not self._is_block_whole(padded, size)
        if identifier & _INTERNAL:
            return self._inflated(data)
        inflated = self._inflated(data)
        clear = deciphered(inflated, self._crypt, identifier & 0xFFFFFFFF)
        return clear if inflated is not data else self._inflated(clear)

    def _is_block_whole(self, padded: bytes, size: int) -> bool:
        """Whether a block's check sum holds; of the newest files we do not know where it stands."""
        trailer = 12 if self._layout is ANSI else 16
        at = -(-(size + trailer) // 64) * 64 - trailer + (8 if self._layout is ANSI else 4)
        if self._layout is LARGE or at + 4 > len(padded):
            return True
        return bool(_weak_crc(padded[:size]) == struct.unpack_from("<I", padded, at)[0])

    def _inflated(self, data: bytes) -> bytes:
        """A block as it was before it was deflated, if it was: before or after it was hidden."""
        return _inflated(data) if self._layout is LARGE else data

    def _table(self, kind: int, entry: npt.DTypeLike) -> Table:
        """The entries of an index, sorted, those first found standing for all of their number."""
        where = self._layout.roots[kind == _BLOCKS]
        root = struct.unpack_from(self._layout.word, self._header, where)[0]
        pages = [self._entries(page, entry) for page in self._leaves(root, kind, _DEEPEST, set())]
        if self.is_damaged:
            pages += [self._entries(page, entry) for page in self._lost_leaves(kind)]
        found = np.concatenate([np.zeros(0, entry), *pages])
        _, first = np.unique(found["id"], return_index=True)
        return found[first]

    def _entries(self, page: bytes, entry: npt.DTypeLike) -> Table:
        size = np.dtype(entry).itemsize
        count = min(self._count(page), self._layout.counts // size)
        return np.frombuffer(page, entry, count)

    def _count(self, page: bytes) -> int:
        form = "<H" if self._layout is LARGE else "<B"
        return int(struct.unpack_from(form, page, self._layout.counts)[0])

    def _level(self, page: bytes) -> int:
        return page[self._layout.counts + (5 if self._layout is LARGE else 3)]

    def _leaves(self, at: int, kind: int, most: int, seen: set[int]) -> Iterator[bytes]:
        """The leaf pages under a page, in order; a page that is none marks the file damaged."""
        page = self._bytes(at, self._layout.page) if at not in seen else b""
        seen.add(at)
        if not self._is_whole(page, kind) or self._level(page) >= most:
            self.is_damaged = True
            return
        if not (level := self._level(page)):
            yield page
            return
        step = 3 * self._layout.width
        for number in range(min(self._count(page), self._layout.counts // step)):
            place = number * step + 2 * self._layout.width
            child = struct.unpack_from(self._layout.word, page, place)[0]
            yield from self._leaves(child, kind, level, seen)

    def _is_whole(self, page: bytes, kind: int) -> bool:
        """Whether a page is of that kind and its check sum ([MS-PST] 5.3) holds."""
        end = self._layout.trailer
        if len(page) < self._layout.page or page[end] != kind or page[end + 1] != kind:
            return False
        where = end + (8 if self._layout is ANSI else 4)
        told = struct.unpack_from("<I", page, where)[0]
        return bool(_weak_crc(page[:end]) == told)

    def _lost_leaves(self, kind: int) -> Iterator[bytes]:
        """Every leaf page in the file, found by looking at all places where one could be."""
        at = 0
        while chunk := self._bytes(at, _CHUNK + self._layout.page):
            marks = np.frombuffer(chunk, np.uint8)[self._layout.trailer :: _ALIGNED]
            for number in np.flatnonzero(marks == kind):
                start = int(number) * _ALIGNED
                page = chunk[start : start + self._layout.page]
                if self._is_whole(page, kind) and not self._level(page):
                    yield page
            at += _CHUNK


def _weak_crc(data: bytes) -> int:
    """[MS-PST] 5.3"""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _row(table: Table, identifier: int) -> np.void | None:
    at = int(np.searchsorted(table["id"], identifier))
    if at < len(table) and table["id"][at] == identifier:
        row: np.void = table[at]
        return row
    return None


def _node(row: np.void) -> Node:
    return Node(int(row["id"]), int(row["data"]), int(row["sub"]), int(row["parent"]))


def _inflated(data: bytes) -> bytes:
    if data[:1] != b"\x78":
        return data
    engine = zlib.decompressobj()
    try:
        out = engine.decompress(data, 1 << 17)
    except zlib.error:
        return data
    return out if engine.eof else data
