"""seal and custody as typed: what is shown, what is refused, what scope makes of it."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.test_errors import assert_fails, tocsin
from tests.seal.authority import Authority, serving


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


def test_a_stamp_an_authority_that_fails_and_one_file_proved(tmp_path: Path, source: Path) -> None:
    case, authority = tmp_path / "affaire", Authority(tmp_path / "tsa")
    broken = tocsin("seal", source, "--case", case, "--tsa", "http://127.0.0.1:9/", "--json")
    assert broken.returncode == 0, "the sealing is done"
    assert json.loads(broken.stdout)["stamp_fault"] == "tsa.unreachable"
    assert "tsa.unreachable" in broken.stderr
    with serving(authority.reply) as url:
        said = tocsin("seal", source, "--case", case, "--tsa", url, "--tsa-ca", authority.root)
    assert said.returncode == 0, said.stderr
    assert "signature vérifiée" in said.stdout

    proof = tmp_path / "preuve"
    made = tocsin("custody", "proof", "menu.txt", "--case", case, "--to", proof)
    assert made.returncode == 0, made.stderr
    assert "PROOF GOOD" in made.stdout
    checked = ("custody", "verify", proof, source / "menu.txt", "--tsa-ca", authority.root)
    assert "signature vérifiée" in tocsin(*checked).stdout
    (source / "menu.txt").write_text("Mardi")
    assert_fails(tocsin(*checked), 4, "custody.not_as_sealed")
    assert_fails(
        tocsin("custody", "proof", "rien.txt", "--case", case, "--to", proof),
        3,
        "custody.not_in_log",
    )


def test_a_stamp_carried_by_hand(tmp_path: Path, source: Path) -> None:
    case, authority = tmp_path / "affaire", Authority(tmp_path / "tsa")
    asked, answer = tmp_path / "demande.tsq", tmp_path / "reponse.tsr"
    assert tocsin("seal", source, "--case", case, "--tsq", asked).returncode == 0
    answer.write_bytes(authority.reply(asked.read_bytes()))
    brought = tocsin("seal", source, "--case", case, "--tsr", answer, "--json")
    assert (brought.returncode, json.loads(brought.stdout)["stamp_checked"]) == (0, False)
    answer.write_bytes(b"rien")
    assert_fails(tocsin("seal", source, "--case", case, "--tsr", answer), 3, "tsa.garbage")
    inside = source / "demande.tsq"
    assert_fails(
        tocsin("seal", source, "--case", case, "--tsq", inside), 2, "custody.inside_source"
    )
    assert not inside.exists()


def test_custody_needs_a_case_and_a_place(tmp_path: Path, source: Path) -> None:
    tocsin("seal", source, "--case", tmp_path / "a")
    for options in ([], ["--case", tmp_path / "a"], ["--to", tmp_path / "b"]):
        assert tocsin("custody", *options).returncode == 2
