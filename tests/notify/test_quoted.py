"""Encoded lines are short, need no dot doubled, and decode to what was meant."""

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.notify.quoted import WIDTH, encode_line

one_line = st.text(
    st.characters(blacklist_characters="\r\n", blacklist_categories=("Cs",)), max_size=400
)


@given(one_line)
def test_a_line_comes_back(text: str) -> None:
    encoded = encode_line(text)
    assert quopri.decodestring(encoded).decode() == text + "\r\n"
    assert encoded.isascii()
    for line in encoded.split(b"\r\n"):
        assert len(line) <= WIDTH
        assert not line.startswith(b".")
        assert not line.endswith((b" ", b"\t"))


@pytest.mark.parametrize("width", range(70, 80))
@pytest.mark.parametrize("character", [".", "=", "é", " ", "…"])
def test_the_edge_of_a_line(width: int, character: str) -> None:
    text = "x" * width + character * 5
    encoded = encode_line(text)
    assert quopri.decodestring(encoded).decode() == text + "\r\n"
    assert not any(line.startswith(b".") or len(line) > WIDTH for line in encoded.splitlines())
