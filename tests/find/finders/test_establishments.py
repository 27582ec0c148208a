import pytest

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.model.mention import MentionKind as K

NAMES = (K.FULL_NAME, K.SURNAME, K.GIVEN_NAMES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("adressé à l'hôpital Marie Dupont en urgence", "HOPITAL MARIE DUPONT"),
        ("CHU Anne PETIT", "CHU ANNE PETIT"),
        ("élève du lycée Pierre Bernard.", "LYCEE PIERRE BERNARD"),
    ],
)
def test_establishments_are_no_persons(finder: TextFinder, text: str, name: str) -> None:
    found = finder.find(text)
    assert values(found, K.NAMESAKE) == [name]
    assert values(found, *NAMES) == []


@pytest.mark.parametrize(
    "text",
    [
        "Clinique DUPONT Marie née le 02/03/1954",
        "clinique : DUPONT Marie",
        "Clinique\nDUPONT Marie",
    ],
)
def test_a_person_after_the_word_clinic(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.FULL_NAME) == ["DUPONT MARIE"]


def test_an_illness_that_bears_a_name_is_no_person(finder: TextFinder) -> None:
    found = finder.find(
        "- Syndrome de Pierre Robin isolé\n- Syndrome de Pierre Robin-oligodactylie"
    )
    assert "SYNDROME DE PIERRE ROBIN" in " ".join(values(found, K.NAMESAKE))
    assert values(found, *NAMES) == []


def test_the_illness_of_a_person_is_theirs(finder: TextFinder) -> None:
    assert values(finder.find("la maladie de Marie Dupont"), K.FULL_NAME) == ["MARIE DUPONT"]
