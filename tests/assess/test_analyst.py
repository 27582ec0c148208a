"""Documents as they come from the reader: whose they are and what they give away."""

import pytest

from tests.assess.conftest import (
    FATHER,
    MARIE_NIR,
    ODILE,
    PEOPLE,
    SOLANGE,
    SON,
    Look,
    confirmed,
    ill,
    record,
    unsure,
)
from tocsin.assess import Analyst
from tocsin.match import PatientIndex
from tocsin.model.category import Category
from tocsin.model.document import TableBlock, TextBlock

LETTER = """Clinique des Monts
5 avenue de l'Hôpital, 42000 Saint-Étienne - Tél. 04 65 71 00 00

Docteur Paul VERNAY

Madame Odile ESPOSITO
12 rue du Bac
42300 Roanne

née le 02/03/1954

Compte rendu de consultation
La patiente présente une hypertension artérielle traitée par ramipril 5 mg.
"""


def text(content: str, document: str = "doc.txt", locator: str = "corps") -> TextBlock:
    return TextBlock(document, locator, content)


def test_a_medical_letter(look: Look) -> None:
    found = look(text(LETTER))
    assert confirmed(found) == {
        (ODILE, "civil_status"),
        (ODILE, "contact"),
        (ODILE, "health"),
    }
    (health,) = (e for e in found.exposures if e.category is Category.HEALTH)
    assert health.basis.startswith("name+birth_date")
    assert health.locator == "corps"


def test_nobody_is_in_a_menu(look: Look) -> None:
    found = look(text("Lundi : gratin de courgettes\nMardi : filet de colin\n"))
    assert (found.exposures, found.mentioned, found.unmatched) == ([], [], [])


def test_the_path_alone_names_somebody(look: Look) -> None:
    found = look(document="Dossiers/ESPOSITO_Odile/scan.pdf")
    assert (ODILE, "civil_status") in unsure(found)
    assert found.exposures[0].locator == "chemin"


def test_the_path_says_whose_an_unnamed_text_is(look: Look) -> None:
    name = "Dossiers/ESPOSITO_Odile_02-03-1954/note.txt"
    found = look(text("Carte Vitale vue. NIR " + MARIE_NIR, name), document=name)
    assert {(ODILE, "civil_status"), (ODILE, "nir")} <= confirmed(found)


def test_homonyms_go_to_review_as_a_set(look: Look) -> None:
    found = look(text("Rappeler M. Luca ESPOSITO au sujet de sa facture.\n"))
    assert confirmed(found) == set()
    assert {person for person, _ in unsure(found)} == {FATHER, SON}


def test_a_birth_date_tells_father_from_son(look: Look) -> None:
    found = look(text("Admission de M. Luca ESPOSITO, né le 05/01/1980.\n"))
    assert (SON, "civil_status") in confirmed(found)
    assert FATHER not in {e.person for e in found.exposures}


def test_each_line_of_a_list_is_about_its_own(look: Look) -> None:
    found = look(
        text(
            "Consultations du jour\n"
            "M. Luca ESPOSITO né le 09/07/1950 : rendez-vous à 9 h\n"
            "Mme Solange BERTHELOTTE née le 03/02/1966 : opérée d'une cataracte\n"
        )
    )
    assert (SOLANGE, "health") in confirmed(found)
    assert FATHER not in {p for p, category in confirmed(found) if category == "health"}
    assert (FATHER, "civil_status") in confirmed(found)


def test_the_doctor_is_not_the_patient(look: Look) -> None:
    found = look(
        text("Dr Solange BERTHELOTTE\n\nNous avons vu M. Luca ESPOSITO, né le 05/01/1980.")
    )
    assert SOLANGE not in {e.person for e in found.exposures}


def test_somebody_who_is_not_in_the_index(look: Look) -> None:
    found = look(text("Madame Philomène ZUCCARELLI, née le 12/05/1944, sera admise lundi.\n"))
    assert found.exposures == []
    (stranger,) = found.unmatched
    assert "ZUCCARELLI" in stranger.name
    assert stranger.reason == "not_in_index"
    assert Category.CIVIL_STATUS in stranger.categories


