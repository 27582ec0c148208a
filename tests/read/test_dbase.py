"""dBase: rows under their columns, deleted ones too; a table cut short says so."""

import struct

from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus

FIELDS = [("NOM", "C", 12), ("NE_LE", "D", 8), ("SOLDE", "N", 9)]
ROWS = [("LEFÈVRE", "19840703", "12.50"), ("GALL", "19600201", "")]


def dbase(encoding: str = "cp850", fields: list[tuple[str, str, int]] = FIELDS) -> bytes:
    columns = b"".join(
        name.encode().ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([size, 0]) + bytes(14)
        for name, kind, size in fields
    )
    start, length = 33 + len(columns), 1 + sum(size for _, _, size in fields)
    head = struct.pack("<BBBBIHH20x", 3, 125, 3, 12, len(ROWS), start, length)
    told = b""
    for mark, row in zip((b" ", b"*"), ROWS, strict=True):
        cells = zip(row, fields, strict=True)
        told += mark + b"".join(v.encode(encoding).ljust(size) for v, (_, _, size) in cells)
    return head + columns + b"\r" + told + b"\x1a"


def test_rows_of_either_encoding(read_bytes: ReadBytes) -> None:
    for encoding in ("cp850", "cp1252", "utf-8"):
        reading = read_bytes(dbase(encoding), "PATIENTS.DBF")
        (table,) = reading.tables
        assert table.header == ("NOM", "NE_LE", "SOLDE")
        assert table.rows == [["LEFÈVRE", "1984-07-03", "12.50"], ["GALL", "1960-02-01", ""]]
        assert reading.status is ReadStatus.READ


def test_what_is_missing_is_said(read_bytes: ReadBytes) -> None:
    reading = read_bytes(dbase()[:-5], "PATIENTS.DBF")
    assert (reading.status, len(reading.rows)) == (ReadStatus.PARTIAL, 1)
    memo = [*FIELDS[:2], ("NOTE", "M", 10)]
    assert read_bytes(dbase(fields=memo), "x").reason == "unsupported: memos beside the table"
