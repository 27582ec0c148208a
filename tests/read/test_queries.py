"""Queries of addresses are read as a person would; all else stays as it is, line for line."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.read.queries import decoded


def test_a_query_is_decoded() -> None:
    line = 'GET /d?nom=DE+LA+TOUR&prenom=Ren%C3%A9&mel=r%40chu.example HTTP/1.1" 200\n'
    assert "nom=DE LA TOUR & prenom=René & mel=r@chu.example HTTP" in decoded(line)


@pytest.mark.parametrize(
    "text",
    ["a=b+c", "100 % & 3 = 3", "R&D : x+y=z", "prix=5%20 HT", "?nom=DUPONT&prenom=Marie", ""],
)
def test_what_is_no_encoded_query_stays(text: str) -> None:
    assert decoded(text) == text


@given(st.dictionaries(st.text("abc", min_size=1, max_size=5), st.text(max_size=20), min_size=2))
def test_values_come_out_on_one_line(fields: dict[str, str]) -> None:
    text = f"GET /p?{urlencode(fields)} 200\nfin"
    found = decoded(text)
    assert found.count("\n") == 1
    for value in fields.values():
        assert value.translate(str.maketrans("\r\n\0", "   ")) in found


@given(st.text("ab=&?%+41 \n", max_size=60))
def test_no_line_is_lost(text: str) -> None:
    assert decoded(text).count("\n") == text.count("\n")


def test_a_value_in_base64_keeps_its_end() -> None:
    assert "t=ab== & nom=A B" in decoded("GET /d?t=ab==&nom=A+B 200")


def test_many_signs_of_equality_cost_no_more_than_their_number() -> None:
    assert decoded(text := "a=b;" * 250_000 + "&") == text
