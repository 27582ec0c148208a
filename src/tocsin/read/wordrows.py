"""Which paragraphs of an old Word document stand in a table, and which end a row of it. [MS-DOC]

The paragraph properties lie in pages of 512 bytes (§2.9.174 PapxFkp), found by the table
PlcBtePapx (§2.8.6) and keyed by file position.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_BTE_AT = 0x102
_PAGE = 512
_IN_TABLE, _ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
_HUGE = b"\x46\x66"
"""Operation codes with their operand: sprmPFInTable 1, sprmPFTtp 1; sprmPHugePapx."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands."""

    in_table: bool = False
    row_end: bool = False


class Places:
    """The place of the paragraph at a file position. Damaged pages are left out."""

    def __init__(self, main: bytes, table: bytes, data: bytes) -> None:
        found = sorted(dict(_runs(main, table, data)).items())
        self._starts = [start for start, _ in found]
        self._places = [place for _, place in found]

    def at(self, position: int) -> Place:
        """The place of the paragraph that holds the character there."""
        index = bisect_right(self._starts, position) - 1
        return self._places[index] if index >= 0 else Place()


def _runs(main: bytes, table: bytes, data: bytes) -> Iterator[tuple[int, Place]]:
    start, length = struct.unpack_from("<II", main, _BTE_AT)
    plc = table[start : start + length]
    count = max(0, (len(plc) - 4) // 8)
    for (number,) in struct.iter_unpack("<I", plc[4 * (count + 1) : 4 * (2 * count + 1)]):
        at = (number & 0x3FFFFF) * _PAGE
        page = main[at : at + _PAGE]
        if len(page) == _PAGE:
            yield from _page(page, data)


def _page(page: bytes, data: bytes) -> Iterator[tuple[int, Place]]:
    count = min(page[-1], 29)
    starts = struct.unpack_from(f"<{count}I", page)
    for number, start in enumerate(starts):
        offset = 2 * page[4 * (count + 1) + 13 * number]
        size = 2 * page[offset] - 1 if offset else 0
        if offset and size < 0:
            offset, size = offset + 1, 2 * page[offset + 1]
        yield start, _place(page[offset + 1 : offset + 1 + size], data)


def _place(properties: bytes, data: bytes) -> Place:
    if (huge := properties.find(_HUGE)) >= 0 and len(properties) >= huge + 6:
        at = struct.unpack_from("<I", properties, huge + 2)[0]
        size = int.from_bytes(data[at : at + 2], "little")
        properties += data[at + 2 : at + 2 + size]
    row_end = _ROW_END in properties
    return Place(row_end or _IN_TABLE in properties, row_end)
