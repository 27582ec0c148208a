import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.find.finders.nir import NirFinder, is_plausible, key_of
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

FINDER = NirFinder()
BODIES = st.builds(
    lambda s, y, m, d, c, o: f"{s}{y:02d}{m:02d}{d}{c:03d}{o:03d}",
    st.sampled_from("12"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["01", "42", "69", "75", "97", "99", "2A", "2B"]),
    st.integers(1, 899),
    st.integers(1, 999),
)


def spelled(body: str, separator: str) -> str:
    parts = (body[0], body[1:3], body[3:5], body[5:7], body[7:10], body[10:])
    return separator.join(parts)


def find(text: str, *, ocr: bool = False) -> list[Mention]:
    return list(FINDER.find(Page(text, ocr=ocr)))


@given(BODIES, st.sampled_from(["", " ", ".", "-"]), st.sampled_from([" ", " clé ", " / ", ""]))
def test_every_spelling_with_its_right_key(body: str, separator: str, before_key: str) -> None:
    text = f"N° SS : {spelled(body, separator)}{before_key}{key_of(body):02d} fin"
    (mention,) = find(text)
    assert mention.value == f"{body}{key_of(body):02d}"
    assert mention.confidence > 0.95
    assert text[mention.start : mention.end].endswith(f"{key_of(body):02d}")


@given(BODIES)
def test_without_key_the_body_is_enough(body: str) -> None:
    (mention,) = find(f"NIR {spelled(body, ' ')}, Saint-Étienne")
    assert mention.value == body
    assert mention.confidence >= 0.6


def test_the_key_is_a_score_and_no_gate() -> None:
    (mention,) = find("n° sécu 2 54 03 42 218 025 00")
    assert mention.value == "2540342218025"
    assert 0.3 <= mention.confidence < 0.6


def test_corsica() -> None:
    assert key_of("254032A218025") == 97 - 2540319218025 % 97
    assert key_of("254032B218025") == 97 - 2540318218025 % 97
    assert key_of("25403XX218025") is None


def test_across_a_line_break() -> None:
    (mention,) = find("n° de sécurité sociale 1 53 11 69\n091 037 78) le 03/08/2024")
    assert mention.value[:13] == "1531169091037"


def test_ins_by_its_label() -> None:
    (mention,) = find("Matricule INS : 254032A218025")
    assert mention.kind is MentionKind.INS


def test_letters_that_ocr_put_for_digits() -> None:
    (mention,) = find("N° de sécurité sociale 2 54 O3 42 2I8 O25", ocr=True)
    assert mention.value == "2540342218025"
    assert find("code IO5 4O3", ocr=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "tél. 04 77 12 34 56, fax 04 77 12 34 57",
        "IBAN FR76 3000 6000 0112 3456 7890 189",
        "SIRET 732 829 320 00074",
        "CIP 3400930000000",
        "durée 1735689600000 ms",
        "montant 1 254 300,00 €",
        "référence 202500012345678",
        "2 54 03 42 000 025",
        "2 54 13 42 218 025 99 88",
    ],
)
def test_other_numbers(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    "body", ["2541342218025", "2540300218025", "2540342000025", "2540342218000"]
)
def test_impossible_fields(body: str) -> None:
    assert not is_plausible(body)
