import pytest

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.model.mention import MentionKind as K


@pytest.mark.parametrize(
    "text",
    [
        "Mme Anne PETIT 59 ans",
        "Elle a 59 ans",
        "patiente de 59 ans",
        "Âge : 59",
        "homme de 59 ans",
        "205F DUPONT M (59a) : chute",
    ],
)
def test_ages(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.AGE) == ["59"]


def test_an_infant(finder: TextFinder) -> None:
    assert values(finder.find("Nourrisson de 18 mois, Lucas PETIT"), K.AGE) == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "depuis 5 ans",
        "garantie de 10 ans",
        "il y a 3 ans",
        "dans 6 mois",
        "Lucas PETIT 6 mois",
        "article 5 (12 a)",
    ],
)
def test_durations_are_no_ages(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.AGE) == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Le 01/02/2025\nMadame Anne PETIT, 59 ans, consulte.", ["59@2025-02-01"]),
        ("Mme Anne PETIT, 59 ans, vue le 1er mars 2024, revue le 12/04/2024", ["59@2024-03-01"]),
        ("Mme Anne PETIT, 59 ans, opérée en mars 2025", ["59@2025-03-01/.."]),
        ("Mme Anne PETIT, 59 ans, suivie depuis 2010", ["59@2010-01-01/.."]),
        ("Mme Anne PETIT, 59 ans, 4.5.08 %, rechute en 2025", ["59@2025-01-01/.."]),
        (
            "Mme Anne PETIT, 59 ans, vue le 01/02/2015. Imprimé 03/04/2024",
            ["59@2015-02-01", "59@2024-04-03"],
        ),
    ],
)
def test_when_an_age_was_said(finder: TextFinder, text: str, age: list[str]) -> None:
    assert values(finder.find(text), K.AGE) == age


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("patiente de 59 ans", ["F"]),
        ("Homme de 59 ans", ["M"]),
        ("Sexe : F", ["F"]),
        ("Sexe Masculin", ["M"]),
        ("L'enfant est hospitalisé ce jour", ["M"]),
        ("opérée à l'âge de 9 ans", []),
        ("Né le : 02/03/1954", []),
    ],
)
def test_sex_by_agreement(finder: TextFinder, text: str, sex: list[str]) -> None:
    assert values(finder.find(text), K.SEX) == sex


def test_an_age_in_words(finder: TextFinder) -> None:
    assert values(finder.find("Mme Anne PETIT, quatre-vingt-douze ans"), K.AGE) == ["92"]


def test_the_age_of_a_case_in_a_lesson_makes_nobody_a_namesake(finder: TextFinder) -> None:
    lesson = (
        "Formation : raisonnement clinique. Cas n°1 : M. Paul MARTIN, 72 ans. Que faites-vous ?"
        " Objectifs pédagogiques"
    )
    assert values(finder.find(lesson), K.AGE) == []


def test_an_age_over_the_end_of_a_line(finder: TextFinder) -> None:
    assert values(finder.find("Madame Anne PETIT, âgée de 76\nans"), K.AGE) == ["76"]