def test_staff_are_listed_as_such(look: Look) -> None:
    found = look(text("Madame Odile ESPOSITO, née le 02/03/1954, vue ce jour.\n\nDr ZUCCARELLI\n"))
    assert [(u.name, u.reason, u.traits) for u in found.unmatched] == [("ZUCCARELLI", "staff", ())]


def test_what_tells_a_stranger_elsewhere_is_a_hash(look: Look) -> None:
    (one,) = look(text("Monsieur Gédéon XYLANDER, né le 12/05/1944.\n")).unmatched
    (other,) = look(text("XYLANDER Gédéon, né le 12 mai 1944, est venu.\n")).unmatched
    assert one.traits == other.traits
    assert [len(trait) for trait in one.traits] == [33]
    assert "1944" not in "".join(one.traits)


def test_a_form_in_a_table(look: Look) -> None:
    rows = [["Nom", "ESPOSITO"], ["Prénom", "Odile"], ["Né(e) le", "02/03/1954"],
            ["N° de sécurité sociale", MARIE_NIR]]  # fmt: skip
    found = look(TableBlock("doc.txt", "tableau 1", (), rows, 1))
    assert {(ODILE, "civil_status"), (ODILE, "nir")} <= confirmed(found)


def test_documents_come_in_the_order_of_their_records(analyst: Analyst) -> None:
    parts = [
        text("Madame Odile ESPOSITO née le 02/03/1954", "m.eml"),
        text("M. Luca ESPOSITO né le 05/01/1980", "m.eml!/a.txt"),
        record("m.eml!/a.txt"),
        record("m.eml"),
        record("x.bin"),
    ]
    found = list(analyst.documents(parts))
    assert [f.record.document for f in found] == ["m.eml!/a.txt", "m.eml", "x.bin"]
    assert {e.person for e in found[0].exposures} == {SON}
    assert {e.person for e in found[1].exposures} == {ODILE}
    assert found[2].exposures == []


def test_one_exposure_a_person_and_category(look: Look) -> None:
    found = look(text(LETTER, locator="page 1"), text(LETTER, locator="page 2"))
    keys = [(e.person, e.category) for e in found.exposures]
    assert len(keys) == len(set(keys))
    assert {e.locator for e in found.exposures} == {"page 1"}


def test_no_value_of_the_text_leaves_the_analyst(look: Look) -> None:
    found = look(text(LETTER))
    told = repr((found.exposures, found.mentioned))
    for value in ("ESPOSITO", "Odile", "Bac", "1954", "hypertension", "ramipril"):
        assert value not in told


def test_hashes_are_keyed_and_stable() -> None:
    index = PatientIndex(PEOPLE)
    block = text("Madame Odile ESPOSITO née le 02/03/1954")
    hashes = [
        [m.value_hash for f in Analyst(index, key).documents([block, record("doc.txt")])
         for m in f.mentioned]
        for key in (b"a" * 32, b"a" * 32, b"b" * 32)
    ]  # fmt: skip
    assert hashes[0] == hashes[1] != hashes[2]
    assert {len(h) for one in hashes for h in one} == {16}


@pytest.mark.parametrize("content", ["", "\n\n\n", "\x00\x01", "a" * 100_000, "🏥" * 500])
def test_odd_texts_do_no_harm(look: Look, content: str) -> None:
    assert look(text(content)).exposures == []


def test_an_address_far_from_the_name_confirms_it(look: Look) -> None:
    content = "Dossier de Mme Solange BERTHELOTTE\n" + "Rien.\n" * 12
    alone = look(text(content))
    assert SOLANGE in {person for person, _ in unsure(alone)}
    both = look(text("Dossier de Mme Odile ESPOSITO\n" + "Rien.\n" * 12 + "IPP900001\n"))
    assert (ODILE, "civil_status") in confirmed(both)


