"""Zones as OCR gives them: put right by layout and check digits, never made up."""

import datetime
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.clinic import mrz as printed
from tocsin.read import mrz

BORN, EXPIRES = datetime.date(1968, 3, 9), datetime.date(2031, 7, 4)
CARD = printed.card("Lefèvre", "Zoé Anne", "F", BORN, EXPIRES, "X4RTBPFW4")
PASSPORT = printed.passport("Le Gall", "Zoé Anne", "F", BORN, EXPIRES, "14AB12345")
OLD_CARD = printed.old_identity_card("Lefèvre", "Zoé", "F", BORN, "150342100123")
ZONES = (CARD, PASSPORT, OLD_CARD)


def read(lines: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    zone = mrz.zone_of(lines)
    assert zone
    return zone.lines


@pytest.mark.parametrize("lines", ZONES)
def test_a_zone_read_well_stays_as_it_is(lines: tuple[str, ...]) -> None:
    zone = mrz.zone_of(lines)
    assert zone
    assert zone.lines == lines
    assert zone.is_verified
    assert all(map(mrz.looks_like_line, lines))


@pytest.mark.parametrize("lines", ZONES)
def test_letters_where_only_figures_stand(lines: tuple[str, ...]) -> None:
    first, second, *more = lines
    start, end = (13, 44) if lines is PASSPORT else (0, 6) if lines is CARD else (27, 33)
    part = second[start:end].translate(str.maketrans("0168", "OIGB"))
    assert read([first, second[:start] + part + second[end:], *more]) == lines


def test_figures_in_a_name() -> None:
    assert read([PASSPORT[0].replace("LE<GALL<<ZOE", "LE<GALL<<20E"), PASSPORT[1]]) == PASSPORT


def test_a_number_of_letters_and_figures_by_its_check_digit() -> None:
    assert read([CARD[0].replace("X4RTBP", "X4RT8P"), *CARD[1:]]) == CARD
    assert read([PASSPORT[0], PASSPORT[1].replace("14AB123", "14A8123")]) == PASSPORT


@pytest.mark.parametrize(
    "junk", ["<K<<<<LE<<<<<<<<<<", "<<<<ELLE<KK<<<<<<<<<<", "<K<E<<" + "<" * 14]
)
def test_fillers_taken_for_letters(junk: str) -> None:
    names = PASSPORT[0].rstrip("<")
    assert read([names + junk, PASSPORT[1]])[0] == PASSPORT[0]


def test_lines_too_short_or_too_long_by_some_fillers() -> None:
    for lost in (1, 3):
        assert read([PASSPORT[0][:-lost], PASSPORT[1]]) == PASSPORT
        short = PASSPORT[1][:30] + PASSPORT[1][30 + lost :]
        assert read([PASSPORT[0] + "<" * lost, short]) == PASSPORT
    assert read([OLD_CARD[0].replace("<<<", "<", 1), OLD_CARD[1]]) == OLD_CARD


def test_the_old_card_shows_a_filler_read_as_a_letter() -> None:
    first = OLD_CARD[0].replace("LEFEVRE<", "LEFEVREL")
    assert read([first, OLD_CARD[1]]) == OLD_CARD


def test_the_department_stands_twice_on_the_old_card() -> None:
    first = OLD_CARD[0][:30] + "127" + OLD_CARD[0][33:]
    assert read([first, OLD_CARD[1]]) == OLD_CARD


def test_spaces_and_lower_case_of_ocr() -> None:
    assert read([" ".join(line.lower().replace("<<", "«")) for line in CARD]) == CARD


def test_each_field_from_the_reading_that_has_it_right() -> None:
    good_number = CARD[0], CARD[1].replace("680309", "680308"), CARD[2]
    good_birth = CARD[0].replace("X4RT", "Y4RT"), CARD[1], CARD[2]
    zones = [mrz.Zone(mrz.TD1, lines) for lines in (good_number, good_birth)]
    whole = mrz.merged(zones)
    assert whole
    assert whole.lines == CARD
    assert mrz.merged([]) is None


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["LES INFORMATIONS DU DOSSIER <<", "SONT CONFIDENTIELLES ET <<<"],
        ["P<FRA" + "<" * 39, "9" * 44],
        ["ID" + "X" * 28] * 3,
        [PASSPORT[0]],
    ],
)
def test_other_lines_are_no_zone(lines: list[str]) -> None:
    assert mrz.zone_of(lines) is None


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_gives_lines_of_nominal_length_or_nothing(texts: list[str]) -> None:
    zone = mrz.zone_of(texts)
    if zone:
        assert zone.is_plausible
        assert {len(line) for line in zone.lines} <= {30, 36, 44}


@given(
    st.text(string.ascii_uppercase, min_size=1, max_size=15),
    st.text(string.ascii_uppercase, min_size=2, max_size=10),
    st.dates(datetime.date(1920, 1, 1), datetime.date(2025, 1, 1)),
    st.text("BCDFGHJKLMNPQRSTVWXYZ0123456789", min_size=9, max_size=9),
)
def test_a_right_zone_is_never_changed(
    surname: str, given_name: str, born: datetime.date, number: str
) -> None:
    for lines in (
        printed.card(surname, given_name, "M", born, EXPIRES, number),
        printed.passport(surname, given_name, "M", born, EXPIRES, number),
    ):
        assert read(lines) == lines
