import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.find.finders.dates import dates, parse_date
from tocsin.find.page import Page
from tocsin.model.mention import MentionKind as K

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
STYLES = [
    lambda d: f"{d:%d/%m/%Y}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d.day}{'er' if d.day == 1 else ''} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1].upper()} {d.year}",
    lambda d: f"{d:%d%m%Y}",
]


@given(st.dates(datetime.date(1901, 1, 1), datetime.date(2099, 1, 1)), st.sampled_from(STYLES))
def test_every_style_is_read(day: datetime.date, style) -> None:  # type: ignore[no-untyped-def]
    assert [found.day for found in dates(Page(f"le {style(day)}."))] == [day]
    assert parse_date(style(day)) == day


@pytest.mark.parametrize(
    "text",
    [
        "née le 02/03/1954",
        "Né(e) le : 02.03.1954",
        "DDN 02031954",
        "Date de naissance : 2 mars 1954",
        "Date de naissance\n02/03/1954",
        "né le jeu, 2 mars 1954",
        "née à Lyon, le 2/3/54",
        "née DUPONT le 02-03-1954",
        "Born 1954-03-02",
        "Marie née Dupont\nle 2 mars 1954",
        "Date de naissance : 02 03 1954",
        "naiss. 02/03/54",
    ],
)
def test_birth_dates(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.BIRTH_DATE) == ["1954-03-02"]


@pytest.mark.parametrize(
    "text",
    [
        "facture du 02/03/2024",
        "ne pas dépasser le 02/03/2024",
        "31/02/1954",
        "version 1.2.3",
        "réunion le 2 mars 2024",
        "transférée en salle de naissance. Apgar 10/10/10",
        "date de naissance à vérifier avant le prochain comité du 2 mars 2024",
    ],
)
def test_other_dates_are_nothing(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.BIRTH_DATE, K.CARE_EPISODE) == []


def test_care_dates(finder: TextFinder) -> None:
    found = finder.find("M. Paul DURAND, hospitalisé du 12/05/2025 au 14/05/2025")
    assert "2025-05-12" in values(found, K.CARE_EPISODE)


def test_a_bare_date_beside_a_name_may_be_a_birth_date(finder: TextFinder) -> None:
    (mention,) = [m for m in finder.find("DUPONT Marie 02/03/1954") if m.kind is K.BIRTH_DATE]
    assert mention.confidence == 0.5
    assert mention.rule == "bare date near name"


def test_of_two_bare_dates_the_older_is_the_birth(finder: TextFinder) -> None:
    found = finder.find("12/05/2025 DUPONT Marie 12/03/1954 salle 2")
    assert values(found, K.BIRTH_DATE) == ["1954-03-12"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("PETIT Anne, née le 12-VI-1950", "1950-06-12"),
        ("Mme Anne PETIT, née le onze novembre 1989", "1989-11-11"),
        ("Mme PETIT Anne, 83 ans (03/09/1941) : chute", "1941-09-03"),
        ("Mme PETIT Anne, née le premier avril 1977", "1977-04-01"),
    ],
)
def test_birth_dates_in_old_and_rare_styles(finder: TextFinder, text: str, day: str) -> None:
    assert values(finder.find(text), K.BIRTH_DATE) == [day]


def test_thirty_february_in_words_is_no_day(finder: TextFinder) -> None:
    assert values(finder.find("née le trente février 1989"), K.BIRTH_DATE) == []


@pytest.mark.parametrize("text", ["né le 20 février\n1970 (adhérent", "né le 20\nfévrier 1970."])
def test_a_birth_date_over_a_line_break(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.BIRTH_DATE) == ["1970-02-20"]


def test_a_month_over_a_line_break_takes_no_short_year(finder: TextFinder) -> None:
    assert values(finder.find("né le 20 février\n70 lits"), K.BIRTH_DATE) == []
