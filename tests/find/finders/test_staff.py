import pytest

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.model.mention import MentionKind as K


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr Martin", "MARTIN"),
        ("vu par dr Martin", "MARTIN"),
        ("médecin traitant : Mme Claire Petit", "CLAIRE PETIT"),
        ("le Docteur Jean MARTIN", "JEAN MARTIN"),
        ("Signataire : Dr Alain Derambure", "ALAIN DERAMBURE"),
        ("Marie Dupont, secrétaire médicale", "MARIE DUPONT"),
        ("Mme Claire Petit, cadre de santé", "CLAIRE PETIT"),
        ("Rédacteur : Mme Claire Petit", "CLAIRE PETIT"),
        ("RPPS 10001234567", "10001234567"),
    ],
)
def test_staff(finder: TextFinder, text: str, name: str) -> None:
    found = finder.find(text)
    assert values(found, K.STAFF) == [name]
    assert values(found, K.FULL_NAME, K.SURNAME) == []


@pytest.mark.parametrize(
    "text",
    ["Mme Claire Petit, infirmière retraitée", "Mme Claire Petit, ancienne directrice, 71 ans"],
)
def test_a_patient_may_have_been_staff(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.FULL_NAME) == ["CLAIRE PETIT"]


@pytest.mark.parametrize("where", ["accueil temporaire", "accueil de nuit", "accueil en urgence"])
def test_a_stay_after_a_name_is_no_role(finder: TextFinder, where: str) -> None:
    found = finder.find(f"Place tenue pour Mme Claire Petit, {where} à partir du 3 mai.")
    assert values(found, K.STAFF) == []
    assert values(found, K.FULL_NAME) == ["CLAIRE PETIT"]


def test_the_doctor_is_not_the_patient(finder: TextFinder) -> None:
    found = finder.find("Dr Martin a vu Mme Petit")
    assert values(found, K.STAFF) == ["MARTIN"]
    assert values(found, K.SURNAME) == ["PETIT"]
