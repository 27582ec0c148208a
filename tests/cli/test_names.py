"""Folders of any name are read, written to and explained as others are."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tocsin.cli import main

ODD = ("a!", "a b", "é à", "a:b", "-lead", "trail ", "b!/c!", "[red]", "a%20b", "a\nb", "nom;x")


def tocsin(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def documents(out: Path) -> set[str]:
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        return {row["document"] for row in csv.DictReader(file)}


def test_folders_of_any_name_below_the_source(tmp_path: Path, patients: Path) -> None:
    for name in ODD:
        (folder := tmp_path / "vol" / name).mkdir(parents=True)
        (folder / "note.txt").write_text(f"Note de {name}.\n", encoding="utf-8")
    case = tmp_path / "affaire"
    done = tocsin("scope", tmp_path / "vol", "--patients", patients, "--case", case)
    assert done.exit_code == 0, done.output
    tocsin("export", "--case", case, "--to", tmp_path / "out")
    found = documents(tmp_path / "out")
    assert found == {f"{name}/note.txt" for name in ODD}
    for document in sorted(found):
        assert tocsin("explain", "--case", case, "--", document).exit_code == 0, document


@pytest.mark.parametrize("name", ["-a!", "é :[red] "])
def test_source_case_and_place_of_any_name(
    tmp_path: Path, source: Path, patients: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    case, to = f"--case={name}case", f"--to={name}out"
    done = tocsin("scope", "--patients", patients, case, "--", name)
    assert done.exit_code == 0, done.output
    for command in ("export", "report", "deliveries"):
        answer = tocsin(command, case, to)
        assert answer.exit_code == 0, answer.output
    assert documents(tmp_path / f"{name}out")
    assert tocsin("export", case, f"--to={name}/out").exit_code == 2
