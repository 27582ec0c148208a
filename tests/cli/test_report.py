"""The group report, as a person types it."""

import json
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result

from tests.report.conftest import HOSPITAL, PEOPLE, fill
from tocsin.case import Case
from tocsin.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "vol"
    source.mkdir()
    (source / "lettre.txt").write_text("x", encoding="utf-8")
    with Case.create_or_open(tmp_path / "affaire") as case:
        (case.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
    assert invoke("seal", source, "--case", tmp_path / "affaire").exit_code == 0
    return tmp_path / "affaire"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with Case.create_or_open(tmp_path / "remplie") as case:
        (case.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
        fill(case, PEOPLE)
    return tmp_path / "remplie"


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: object) -> str:
    answer = invoke("report", *words)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_bare_form_writes_every_report(filled: Path, tmp_path: Path) -> None:
    said = done("--case", filled, "--to", tmp_path / "r")

    assert "cnil.json" in said
    assert (tmp_path / "r" / "trace.json").exists()


@pytest.mark.parametrize("words", [(), ("--case", "x"), ("--to", "x")])
def test_the_bare_form_asks_for_its_options(words: tuple[str, ...]) -> None:
    assert invoke("report", *words).exit_code == 2


def test_trace_names_what_was_altered_and_ends_with_three(filled: Path, tmp_path: Path) -> None:
    done("--case", filled, "--to", tmp_path / "r")
    path = tmp_path / "r" / "presse.md"
    assert "fichier intact" in done("trace", path, "--case", filled)
    path.write_text(path.read_text("utf-8").replace("**7**", "**8**", 1), encoding="utf-8")

    answer = invoke("report", "trace", path, "--case", filled)

    assert answer.exit_code == 3
    assert "persons.confirmed" in answer.output
    as_json = invoke("report", "trace", path, "--case", filled, "--json")
    assert '"persons.confirmed"' in as_json.output


def test_a_press_sheet_is_frozen_by_two_and_published(filled: Path, tmp_path: Path) -> None:
    case = ("--case", filled)
    assert "Version 1" in done("press", "draft", *case)
    assert "seconde personne" in done("press", "approve", 1, *case, "--by", "A. Direction")
    assert "figée" in done("press", "approve", 1, *case, "--by", "B. Presse")
    assert "A. Direction, B. Presse" in done("press", "list", *case)
    assert "Rien n'a changé" in done("press", "diff", 1, 1, *case)
    done("press", "publish", *case, "--to", tmp_path / "presse")

    assert (tmp_path / "presse" / "presse.pdf").exists()


def test_a_word_is_released_by_a_decision(filled: Path) -> None:
    (filled / "breach.toml").write_text(
        'secret_words = ["Truc"]\npress_statement = "Le groupe Truc."', encoding="utf-8"
    )
    assert invoke("report", "press", "draft", "--case", filled).exit_code == 3
    done("press", "release", "Truc", "--case", filled, "--by", "A.", "--reason", "accord")

    assert "Truc" in done("press", "draft", "--case", filled)


def test_a_demand_is_read_with_the_key_of_its_role(filled: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "cle.txt").write_text(f"# clé\n{identity}\n", encoding="utf-8")
    (tmp_path / "demande.txt").write_text("Payez tout de suite.", encoding="utf-8")
    role = f"direction={identity.to_public()}"

    case = ("--case", filled)
    done("demand", "record", tmp_path / "demande.txt", *case, "--by", "A.", "--role", role)

    assert "direction" in done("demand", "list", *case)
    assert "Payez" in done("demand", "read", 1, *case, "--identity", tmp_path / "cle.txt")
    other = tmp_path / "autre.txt"
    other.write_text("rien", encoding="utf-8")
    refused = invoke("report", "demand", "read", 1, *case, "--identity", other)
    assert refused.exit_code == 3


def test_the_justice_file_is_written_and_says_what_to_note(folder: Path, tmp_path: Path) -> None:
    said = done("justice", "--case", folder, "--to", tmp_path / "justice", "--uco")

    assert "la liste des victimes n'est pas jointe" in said
    assert "check_bag.py" in said
    assert (tmp_path / "justice" / "data" / "preuves" / "case-uco.jsonld").exists()


def test_a_group_is_counted_over_its_cases(folder: Path, filled: Path, tmp_path: Path) -> None:
    done("group", "--case", folder, "--case", filled, "--to", tmp_path / "g")

    found = json.loads((tmp_path / "g" / "groupe.json").read_text("utf-8"))
    assert found["persons"] == 7
