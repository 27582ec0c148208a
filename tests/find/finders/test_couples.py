"""Two people who share a surname, compound given names, and names cut after a particle."""

import pytest

from tests.find.lexicon import SmallLexicon, values
from tocsin.find import TextFinder
from tocsin.model.mention import MentionKind as K

FINDER = TextFinder(SmallLexicon())
NAMES = (K.FULL_NAME, K.SURNAME, K.GIVEN_NAMES)


def names(text: str) -> list[str]:
    return values(FINDER.find(text), *NAMES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Paul et Louise DUPONT, 3 rue des Lilas", ["PAUL DUPONT", "LOUISE DUPONT"]),
        ("DUPONT Paul et Louise, 3 rue des Lilas", ["DUPONT PAUL", "DUPONT LOUISE"]),
        ("Mme Louise et M. Paul DUPONT", ["LOUISE DUPONT", "PAUL DUPONT"]),
        ("M. et Mme Paul et Louise DUPONT demandent", ["PAUL DUPONT", "LOUISE DUPONT"]),
        ("Paul et Louise Le Gall", ["PAUL LE GALL", "LOUISE LE GALL"]),
        ("Louise DUPONT et Paul BERNARD", ["LOUISE DUPONT", "PAUL BERNARD"]),
        ("DUPONT Louise et BERNARD Paul", ["DUPONT LOUISE", "BERNARD PAUL"]),
        ("Docteurs et Louise DUPONT", ["LOUISE DUPONT"]),
        ("le chat et Louise DUPONT", ["LOUISE DUPONT"]),
    ],
)
def test_a_surname_is_shared_by_two_given_names(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_the_title_of_a_couple_says_nothing_of_the_first_of_them() -> None:
    assert not values(FINDER.find("M. et Mme Paul et Louise DUPONT"), K.SEX)
    assert values(FINDER.find("Mme Louise DUPONT"), K.SEX) == ["F"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("la doctrine de Jean-Martin et la maladie", []),
        ("Pierre-Paul vient demain", []),
        ("Jean-Martin DUPONT vient demain", ["JEAN MARTIN DUPONT"]),
        ("MARTIN Jean vient demain", ["MARTIN JEAN"]),
        ("dossier MARTIN-Jean", ["MARTIN JEAN"]),
    ],
)
def test_two_given_names_with_a_hyphen_are_one(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DE SOUS Fato 06/05/1980 chambre 12", ["DE SOUS FATO"]),
        ("chute sous DE plafond 06/05/1980", []),
        ("SOUS Fato 06/05/1980", []),
    ],
)
def test_a_name_cut_to_a_word_after_its_particle(text: str, found: list[str]) -> None:
    assert names(text) == found
