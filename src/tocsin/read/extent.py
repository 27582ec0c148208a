"""How far a sheet reaches, before it is read: the library lays out every cell up to the farthest.

One stray cell in the last corner of a sheet would cost hundreds of gigabytes.
"""

import re
import struct
from typing import BinaryIO

from tocsin.read.fault import ENCRYPTED, Fault

MOST_CELLS = 60_000_000

_BIFF_COLUMNS = 256
_FILE_PASS = 0x2F
_CELL_RECORDS = frozenset((0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E, 0x406))

_FAR_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*(\d{4,9})["']""")
_FAR_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{2,7})\d""")
_CHUNK, _OVERLAP = 1 << 20, 256
_LETTERS = 26


def check_biff(stream: bytes) -> None:
    """Refuse a BIFF stream ([MS-XLS]) that is encrypted or has cells where no column can be.

    Raises `Fault`.
    """
    at = 0
    while at + 8 <= len(stream):
        kind, length, _row, column = struct.unpack_from("<HHHH", stream, at)
        if kind == _FILE_PASS:
            raise Fault(ENCRYPTED)
        if kind in _CELL_RECORDS and column >= _BIFF_COLUMNS:
            raise Fault("corrupt: cell outside the sheet")
        at += 4 + length


def check_sheet(xml: BinaryIO) -> None:
    """Refuse a worksheet part (ECMA-376) that spans too many cells. Raises `Fault`."""
    rows, columns, tail = 1, _LETTERS, b""
    while chunk := xml.read(_CHUNK):
        text = tail + chunk
        for found in _FAR_COLUMN.finditer(text):
            columns = max(columns, _number(found[1].upper()))
        for found in _FAR_ROW.finditer(text):
            rows = max(rows, int(found[1]))
        if rows * columns > MOST_CELLS:
            raise Fault("limit: sheet size")
        tail = text[-_OVERLAP:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - 64
    return number
