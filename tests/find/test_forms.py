"""Forms of numbers as a hospital writes them into its configuration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.find.lexicon import SmallLexicon, values
from tocsin.errors import InputError
from tocsin.find import TextFinder, re2
from tocsin.find.forms import parse_form
from tocsin.model.mention import MentionKind

SIGNS = st.text("9A", min_size=4, max_size=8).filter(lambda shape: "9" in shape)


def numbers(text: str, kind: MentionKind) -> list[str]:
    return values(TextFinder(SmallLexicon()).find(text), kind)


@pytest.mark.parametrize(
    ("text", "words", "shape"),
    [
        ("99999999", (), "99999999"),
        ("aa-999999", (), "AA-999999"),
        ("venue, n° venue : 9999999", ("VENUE", "NO VENUE"), "9999999"),
        ("HC99999", (), "HC99999"),
    ],
)
def test_a_form_is_read(text: str, words: tuple[str, ...], shape: str) -> None:
    form = parse_form(text)
    assert (form.words, form.shape) == (words, shape)


@pytest.mark.parametrize(
    "text", ["", "999", "AAAA", "12345678", "9999é", "[9999]", "9" * 25, ": 99999", "9-"]
)
def test_what_is_no_form_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_form(text)
    assert caught.value.code == "hospital.number_form"
    assert "99999999" in caught.value.way_out_fr


@given(SIGNS)
def test_a_form_finds_what_is_written_in_it(shape: str) -> None:
    written = shape.replace("9", "7").replace("A", "K")
    form = parse_form(shape)
    found = re2.compile(form.pattern).search(f"X {written} Y".encode())
    assert found is not None
    assert found.group(1).decode() == written
    assert form.core(written) == written


@given(SIGNS, st.text("7K", min_size=4, max_size=8))
def test_nothing_else_has_it(shape: str, written: str) -> None:
    fits = len(shape) == len(written) and all(
        sign == {"9": "7", "A": "K"}[wild] for wild, sign in zip(shape, written, strict=False)
    )
    assert bool(parse_form(shape).core(written)) is fits


def test_letters_that_the_form_adds_are_no_part_of_the_number() -> None:
    assert parse_form("HC-9999").core("HC1234") == "1234"
    assert parse_form("HC-9999").core("HD1234") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dossier HC-0012345678 transmis", ["0012345678"]),
        ("Dossier HC0012345678 transmis", ["0012345678"]),
        ("carte bleue 12345", []),  # the index has no such number
        ("HC-0099999999", []),
    ],
)
def test_a_patient_number_of_the_form_counts_where_the_index_has_it(
    text: str, found: list[str]
) -> None:
    assert numbers(text, MentionKind.PATIENT_ID) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("N° de séjour : 123456789", ["123456789"]),
        ("NDA 25-001234 du 3 juin", ["25-001234"]),
        ("IEP: 000412233", ["000412233"]),
        ("Venue n° 5512345", ["5512345"]),
        ("sa venue 1234567 au bloc", ["1234567"]),
        ("dossier BC25-123456", ["BC25-123456"]),
        ("passage N° 7654321", ["7654321"]),
        ("rappel 250012345 fait", ["250012345"]),  # the hospital's list has it
        ("rappel 250012346 fait", []),
        ("FINESS 42078001 et 42078001", []),  # digits alone: many things look so
        ("séjour du 02/06/2025 au 06/06/2025", []),
        ("N° de séjour : 02/06/2025", []),
        ("séjour n° 4", []),
        ("Votre séjour 2025", []),
    ],
)
def test_stays(text: str, found: list[str]) -> None:
    assert numbers(text, MentionKind.STAY_ID) == found
