"""Tables: a row's person, what its cells give away, the quick way and the slow way alike."""

import pytest

from tests.assess.conftest import (
    CROWD,
    FATHER,
    MARIE_NIR,
    ODILE,
    SOLANGE,
    SON,
    Look,
    confirmed,
    unsure,
)
from tocsin.assess.plan import RowPlan
from tocsin.find import fold
from tocsin.model.category import Category
from tocsin.model.document import TableBlock, TextBlock
from tocsin.model.mention import Column
from tocsin.model.mention import MentionKind as K

HEADER = ("IPP", "NOM", "PRENOM", "DDN", "N_SECU", "TEL", "DIAGNOSTIC", "COMMENTAIRE")


def table(*rows: list[str], header: tuple[str, ...] = HEADER, locator: str = "") -> TableBlock:
    return TableBlock("doc.txt", locator, header, [list(row) for row in rows])


def test_rows_of_an_export(look: Look) -> None:
    found = look(
        table(
            ["IPP900001", "ESPOSITO", "ODILE", "02/03/1954", MARIE_NIR, "06 39 98 00 01", "", ""],
            ["", "ESPOSITO", "LUCA", "05/01/1980", "", "", "Fracture du col du fémur", ""],
            ["", "ESPOSITO", "LUCA", "", "", "", "", ""],
        )
    )
    assert confirmed(found) == {
        (ODILE, "civil_status"),
        (ODILE, "nir"),
        (ODILE, "contact"),
        (SON, "civil_status"),
        (SON, "health"),
    }
    assert (FATHER, "civil_status") in unsure(found)
    assert [m.locator for m in found.mentioned] == ["ligne 2", "ligne 3", "ligne 4"]


def test_rows_say_where_they_stand(look: Look) -> None:
    row = ["IPP900001", "ESPOSITO", "ODILE", "02/03/1954", "", "", "", ""]
    block = TableBlock("doc.txt", "feuille Patients", HEADER, [row], first_row=17)
    assert look(block).exposures[0].locator == "feuille Patients, ligne 17"


@pytest.mark.parametrize("flag", ["", "  ", "-", "NULL", "non", "N", "0", "RAS"])
def test_an_empty_medical_cell_says_nothing(look: Look, flag: str) -> None:
    row = ["IPP900001", "ESPOSITO", "ODILE", "02/03/1954", "", "", flag, ""]
    assert (ODILE, "health") not in confirmed(look(table(row)))


def test_free_text_is_about_the_person_of_the_row(look: Look) -> None:
    rows = [[p.patient_id, fold(p.birth_name), fold(p.first_names), "", "", "", "", "à rappeler"]
            for p in CROWD[:30]]  # fmt: skip
    sick = ["IPP900004", "BERTHELOTTE", "SOLANGE", "03/02/1966", "", "", "",
            "suivie pour un asthme persistant sévère"]  # fmt: skip
    found = look(table(*rows, sick))
    assert {p for p, category in confirmed(found) if category == "health"} == {SOLANGE}


def test_a_number_and_a_name_that_quarrel_go_to_review(look: Look) -> None:
    found = look(
        table(["IPP900004", "ESPOSITO", "LUCA", "05/01/1980", "", "", "Diabète de type 2", ""])
    )
    assert confirmed(found) == set()
    assert {person for person, _ in unsure(found)} == {SON, SOLANGE}


def test_somebody_else_is_listed_apart(look: Look) -> None:
    found = look(table(["", "ZUCCARELLI", "PHILOMENE", "12/05/1944", "", "", "", ""]))
    assert [(u.name, u.reason) for u in found.unmatched] == [
        ("ZUCCARELLI PHILOMENE", "not_in_index")
    ]


def test_only_a_number_is_still_somebody(look: Look) -> None:
    header, row = ("IPP", "DATE_RDV", "SERVICE"), ["IPP900004", "03/04/2025", "Consultation"]
    assert confirmed(look(table(row, header=header))) == {(SOLANGE, "care_episode")}
    lone = look(table(["IPP900004"], ["IPP900001"], header=("IPP",)))
    assert confirmed(lone) == {(SOLANGE, "civil_status"), (ODILE, "civil_status")}


