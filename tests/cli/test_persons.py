"""persons as typed: the list with marks, merge, show, undo; kept over a new reading."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.doubtful import FATHER, ODILE, SON, affected, run, write_index, write_theft
from tocsin.case import Case
from tocsin.cli import main

MAIDEN = "Madame Irène ZYLBERSTEIN, née le 14/09/1931, présente un asthme sévère.\n"
MARRIED = "Madame Irène QUATREFAGES présente une gastrite sévère.\n"
SAID = ("--by", "Anne", "--why", "appel")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case of two persons outside the index, whom only people can tell to be one."""
    write_index(tmp_path / "patients.csv")
    theft = write_theft(tmp_path / "vol")
    (theft / "a.txt").write_text(MAIDEN, encoding="utf-8")
    (theft / "b.txt").write_text(MARRIED, encoding="utf-8")
    with Case.create_or_open(tmp_path / "affaire") as case:
        run(case, tmp_path)
    return tmp_path / "affaire"


def tocsin(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def done(*arguments: object) -> str:
    result = tocsin("persons", *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def outside(folder: Path) -> dict[str, dict[str, Any]]:
    """By their first document."""
    found = json.loads(tocsin("persons", "--case", folder, "--json").stdout)["outside"]
    return {one["document"]: one for one in found if one["reason"] == "not_in_index"}


def merge(folder: Path, kept: str, other: str) -> str:
    return done("merge", kept, other, "--case", folder, *SAID)


def persons(folder: Path) -> dict[str, tuple[str, str, str]]:
    with Case.open(folder) as case:
        return affected(case)


def test_two_outside_the_index_are_one_after_a_new_reading_and_two_again(
    folder: Path, tmp_path: Path
) -> None:
    before = outside(folder)
    assert {"a.txt", "b.txt"} <= before.keys()
    merge(folder, before["a.txt"]["mark"], before["b.txt"]["mark"])
    merged = outside(folder)
    assert len(merged) == len(before) - 1
    assert merged["a.txt"]["documents"] == 2
    assert merged["a.txt"]["name"] == before["a.txt"]["name"]
    (tmp_path / "vol" / "encore.txt").write_text("Liste des courses.\n", encoding="utf-8")
    with Case.open(folder) as case:
        run(case, tmp_path)
    assert outside(folder) == merged
    assert "Anne" in done("--case", folder)
    done("undo", "merge", 1, "--case", folder, "--by", "Anne")
    assert outside(folder) == before


def test_the_export_has_one_row_of_them(folder: Path, tmp_path: Path) -> None:
    found = outside(folder)
    merge(folder, found["b.txt"]["mark"], found["a.txt"]["mark"])
    assert tocsin("export", "--case", folder, "--to", tmp_path / "out").exit_code == 0
    text = (tmp_path / "out" / "unmatched.csv").read_text(encoding="utf-8")
    assert "QUATREFAGES" in text
    assert "ZYLBERSTEIN" not in text


def test_two_rows_of_the_index_are_merged_shown_and_split(folder: Path) -> None:
    before = persons(folder)
    merge(folder, FATHER, SON)
    assert SON not in persons(folder)
    assert "appel" in done("show", FATHER, "--case", folder)
    done("undo", "merge", 1, "--case", folder, "--by", "Anne")
    assert persons(folder) == before


def test_a_patient_and_a_mark_is_a_patient_recognised(folder: Path) -> None:
    merge(folder, ODILE, outside(folder)["a.txt"]["mark"])
    assert persons(folder)[ODILE][0] == "medical"
    assert "a.txt" not in outside(folder)
    done("undo", "named", 1, "--case", folder, "--by", "Anne")
    assert "a.txt" in outside(folder)


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", FATHER, FATHER, *SAID),
        ("merge", FATHER, "P999", *SAID),
        ("merge", "s0000000000000000", "s0000000000000001", *SAID),
        ("merge", FATHER, SON, "--by", "Anne", "--why", " "),
        ("undo", "merge", "9", "--by", "Anne"),
        ("undo", "apart", "9", "--by", "Anne"),
        ("undo", "correction", "9", "--by", "Anne"),
        ("show", "P999"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    before, who = outside(folder), persons(folder)
    result = tocsin("persons", *arguments, "--case", folder)
    assert result.exit_code == 2, result.output
    assert (outside(folder), persons(folder)) == (before, who)
