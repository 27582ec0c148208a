"""seal and custody as typed: what is shown, what is refused, what scope makes of it."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.test_errors import assert_fails, tocsin


def test_from_the_seal_to_the_check_without_tocsin(
    tmp_path: Path, source: Path, patients: Path
) -> None:
    case, handed = tmp_path / "affaire", tmp_path / "scelles"
    said = tocsin("seal", source, "--case", case)
    assert said.returncode == 0, said.stderr
    noted = json.loads(tocsin("seal", source, "--case", case, "--json").stdout)
    assert (noted["files"], noted["added"], noted["leaves"]) == (5, 0, 5)
    assert f"racine {noted['root']}" in said.stdout
    assert f"clé {noted['public_key']}" in said.stdout

    scoped = tocsin("scope", source, "--patients", patients, "--case", case)
    assert scoped.returncode == 0, scoped.stderr
    assert json.loads(tocsin("seal", source, "--case", case, "--json").stdout) == noted

    assert tocsin("custody", "--case", case, "--to", handed).returncode == 0
    check = [sys.executable, handed / "verifier.py", source, "--root", noted["root"]]
    assert subprocess.run(check, capture_output=True).returncode == 0
    (source / "menu.txt").write_text("Mardi")
    changed = subprocess.run(check, capture_output=True, text=True)
    assert changed.returncode == 1
    assert "CHANGED  menu.txt" in changed.stdout


def test_nothing_sealed_yet(tmp_path: Path, source: Path, patients: Path) -> None:
    tocsin("scope", source, "--patients", patients, "--case", tmp_path / "a")
    done = tocsin("custody", "--case", tmp_path / "a", "--to", tmp_path / "out")
    assert_fails(done, 4, "custody.not_sealed")


def test_not_among_the_stolen_files(tmp_path: Path, source: Path) -> None:
    tocsin("seal", source, "--case", tmp_path / "a")
    done = tocsin("custody", "--case", tmp_path / "a", "--to", source / "out")
    assert_fails(done, 2, "custody.inside_source")
    assert not (source / "out").exists()
    assert_fails(tocsin("seal", source, "--case", source / "a"), 4, "case.inside_source")
    assert not (source / "a").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path, source: Path) -> None:
    tocsin("seal", source, "--case", tmp_path / "a")
    (tmp_path / "fichier").write_text("in the way")
    done = tocsin("custody", "--case", tmp_path / "a", "--to", tmp_path / "fichier" / "out")
    assert_fails(done, 5, "custody.not_writable")
