"""Access databases of every age: tables with their columns; nothing is lined up by guess."""

import io
from pathlib import Path

import pytest

from tests.read.conftest import ReadBytes
from tests.read.samples import png
from tocsin.model.document import ReadStatus
from tocsin.read.content import Content
from tocsin.read.formats import access

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def database() -> bytes:
    return (DATA / "testAccess_V1997.mdb").read_bytes()


def test_tables_have_their_columns(read_bytes: ReadBytes, database: bytes) -> None:
    reading = read_bytes(database, "base.mdb")
    assert reading.status is ReadStatus.READ
    tables = {table.locator: table for table in reading.tables}
    assert set(tables) == {f"table Table{n}" for n in range(1, 5)}
    assert tables["table Table1"].header == ("C", "D", "E", "F", "G", "H", "I", "A", "B")
    assert tables["table Table1"].rows[1][4:] == ["1974-09-21", "35000", "true", *ROW]
    assert tables["table Table4"].header == ("name", "data")


ROW = ("abcdefg", "hijklmnop")


def test_cut_short_or_damaged_it_never_raises(read_bytes: ReadBytes, database: bytes) -> None:
    for tenth in range(1, 10):
        read_bytes(database[: len(database) * tenth // 10], "base.mdb")
    for at in range(2048, len(database), len(database) // 20):
        read_bytes(database[:at] + bytes(64) + database[at + 64 :], "base.mdb")


def test_an_encrypted_database_is_listed(read_bytes: ReadBytes) -> None:
    head = b"\x00\x01\x00\x00Standard ACE DB\x00".ljust(675, b"\0")
    reading = read_bytes(head + b"<?xml version='1.0'?><encryption/>", "base.accdb")
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "encrypted")


BASE = Content("base", "", 0, io.BytesIO)


def test_columns_that_do_not_line_up_are_told_apart() -> None:
    table, apart, loss = access._table(BASE, "t", {"nom": ["A", "B"], "ville": ["Nîmes"]})
    assert (table.header, table.rows) == (("nom",), [["A"], ["B"]])  # type: ignore[union-attr]
    assert apart.rows == [["Nîmes"]]  # type: ignore[union-attr]
    assert loss == access.Loss(access.MISALIGNED)


def test_objects_within_are_a_loss() -> None:
    *_, loss = access._table(BASE, "t", {"photo": [b"\x01\x00\x02" * 9, None]})
    assert loss == access.Loss("unsupported: embedded objects")


def test_a_picture_within_is_a_member() -> None:
    *_, member = access._table(BASE, "t", {"photo": [b"\x15\x1c\0" * 30 + png()]})
    assert isinstance(member, Content)
    assert (member.document, member.data()) == ("base!/t/objet-1", png())
