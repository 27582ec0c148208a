"""One slip of the pen: found whatever it is, and nothing farther."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.match.closeness import one_slip
from tocsin.match.slips import SurnameSlips

names = st.text("ABCDE", min_size=5, max_size=9)


@given(st.lists(names, min_size=1, max_size=20, unique=True), names)
def test_the_neighbourhood_is_what_a_plain_search_finds(known: list[str], word: str) -> None:
    expected = sorted(name for name in known if name != word and one_slip(word, name))
    assert SurnameSlips(["", *known]).near(word) == expected


def test_short_names_have_no_neighbours() -> None:
    assert SurnameSlips(["ROY", "LEROY"]).near("ROI") == []
    assert SurnameSlips(["ROY", "LEROY"]).near("LERO") == ["LEROY"]
