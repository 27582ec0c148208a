"""What is told of a stay by its number, in texts and in rows, and to whom it is given."""

from tests.assess.conftest import ODILE, SOLANGE, Look, confirmed
from tocsin.model.category import Category
from tocsin.model.document import TableBlock, TextBlock
from tocsin.model.finding import DocumentFindings


def text(written: str) -> TextBlock:
    return TextBlock("doc.txt", "", written)


def told(found: DocumentFindings) -> set[Category]:
    return {fact.category for fact in found.stay_facts}


def test_a_stay_beside_a_patient_is_theirs(look: Look) -> None:
    found = look(text("Mme ESPOSITO Odile née le 02/03/1954\nN° de séjour : 250012345"))
    assert [person for _, person in found.stays] == [ODILE]
    assert not found.stay_facts
    assert (ODILE, "care_episode") in confirmed(found)


def test_a_text_that_names_only_a_stay_tells_of_it(look: Look) -> None:
    found = look(text("NDA 250012345\nFracture du col du fémur, ostéosynthèse ce jour."))
    assert not found.exposures
    assert told(found) == {Category.CARE_EPISODE, Category.HEALTH}


def test_the_same_stay_has_the_same_key_however_it_is_written(look: Look) -> None:
    owner = look(text("ESPOSITO Odile, 02/03/1954, IEP : 0250012345"))
    other = look(text("Séjour n° 25-0012345 : embolie pulmonaire."))
    assert {stay for stay, _ in owner.stays} == {fact.stay for fact in other.stay_facts}


def test_in_a_text_that_names_somebody_another_stay_is_nobodys(look: Look) -> None:
    named, other = "Mme ESPOSITO Odile née le 02/03/1954, NDA 250012345", "NDA 250012399 : toux"
    found = look(text("\n".join([named, *[""] * 8, other])))
    assert len(found.stays) == 1
    assert not found.stay_facts


def test_lines_of_several_stays_are_told_apart(look: Look) -> None:
    facts = look(
        text("NDA 250012345 : fracture du fémur\nNDA 250012399 : sortie demain")
    ).stay_facts
    ill = {fact.stay for fact in facts if fact.category is Category.HEALTH}
    assert len(ill) == 1
    assert len({fact.stay for fact in facts}) == 2


def test_rows_that_have_only_a_stay(look: Look) -> None:
    header = ("NDA", "DP", "Commentaire")
    rows = [[f"25{i:07}", "S72.0", "pneumopathie traitée"] for i in range(60)]
    found = look(TableBlock("doc.txt", "", header, rows, 2))
    assert not found.exposures
    assert len({fact.stay for fact in found.stay_facts if fact.category is Category.HEALTH}) == 60


def test_rows_with_a_patient_say_whose_the_stay_is(look: Look) -> None:
    header = ("IPP", "NUM_SEJOUR")
    rows = [["IPP900001", "250000001"], ["IPP900004", "250000002"]] * 40
    found = look(TableBlock("doc.txt", "", header, rows, 2))
    assert sorted(person for _, person in found.stays) == [ODILE, SOLANGE]


def test_a_number_that_is_labelled_otherwise_is_no_stay(look: Look) -> None:
    found = look(text("Facture n° 250012345 : fracture du fémur, ostéosynthèse."))
    assert not found.stay_facts
