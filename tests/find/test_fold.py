import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.find.fold import composed, fold, fold_all, fold_keeping_offsets


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lœuvre-d'Été", "LOEUVRE D ETE"),
        ("  M.  Jean–Pierre\u00a0GARÇON ", "M JEAN PIERRE GARCON"),
        ("Straße_Łódź", "STRASSE LODZ"),
        ("D’Angelo", "D ANGELO"),
        ("Élise", "ELISE"),
        ("E\u0301lise", "ELISE"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


NAMES = st.text("aÉœß -_'\n0Ł漢", max_size=6)


@given(st.lists(NAMES | st.text(max_size=6), max_size=6))
def test_a_column_is_folded_as_its_cells_are(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


@given(st.text())
def test_one_ascii_character_for_each(text: str) -> None:
    folded = fold_keeping_offsets(text)
    assert len(folded) == len(text)
    assert folded.isascii()


def test_scanning_form() -> None:
    assert fold_keeping_offsets("Dossier_N°12 – cœur “élevé”…") == 'DOSSIER NO12 - COUR "ELEVE".'


def test_composed_text_keeps_where_each_letter_stood() -> None:
    text, offsets = composed("e\u0301te\u0301!")
    assert text == "été!"
    assert offsets == [0, 2, 3, 5, 6]


def test_composed_leaves_ordinary_text_alone() -> None:
    assert composed("été") == ("été", None)
