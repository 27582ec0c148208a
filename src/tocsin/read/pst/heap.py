"""Heaps on nodes and what is kept in them: property contexts and tables (LTP). [MS-PST] 2.3"""

import struct
from collections.abc import Iterator

from tocsin.read.fault import Fault
from tocsin.read.mapi import FIXED, Value, value_of
from tocsin.read.pst.nodes import DAMAGED, Node, NodeStore

_SIGNATURE, _TREE, _TABLE = 0xEC, 0xB5, 0x7C
_OBJECT = 0x000D
_DEEPEST = 8
MOST_ROWS = 100_000
"""Rows of one table, the recipients of a mail say."""

Numbered = dict[int, Value]
"""Values by the number of their property; from 0x8000 on, it is the file that gives them names."""


class Heap:
    """The heap of a node, and the node's subnodes. Raises `Fault` if it is none."""

    def __init__(self, store: NodeStore, node: Node) -> None:
        self._store = store
        self._pages = list(store.pieces(node.data))
        self.subnodes = {inner.identifier: inner for inner in store.subnodes(node.sub)}
        if not self._pages or self._pages[0][2:3] != bytes([_SIGNATURE]):
            raise Fault(DAMAGED)
        self._root = struct.unpack_from("<I", self._pages[0], 4)[0]

    def properties(self) -> Numbered:
        """What a property context holds."""
        found: Numbered = {}
        for key, entry in self._tree(self._item(self._root)):
            tag = struct.unpack("<H", key)[0]
            kind, place = struct.unpack("<HI", entry)
            value = self._value(kind, entry[2:], place)
            if value is not None:
                found[tag] = value
        return found

    def rows(self) -> Iterator[Numbered]:
        """The rows of a table context."""
        head = self._item(self._root)
        if head[:1] != bytes([_TABLE]):
            raise Fault(DAMAGED)
        bits, size = struct.unpack_from("<HH", head, 6)
        place = struct.unpack_from("<I", head, 14)[0]
        columns = [struct.unpack_from("<IHBB", head, 22 + 8 * n) for n in range(head[1])]
        for number, row in enumerate(self._cut(place, size)):
            if number >= MOST_ROWS:
                raise Fault("limit: rows")
            yield dict(self._cells(row, columns, row[bits:]))

    def _cut(self, place: int, size: int) -> Iterator[bytes]:
        """The rows at a place: none goes from one piece of it to the next."""
        for page in self._pieces(place) if size else ():
            yield from (page[at : at + size] for at in range(0, len(page) - size + 1, size))

    def object_at(self, tag: int) -> Node | None:
        """The subnode that a property of type object names."""
        for key, entry in self._tree(self._item(self._root)):
            kind, place = struct.unpack("<HI", entry)
            if struct.unpack("<H", key)[0] == tag and kind == _OBJECT:
                return self.subnodes.get(struct.unpack_from("<I", self._item(place))[0])
        return None

    def _cells(
        self, row: bytes, columns: list[tuple[int, int, int, int]], present: bytes
    ) -> Iterator[tuple[int, Value]]:
        for tag, at, size, bit in columns:
            if bit // 8 < len(present) and present[bit // 8] & 0x80 >> bit % 8:
                cell = row[at : at + size]
                place = struct.unpack("<I", cell)[0] if size == 4 else 0
                value = self._value(tag & 0xFFFF, cell, place)
                if value is not None:
                    yield tag >> 16, value

    def _value(self, kind: int, inline: bytes, place: int) -> Value | None:
        """A value, kept in place if it is short; None if its bytes are lost or of no use."""
        fixed = FIXED.get(kind, 0)
        if fixed and fixed <= len(inline):
            return value_of(kind, inline)
        if kind == _OBJECT:
            return None
        return value_of(kind, b"".join(self._pieces(place)))

    def _pieces(self, place: int) -> Iterator[bytes]:
        """The bytes at a place: an item of this heap or a subnode."""
        if not place & 0x1F:
            yield self._item(place)
        elif place in self.subnodes:
            yield from self._store.pieces(self.subnodes[place].data)

    def _item(self, place: int) -> bytes:
        bits = self._store.index_bits
        index, number = place >> 5 & (1 << bits) - 1, place >> 5 + bits
        if not index:
            return b""
        if number >= len(self._pages):
            raise Fault(DAMAGED)
        page = self._pages[number]
        where = struct.unpack_from("<H", page)[0] + 4 + 2 * (index - 1)
        start, end = struct.unpack_from("<HH", page, where)
        return page[start:end]

    def _tree(self, head: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The records of a tree on the heap, as key and entry."""
        if len(head) < 8 or head[0] != _TREE:
            raise Fault(DAMAGED)
        _, key, entry, levels, root = struct.unpack_from("<BBBBI", head)
        places, seen = [root], set[int]()
        for _ in range(min(levels, _DEEPEST)):
            above = [record[key:] for place in places for record in self._records(place, key + 4)]
            places = [place for (place,) in map(struct.Struct("<I").unpack, above)]
            places = [place for place in dict.fromkeys(places) if place not in seen]
            seen.update(places)
        for place in places:
            for record in self._records(place, key + entry):
                yield record[:key], record[key:]

    def _records(self, place: int, step: int) -> Iterator[bytes]:
        data = self._item(place)
        for at in range(0, len(data) - step + 1, max(step, 1)):
            yield data[at : at + step]
