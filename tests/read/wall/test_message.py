"""What crosses the wall: all of it comes back as it was, and nothing else is let through."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model.document import (
    DocumentKind,
    DocumentRecord,
    Part,
    ReadStatus,
    TableBlock,
    TextBlock,
)
from tocsin.read.wall import message
from tocsin.read.wall.message import Checker, Opened, Order
from tocsin.wall import RefusedError

NAME = "dossier/pièce.zip"
words = st.text(st.characters(exclude_categories=("Cs",)))
rows = st.lists(st.lists(words, max_size=4), max_size=6)
blocks = st.one_of(
    st.builds(TextBlock, st.just(NAME), words, words, st.booleans()),
    st.builds(
        TableBlock, st.just(NAME), words, st.lists(words).map(tuple), rows, st.integers(0, 10**9)
    ),
)


def sent(part: Part) -> list[bytes]:
    frames = list(message.pack(part))
    lengths, bodies = frames[::2], frames[1::2]
    assert [int.from_bytes(length, "big") for length in lengths] == [*map(len, bodies)]
    return bodies


def checker() -> Checker:
    opened = Checker(NAME)
    opened.take(*sent(Opened(NAME, "", 5)))  # type: ignore[arg-type]
    return opened


@given(blocks)
def test_blocks_come_back_as_they_were(block: Part) -> None:
    (data,) = sent(block)
    assert checker().take(data) == block


@given(rows, st.integers(1, 40))
def test_a_long_table_comes_in_pieces_with_its_row_numbers(
    table: list[list[str]], most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(message, "CHARS_AT_A_TIME", most)
        pieces = [checker().take(data) for data in sent(TableBlock(NAME, "", (), table, 2))]
    cells = ["".join(row[i] for row in table for i in range(len(row)))]
    assert "".join(c for p in pieces for row in p.rows for c in row) == cells[0]  # type: ignore[union-attr]
    for piece in pieces:
        for offset, row in enumerate(piece.rows):  # type: ignore[union-attr]
            whole = table[piece.first_row - 2 + offset]  # type: ignore[union-attr]
            assert all(part in cell for part, cell in zip(row, whole, strict=False))


def test_half_a_surrogate_does_not_stop_a_text() -> None:
    (data,) = sent(TextBlock(NAME, "corps", "nom \ud800 prénom"))
    assert checker().take(data) == TextBlock(NAME, "corps", "nom ? prénom")


@given(st.binary(max_size=200))
def test_garbage_is_refused(data: bytes) -> None:
    with contextlib.suppress(RefusedError):
        told = checker().take(data)
        assert isinstance(told, message.End) or told.document.startswith(NAME)


def record(**changes: object) -> DocumentRecord:
    facts: dict[str, object] = {
        "document": NAME,
        "parent": "",
        "sha256": "a" * 64,
        "size": 5,
        "media_type": "application/zip",
        "kind": DocumentKind.ARCHIVE,
        "status": ReadStatus.READ,
        "reason": "",
    }
    return DocumentRecord(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_sound_record_closes_its_document() -> None:
    opened = checker()
    assert opened.take(*sent(record())) == record()
    with pytest.raises(RefusedError):
        opened.take(*sent(TextBlock(NAME, "corps", "encore")))


@pytest.mark.parametrize(
    "changes",
    [
        {"document": "autre.zip"},
        {"parent": NAME},
        {"sha256": "z" * 64},
        {"size": -1},
        {"media_type": "text/<b>"},
        {"status": ReadStatus.SKIPPED_DUPLICATE, "reason": "same bytes"},
        {"reason": "lost"},
        {"status": ReadStatus.PARTIAL},
        {"status": ReadStatus.PARTIAL, "reason": "é" * 3},
        {"status": ReadStatus.PARTIAL, "reason": "x" * 201},
    ],
)
def test_a_record_no_reader_makes_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        checker().take(*sent(record(**changes)))


def test_an_order_comes_back_as_it_was() -> None:
    order = Order(NAME, 7, ("secret",), False, (f"{NAME}!/a",)).without(f"{NAME}!/b", "crash")
    data = message.pack_order(order)
    assert message.unpack_order(data) == order
