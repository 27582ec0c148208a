"""Those who come with a patient, and those who are patients of another index."""

import pytest

from tests.assess.conftest import ODILE, SOLANGE, Look, confirmed
from tocsin.model.document import TextBlock
from tocsin.model.finding import DocumentFindings

PATIENT = "Mme ESPOSITO Odile, née le 02/03/1954, opérée d'une appendicite"
OTHER = "Mme BERTHELOTTE Solange (03/02/1966)"


def ill(found: DocumentFindings) -> set[int]:
    return {person for person, category in confirmed(found) if category == "health"}


@pytest.mark.parametrize(
    "role", ["Accompagnante de la patiente", "Personne de confiance de", "Fille de"]
)
def test_an_illness_is_not_given_to_whoever_comes_along(look: Look, role: str) -> None:
    text = f"{role} {PATIENT} : {OTHER}"
    assert ill(look(TextBlock("doc.txt", "", text))) == {ODILE}


def test_a_colon_alone_makes_nobody_a_companion(look: Look) -> None:
    text = f"Liste du service de chirurgie : {OTHER} opérée d'une appendicite"
    assert ill(look(TextBlock("doc.txt", "", text))) == {SOLANGE}


CARD = "MUTUELLE DU FOREZ\nCarte de tiers payant 2025\nAdhérent : {}\nN° adhérent 12345678"


def test_the_holder_of_a_card_who_is_not_in_the_index_is_listed(look: Look) -> None:
    found = look(TextBlock("doc.txt", "", CARD.format("BERTHELOTTE Léontine")))
    assert [one.name for one in found.unmatched] == ["BERTHELOTTE Léontine"]
    assert not confirmed(found)


def test_a_label_alone_lists_nobody(look: Look) -> None:
    found = look(TextBlock("doc.txt", "", "Contact : BERTHELOTTE Léontine, poste 4412"))
    assert found.unmatched == []


def test_the_holder_who_is_in_the_index_is_not_listed(look: Look) -> None:
    found = look(TextBlock("doc.txt", "", CARD.format("BERTHELOTTE Solange")))
    assert found.unmatched == []


def test_a_line_of_a_list_is_about_whom_it_begins_with(look: Look) -> None:
    lines = "22 BERTHELOTTE Solange : colique néphrétique\n24 Mme ESPOSITO Odile : sortie demain"
    found = look(TextBlock("doc.txt", "", lines))
    assert {e.person for e in found.exposures if e.category.value == "health"} == {SOLANGE}


def test_in_a_letter_the_one_it_is_about_is_meant(look: Look) -> None:
    letter = f"J'ai vu {PATIENT}.\nSa voisine, Solange BERTHELOTTE, l'accompagne. Pneumopathie."
    assert ill(look(TextBlock("doc.txt", "", letter))) == {ODILE}