def test_ragged_rows(look: Look) -> None:
    found = look(table(["IPP900001", "ESPOSITO"], ["IPP900004"], [], ["x"] * 20))
    assert {person for person, _ in confirmed(found)} == {ODILE, SOLANGE}


def test_a_name_with_its_date_in_one_cell(look: Look) -> None:
    header = ("Heure", "Salle", "Patient", "Intervention")
    rows = [["8 h", "1", "M. ESPOSITO Luca, né le 05/01/1980", "libre"],
            ["9 h", "1", "Mme BERTHELOTTE Solange, née le 03/02/1966", "libre"]]  # fmt: skip
    found = look(table(*rows, header=header))
    assert {person for person, _ in confirmed(found)} == {SON, SOLANGE}


def test_titles_and_months_in_words(look: Look) -> None:
    header = ("Patient", "Date de naissance", "Facture")
    rows = [
        ["Mme ESPOSITO Odile", "2 MARS 1954", "FA1"],
        ["Luca Esposito", "5 janvier 1980", "FA2"],
    ]
    found = look(table(*rows, header=header))
    assert {person for person, _ in confirmed(found)} == {ODILE, SON}


def test_a_reference_table_is_about_nobody(look: Look) -> None:
    rows = [["E11", "Diabète de type 2"], ["I10", "Hypertension essentielle"]] * 20
    found = look(table(*rows, header=("CODE_CIM10", "LIBELLE")))
    assert found.exposures == []


def test_the_quick_way_and_the_slow_way_agree(look: Look) -> None:
    """The same rows with a harmless slip in the given name must be weighed, to the same persons."""
    quick = [[p.patient_id, fold(p.birth_name), fold(p.first_names).split()[0],
              p.birth_date.isoformat() if p.birth_date else "", p.nir, "", "", ""]
             for p in CROWD]  # fmt: skip
    slow = [[*row[:2], row[2] + "X", *row[3:]] for row in quick]
    exact, weighed = look(table(*quick)), look(table(*slow))
    expected = {(number, "civil_status") for number in range(len(CROWD))}
    assert expected <= confirmed(exact)
    assert expected <= confirmed(weighed)


def test_categories_of_a_row_by_column() -> None:
    kinds = [K.PATIENT_ID, K.SURNAME, K.CITY, K.POSTAL_CODE, K.HEALTH, K.IGNORED]
    plan = RowPlan([Column(i, kind) for i, kind in enumerate(kinds)], len(kinds))
    assert plan.has_person
    assert plan.categories(["1", "", "Roanne", "", "", "zzz"]) == 0
    assert plan.categories(["1", "PETIT", "", "42300", "non", ""]).bit_count() == 2


def test_what_the_index_confirms_is_as_sure_as_the_person(look: Look) -> None:
    row = ["IPP900001", "ESPOSITO", "ODILE", "02/03/1954", MARIE_NIR, "06 39 98 00 01", "", ""]
    sure = {e.category.value: e.confidence for e in look(table(row)).exposures}
    assert sure["civil_status"] == sure["nir"] == 0.9999
    assert 0.98 < sure["contact"] < 0.9999, "only the header says what it is"


def test_the_doubt_about_a_medical_column_is_another() -> None:
    columns = [Column(0, K.FULL_NAME, 0.95), Column(1, K.HEALTH, 0.7), Column(2, K.INSURANCE, 0.7)]
    plan = RowPlan(columns, 3)
    assert plan.certainty(Category.HEALTH) == 0.7
    assert plan.certainty(Category.INSURANCE) == pytest.approx(0.94)
    assert plan.certainty(Category.CIVIL_STATUS) < plan.certainty(
        Category.CIVIL_STATUS, agreed=True
    )


def test_who_is_only_named_in_a_column_of_relatives_is_found(look: Look) -> None:
    header = ("IPP", "NOM", "PRENOM", "DDN", "Personne de confiance")
    row = ["IPP900001", "ESPOSITO", "ODILE", "02/03/1954", "ESPOSITO Luca"]
    found = look(table(row, header=header))
    assert confirmed(found) == {(ODILE, "civil_status")}
    assert {person for person, _ in unsure(found)} >= {FATHER, SON}


