"""Windows show at most six lines of 38 characters, as the post reads them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.notify.postal import MAX_CHARACTERS, MAX_LINES, PostalAddress


def lines(name: str, address: str, postal_code: str = "42000", city: str = "Lyon") -> list[str]:
    return list(PostalAddress(name, address, postal_code, city).lines)


def test_a_plain_address() -> None:
    assert lines("Marie d'Œuvre", "12, rue des Lilas", city="Saint-Étienne") == [
        "MARIE D OEUVRE",
        "12 RUE DES LILAS",
        "42000 SAINT ETIENNE",
    ]


def test_parts_become_lines() -> None:
    assert lines("A B", "Résidence les Pins, Bât. C\n3 bis, av. Foch")[1:3] == [
        "RESIDENCE LES PINS",
        "BAT C",
    ]
    assert lines("A B", "Résidence les Pins\n3 bis, av. Foch")[2] == "3 BIS AV FOCH"


def test_long_lines_are_shortened_then_wrapped() -> None:
    assert lines("A B", "112 boulevard du Général Charles de Gaulle prolongé")[1:3] == [
        "112 BD DU GENERAL CHARLES DE GAULLE",
        "PROLONGE",
    ]


@pytest.mark.parametrize(
    ("name", "address", "city"),
    [
        ("A B", "", "Lyon"),
        ("A B", "12 rue X", ""),
        ("", "12 rue X", "Lyon"),
        ("A B", ", ; \n", "Lyon"),
        ("A B", "X" * 39, "Lyon"),
        ("A B", "a, b, c, d, e, f", "Lyon"),
    ],
)
def test_what_no_window_can_show_gets_no_letter(name: str, address: str, city: str) -> None:
    assert not PostalAddress(name, address, "69000", city).is_usable


@given(st.text(max_size=60), st.text(max_size=120), st.text(max_size=10), st.text(max_size=40))
def test_whatever_the_index_holds_the_window_fits(
    name: str, address: str, postal_code: str, city: str
) -> None:
    block = PostalAddress(name, address, postal_code, city).lines
    assert len(block) <= MAX_LINES
    for line in block:
        assert 0 < len(line) <= MAX_CHARACTERS
        assert not re.search(r"[.,;:'\"\n\r]", line)
        assert line == line.strip()


def test_from_the_fourth_line_on_there_is_no_punctuation() -> None:
    above = PostalAddress("Marie DUPONT", "12/14 rue des Lilas", "42000", "Lyon")
    below = PostalAddress("Marie DUPONT", "Bât A;Esc 3;12/14, rue des Lilas", "42000", "Lyon")
    assert above.lines[1] == "12/14 RUE DES LILAS"
    assert below.lines[3] == "12 14 RUE DES LILAS"
    assert not any(
        set(line) - set(" ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") for line in below.lines[3:]
    )
