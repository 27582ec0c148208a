"""Bytes to characters: the encoding is found, no text is lost, blocks end at line ends."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tocsin.read.text import CHARS_PER_BLOCK, decode, encoding_of, pieces

FRENCH = "Élève née à Besançon, là où l'œuvre « naïve » coûte 12 €"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
def test_the_encoding_is_found(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)).lstrip("\ufeff") == FRENCH


@pytest.mark.parametrize("encoding", ["latin-1", "mac_roman", "cp850"])
def test_older_encodings_are_told_apart(encoding: str) -> None:
    text = "Élève née à Besançon, là où la fête a été gâchée"
    assert decode(text.encode(encoding)) == text


def test_a_stray_old_line_amid_utf8_is_understood() -> None:
    mixed = "né à Orléans\n".encode() * 5 + "né à Nîmes\n".encode("cp1252")
    assert decode(mixed) == "né à Orléans\n" * 5 + "né à Nîmes\n"


def test_old_bytes_far_behind_an_ascii_beginning(read_bytes: ReadBytes) -> None:
    data = b"ligne simple\n" * 8_000 + "née à Nîmes".encode("cp1252")
    assert read_bytes(data).text.endswith("née à Nîmes")


def test_a_declared_encoding_is_believed_only_if_it_fits() -> None:
    assert decode("é".encode(), "iso-8859-1") == "é"
    assert decode("Żółć".encode("iso-8859-2"), "iso-8859-2") == "Żółć"
    assert decode("é".encode("cp1252"), "no-such-charset") == "é"


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_utf8_comes_back_whole(text: str) -> None:
    assert decode(("à" + text).encode()) == "à" + text


@given(st.binary())
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(data.decode(encoding_of(data), "replace"), str)
    assert isinstance(decode(data), str)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")), st.integers(2, 50))
def test_pieces_lose_nothing(text: str, size: int) -> None:
    parts = list(pieces(io.StringIO(text, newline=""), size))
    assert "".join(parts) == text
    assert all(len(part) <= 2 * size for part in parts)


def test_long_texts_are_cut_at_line_ends(read_bytes: ReadBytes) -> None:
    line = "une ligne de texte assez longue\n"
    reading = read_bytes((line * (3 * CHARS_PER_BLOCK // len(line))).encode())
    assert len(reading.texts) == 3
    assert all(block.text.endswith("\n") for block in reading.texts)
    first, second, _ = reading.texts
    assert first.locator == "ligne 1"
    assert second.locator == f"ligne {1 + first.text.count(chr(10))}"


def test_one_endless_line_is_cut_all_the_same(read_bytes: ReadBytes) -> None:
    reading = read_bytes(b"x" * (2 * CHARS_PER_BLOCK + 10))
    assert sum(len(block.text) for block in reading.texts) == 2 * CHARS_PER_BLOCK + 10