def test_a_mail_address_is_enough_beside_a_stranger(look: Look) -> None:
    found = look(
        text("Madame Zoé TRUCHE\n" + "\n" * 10 + "Écrire à odile.esposito@exemple.invalid\n")
    )
    assert (ODILE, "contact") in confirmed(found)


def test_a_patient_who_is_not_in_the_index(look: Look) -> None:
    report = (
        "Compte rendu de consultation\n\nMadame Yseult KERAVEC, 59 ans, a un diabète de type 2."
    )
    found = look(TextBlock("doc.txt", "", report))
    assert [(u.name, u.reason) for u in found.unmatched] == [("Yseult KERAVEC", "not_in_index")]
    assert Category.HEALTH in found.unmatched[0].categories


def test_somebody_named_in_a_notice_is_no_patient(look: Look) -> None:
    found = look(TextBlock("doc.txt", "", "Madame Yseult KERAVEC anime la réunion du 12 mars."))
    assert found.unmatched == []


def test_what_is_said_of_a_child_is_not_said_of_the_mother_named_below(look: Look) -> None:
    found = look(
        text(
            "Bulletin de santé\nNom : VARNIER   Prénom : Nathan\nNé le 14 mars 2025\n"
            "Mère : ESPOSITO Odile (02/03/1954)\nIctère néonatal traité par photothérapie\n"
        )
    )
    assert (ODILE, "health") not in confirmed(found) | unsure(found)
    assert (ODILE, "civil_status") in confirmed(found)


def test_sensitive_words_about_one_doubtfully_named_are_theirs(look: Look) -> None:
    found = look(
        text("Équipe de liaison\n\nESPOSI Odil 02/03/1954\n\nMutation BRCA2 identifiée.\n")
    )
    assert {(ODILE, "health"), (ODILE, "other_sensitive")} <= confirmed(found) | unsure(found)


def test_an_entry_of_a_list_goes_on_below_it(look: Look) -> None:
    text = (
        "1) ESPOSITO Odile, née le 02/03/1954 : dossier transmis, certificat reçu\n"
        "   (épisode dépressif sévère, en arrêt)\n"
        "2) BERTHELOTTE Solange, née le 03/02/1966 : mutation demandée\n"
    )
    assert ill(look(TextBlock("doc.txt", "", text))) == {ODILE}


def test_records_of_fields_are_each_about_their_own(look: Look) -> None:
    text = (
        "CLIENT.NOM=ESPOSITO\nCLIENT.PRENOM=Odile\nCLIENT.NE=02/03/1954\nVERRES=progressifs\n\n"
        "CLIENT.NOM=BERTHELOTTE\nCLIENT.PRENOM=Solange\nORDO.NOTE=glaucome traité\n"
    )
    assert ill(look(TextBlock("doc.txt", "", text))) == {SOLANGE}


def test_a_number_goes_to_the_one_it_is_of(look: Look) -> None:
    text = (
        "Personne concernée : ESPOSITO Odile, 02/03/1954\n"
        "Destinataire à tort : BERTHELOTTE Solange, née le 03/02/1966\n\n"
        f"Données : identité, NIR ({MARIE_NIR})\n"
    )
    found = confirmed(look(TextBlock("doc.txt", "", text)))
    assert found >= {(ODILE, "nir"), (SOLANGE, "civil_status")}
    assert (SOLANGE, "nir") not in found


def test_the_accused_is_not_the_one_examined(look: Look) -> None:
    text = (
        "Réquisition : examiner Madame ESPOSITO Odile, née le 02/03/1954, plaignante,\n"
        "dans l'affaire c/ ESPOSITO Luca né le 05/01/1980.\n\n"
        "Fracture du poignet gauche, plaie suturée.\n"
    )
    assert ill(look(TextBlock("doc.txt", "", text))) == {ODILE}


def test_a_surname_beside_its_birth_date(look: Look) -> None:
    text = "Dates pour le relais : Esposito 02/03/1954 ; Berthelotte 03/02/1966\n"
    found = look(TextBlock("doc.txt", "", text))
    assert {person for person, _ in confirmed(found) | unsure(found)} >= {ODILE, SOLANGE}
