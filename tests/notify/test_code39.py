"""Bar codes hold the reference, read back as a scanner does: by wide and narrow."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.notify.letters.code39 import _PATTERNS, NARROW, WIDE, bars
from tocsin.notify.reference import ALPHABET, shown

READ = {pattern: character for character, pattern in _PATTERNS.items()}


def scanned(found: list[list[float]]) -> str:
    """The characters of bars, their widths and those of the gaps between told apart by the mean."""
    middle = (NARROW + WIDE) / 2
    characters = []
    for start in range(0, len(found), 5):
        five = found[start : start + 5]
        elements = []
        for place, (left, right) in enumerate(five):
            elements.append(right - left)
            if place < 4:
                elements.append(five[place + 1][0] - right)
        characters.append(READ["".join("1" if width > middle else "0" for width in elements)])
    return "".join(characters)


@given(st.integers(0, (1 << 30) - 1))
def test_every_reference_is_read_back(number: int) -> None:
    assert scanned(bars(shown(number))) == f"*{shown(number)}*"


def test_every_character_of_a_reference_has_three_wide_elements() -> None:
    assert all(_PATTERNS[character].count("1") == 3 for character in f"{ALPHABET}-*")
    assert len(READ) == len(_PATTERNS)


def test_it_fits_the_foot_of_a_page() -> None:
    assert max(end for _, end in bars(shown(0))) < 50
