"""Values of the index: what is kept, what is refused, and that no reason quotes a value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.match import clean
from tocsin.match.clean import CLEANERS, UNKNOWN_DAY, UncleanError
from tocsin.match.nir import has_right_key, is_nir, key_of


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)))
def test_a_date_reads_the_same_in_every_style(day: date) -> None:
    styles = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y 00:00:00", "%Y%m%d")
    for style in styles:
        assert clean.clean_day(day.strftime(style)) == day


@pytest.mark.parametrize("text", ["2 mars 1954", "02 MARS 1954", "2  Mars  1954"])
def test_a_month_in_words(text: str) -> None:
    assert clean.clean_day(text) == date(1954, 3, 2)
    assert clean.clean_day("1er févr. 1960") == date(1960, 2, 1)
    assert clean.clean_day("3 août 1994") == date(1994, 8, 3)


@pytest.mark.parametrize("text", ["31/02/1950", "00/00/1940", "1950-13-01", "hier", "12345"])
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(UncleanError):
        clean.clean_day(text)


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(UncleanError):
        clean.clean_birth_date("01/01/2999")
    with pytest.raises(UncleanError):
        clean.clean_birth_date("01/01/1200")


@pytest.mark.parametrize("text", ["oui", "O", "date inconnue", "31/02/2020"])
def test_a_death_without_a_day_is_still_a_death(text: str) -> None:
    assert clean.clean_death(text) is UNKNOWN_DAY


@pytest.mark.parametrize("text", ["", "non", "N", "0"])
def test_no_death(text: str) -> None:
    assert clean.clean_death(text) is None


@given(
    st.sampled_from("1278"),
    st.integers(0, 99),
    st.sampled_from(["01", "12", "20", "42", "50", "99"]),
    st.sampled_from(["42", "2A", "2B", "99", "97"]),
    st.integers(0, 999_999),
)
def test_a_nir_is_kept_with_its_right_key_only(
    sex: str, year: int, month: str, department: str, rest: int
) -> None:
    body = f"{sex}{year:02}{month}{department}{rest:06}"
    key = f"{key_of(body):02}"
    assert is_nir(body)
    assert has_right_key(body + key)
    spaced = f"{body[0]} {body[1:3]} {body[3:5]} {body[5:7]} {body[7:10]} {body[10:]} {key}"
    assert clean.clean_nir(spaced.lower()) == body + key
    wrong = f"{(int(key) % 97) + 1:02}"
    assert clean.clean_nir(body + wrong) == (body if wrong != key else body + key)


@pytest.mark.parametrize(
    "text", ["1541342075123", "5540342075123", "254034207512", "25403420751234", "abc"]
)
def test_what_is_no_nir(text: str) -> None:
    with pytest.raises(UncleanError):
        clean.clean_nir(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("06 39 98 12 34", "0639981234"),
        ("+33 6 39 98 12 34", "0639981234"),
        ("0033639981234", "0639981234"),
        ("+33 (0)6.39.98.12.34", "0639981234"),
        ("639981234", "0639981234"),
        ("+41 22 000 00 00", "+41220000000"),
        ("0041220000000", "+41220000000"),
        ("", ""),
    ],
)
def test_telephone_numbers(text: str, kept: str) -> None:
    assert clean.clean_phone(text) == kept


@pytest.mark.parametrize("text", ["Madame", "mme", "2", "F", "féminin"])
def test_a_woman(text: str) -> None:
    assert clean.clean_sex(text) == "F"


@pytest.mark.parametrize("text", ["M.", "monsieur", "1", "h", "M"])
def test_a_man(text: str) -> None:
    assert clean.clean_sex(text) == "M"


@given(st.sampled_from(sorted(CLEANERS)), st.text(max_size=30))
def test_no_cleaner_fails_otherwise_or_quotes_the_value(column: str, value: str) -> None:
    reason = ""
    try:
        CLEANERS[column](value)
    except UncleanError as error:
        reason = str(error)
    assert len(value.strip()) < 4 or value not in reason


def test_a_spreadsheet_takes_a_leading_zero() -> None:
    assert clean.clean_postal_code("1000") == "01000"
    assert clean.clean_postal_code("42000") == "42000"
