"""Numbers in words."""

import re

import pytest

from tocsin.find.spelled import ROMAN, SPELLED, SPELLED_PATTERN


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("SEIZE", 16),
        ("VINGT ET UN", 21),
        ("SOIXANTE-ET-ONZE", 71),
        ("SOIXANTE DIX SEPT", 77),
        ("QUATRE-VINGTS", 80),
        ("QUATRE-VINGT-DOUZE", 92),
        ("CENT DEUX", 102),
    ],
)
def test_words_stand_for_a_number(words: str, number: int) -> None:
    assert SPELLED[words] == number


def test_every_number_is_matched_whole() -> None:
    pattern = re.compile(SPELLED_PATTERN)
    for words in SPELLED:
        found = pattern.match(words.encode())
        assert found
        assert found.group(0).decode() == words


def test_the_months_in_roman_figures() -> None:
    assert (ROMAN["IV"], ROMAN["IX"], ROMAN["XII"]) == (4, 9, 12)
