"""Documents that say only a stay are given to whoever has it in another, or in the list."""

from pathlib import Path

import pytest

from tests.scope.test_scope import exported
from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.progress import Silent
from tocsin.scope import scope
from tocsin.seal import Source

ROWS = """patient_id;birth_name;first_names;birth_date
P000001;BERTHELOTTE;Solange;1966-02-03
P000002;QUINTARD;Odile;1954-03-02
"""
NAMED = "Mme BERTHELOTTE Solange, née le 03/02/1966. N° de séjour : 250012345. Sortie lundi."
BARE = "Séjour n° 250012345 : fracture du col du fémur, ostéosynthèse le 3 juin."


@pytest.fixture
def stolen(tmp_path: Path) -> Path:
    folder = tmp_path / "vol"
    folder.mkdir()
    (folder / "sortie.txt").write_text(NAMED, encoding="utf-8")
    (folder / "bloc.txt").write_text(BARE, encoding="utf-8")
    (tmp_path / "patients.csv").write_text(ROWS, encoding="utf-8")
    return folder


def run(stolen: Path, stays: Path | None = None) -> dict[str, list[dict[str, str]]]:
    case_folder = stolen.parent / "affaire"
    with Case.create_or_open(case_folder) as case:
        source, patients = Source.at(str(stolen)), stolen.parent / "patients.csv"
        scope(case, source, patients, Silent(), workers=1, stays=stays)
    return exported(case_folder, stolen.parent / "out")


def bases(tables: dict[str, list[dict[str, str]]], document: str) -> set[tuple[str, str, str]]:
    return {
        (row["patient_id"], row["category"], row["basis"])
        for row in tables["exposures"]
        if row["document"] == document
    }


def test_what_is_said_of_a_stay_is_said_of_whoever_has_it(stolen: Path) -> None:
    tables = run(stolen)
    assert ("P000001", "health", "same_stay") in bases(tables, "bloc.txt")
    (person,) = tables["persons"]
    assert (person["tier"], person["status"]) == ("medical", "confirmed")
    assert run(stolen) == tables


def test_a_stay_that_two_persons_have_waits_for_somebody(stolen: Path) -> None:
    other = NAMED.replace("BERTHELOTTE Solange", "QUINTARD Odile").replace("03/02/1966", "2/3/1954")
    (stolen / "autre.txt").write_text(other, encoding="utf-8")
    tables = run(stolen)
    assert {row["status"] for row in tables["persons"]} == {"to_review"}
    assert {patient for patient, _, _ in bases(tables, "bloc.txt")} == {"P000001", "P000002"}


def test_a_stay_of_nobody_gives_nothing(stolen: Path) -> None:
    (stolen / "bloc.txt").write_text(BARE.replace("250012345", "250019999"), encoding="utf-8")
    assert not bases(run(stolen), "bloc.txt")


def test_a_copy_is_given_too(stolen: Path) -> None:
    (stolen / "copie.txt").write_text(BARE, encoding="utf-8")
    tables = run(stolen)
    assert bases(tables, "copie.txt") == bases(tables, "bloc.txt")


def test_the_list_of_stays_says_it_directly_and_is_kept(stolen: Path) -> None:
    (stolen / "sortie.txt").unlink()
    stays = stolen.parent / "sejours.csv"
    stays.write_text("ipp;nda\nP000002;250012345\nP000009;1\n", encoding="utf-8")
    tables = run(stolen, stays)
    assert ("P000002", "health", "stay") in bases(tables, "bloc.txt")
    assert [row["column"] for row in tables["index_issues"]] == ["stays"]
    assert run(stolen) == tables


def test_forms_given_later_start_the_reading_anew(stolen: Path) -> None:
    (stolen / "bloc.txt").write_text(BARE.replace("Séjour n°", "Cahier bleu"), encoding="utf-8")
    assert not bases(run(stolen), "bloc.txt")
    configured = stolen.parent / "affaire" / "hospital.toml"
    configured.write_text('sejour = ["cahier bleu : 999999999"]\n', encoding="utf-8")
    assert ("P000001", "health", "same_stay") in bases(run(stolen), "bloc.txt")


def test_forms_may_be_given_before_there_is_a_case(stolen: Path) -> None:
    (stolen.parent / "affaire").mkdir()
    configured = stolen.parent / "affaire" / "hospital.toml"
    configured.write_text('ipp = ["99"]\n', encoding="utf-8")
    with pytest.raises(InputError, match="forme de numéro"):
        run(stolen)
