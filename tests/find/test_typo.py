import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.find.typo import OneTypo

TYPO = OneTypo(["LEFEBVRE", "BERNARD"])
WORDS = st.text(alphabet="ABCDEFGHIJ", min_size=4, max_size=9)


@pytest.mark.parametrize("word", ["LEFEBVRE", "LEFEVRE", "LEFEBVRES", "LEFEBVRF", "BERANRD"])
def test_one_typo_away(word: str) -> None:
    assert TYPO.matches(word)


@pytest.mark.parametrize("word", ["LEFORT", "BENARDO", "MARTIN", ""])
def test_farther_away(word: str) -> None:
    assert not TYPO.matches(word)


@given(WORDS, st.data())
def test_any_single_edit_is_matched(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("ABCXYZ"))
    edited = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
            ]
        )
    )
    assert OneTypo([word]).matches(edited)