def test_the_name_of_a_relative_is_no_other_name_of_the_patient(look: Look) -> None:
    header = ("NOM", "PRENOM", "DDN", "Nom du père", "Prénom du père", "DDN père")
    row = ["INCONNU", "Odile", "02/03/1954", "ESPOSITO", "Luca", "05/01/1980"]
    assert {person for person, _ in confirmed(look(table(row, header=header)))} <= {SON}


LIST = ("Nom", "Prénom", "Né le")
LISTED = ["ESPOSITO", "ODILE", "02/03/1954"]


def test_a_title_tells_what_those_below_it_are_treated_for(look: Look) -> None:
    title = TextBlock("doc.txt", "", "Patients VIH suivis en 2024")
    assert (ODILE, "health") in confirmed(look(title, table(LISTED, header=LIST)))
    assert (ODILE, "health") not in confirmed(look(table(LISTED, header=LIST)))


def test_the_name_of_a_sheet_is_looked_at_by_a_person(look: Look) -> None:
    found = look(table(LISTED, header=LIST, locator="feuille Chimio"))
    assert (ODILE, "health") in unsure(found)


def test_rows_drawn_in_a_text_are_read(look: Look) -> None:
    drawn = "Unité de dialyse\n| Poste | Nom | Né le |\n|--|--|--|\n" + "".join(
        f"| {n} | ESPOSITO Odile | 02/03/1954 |\n" for n in (1, 2)
    )
    found = look(TextBlock("doc.txt", "corps", drawn))
    assert (ODILE, "civil_status") in confirmed(found)
    assert (ODILE, "health") in unsure(found)


INSURED = (
    "assure.nir", "assure.nom", "assure.prenom", "beneficiaire.naissance", "beneficiaire.nom",
    "beneficiaire.prenom", "diagnostic",
)  # fmt: skip


def test_a_row_that_names_but_the_insured_is_about_the_insured(look: Look) -> None:
    own = [MARIE_NIR, "ESPOSITO", "Odile", "02/03/1954", "", "", "calcul de l'uretère"]
    another = [MARIE_NIR, "ESPOSITO", "Odile", "05/01/1980", "ESPOSITO", "Luca", "otite"]
    found = look(table(own, header=INSURED))
    assert (ODILE, "health") in confirmed(found)
    found = look(table(another, header=INSURED))
    assert (SON, "health") in confirmed(found)
    assert (ODILE, "health") not in confirmed(found) | unsure(found)


def test_somebody_to_contact_stands_beside_the_patient(look: Look) -> None:
    header = ("nom", "prenom", "ddn", "libelle", "contact.nom", "contact.prenom", "contact.tel")
    row = ["ESPOSITO", "Luca", "05/01/1980", "otite", "ESPOSITO", "Odile", "06 39 98 00 01"]
    found = look(table(row, header=header))
    assert {(SON, "health"), (ODILE, "civil_status")} <= confirmed(found)
    assert (ODILE, "health") not in confirmed(found) | unsure(found)


def test_a_person_cut_between_two_blocks_is_one(look: Look) -> None:
    header = ("id", "champ", "valeur")
    fields = ("NOM", "PRENOM", "DDN", "DIAGNOSTIC")
    people = [
        ("ESPOSITO", "Odile", "02/03/1954", ""),
        ("BERTHELOTTE", "Solange", "03/02/1966", ""),
        ("ESPOSITO", "Luca", "05/01/1980", "otite"),
    ]
    rows = [[str(n), *pair] for n in range(3) for pair in zip(fields, people[n], strict=True)]
    first = TableBlock("doc.txt", "", header, rows[:9], first_row=2)
    second = TableBlock("doc.txt", "", header, rows[9:], first_row=11)
    found = look(first, second)
    assert confirmed(found) == {
        (ODILE, "civil_status"),
        (SOLANGE, "civil_status"),
        (SON, "civil_status"),
        (SON, "health"),
    }


def test_staff_listed_under_a_ward_that_treats_are_not_ill(look: Look) -> None:
    title = TextBlock("doc.txt", "", "Liste dialyse")
    staff = table(["ESPOSITO", "ODILE", "IDE"], header=("Nom", "Prénom", "Fonction"))
    assert (ODILE, "health") not in confirmed(found := look(title, staff)) | unsure(found)
    unsaid = table(["ESPOSITO", "ODILE", "4512"], header=("Nom", "Prénom", "Bureau"))
    assert (ODILE, "health") not in confirmed(look(title, unsaid))
