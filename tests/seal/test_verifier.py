"""verifier.py names every change of the files and believes no altered log, all by itself."""

import ast
import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.seal.test_custody import sealed
from tocsin.case import Case
from tocsin.errors import CaseError, UsageError
from tocsin.progress import Silent
from tocsin.seal.portable import ALONE as PROGRAMS
from tocsin.seal.portable import write_custody

ALONE = [sys.executable, "-I", "-S"]
"""Python without any installed package."""


@pytest.fixture
def folder(case: Case, haul: Path, tmp_path: Path) -> Path:
    """The portable folder of a log that has grown once."""
    sealed(case, haul)
    (haul / "sous" / "note 5.txt").write_text("Note corrigée.")
    sealed(case, haul)
    write_custody(case, tmp_path / "scellés", Silent())
    return tmp_path / "scellés"


def load(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("verifier_alone", folder / "verifier.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Verdicts = set[tuple[str, str]]


@pytest.fixture
def verify(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, Verdicts, str]]:
    """Run the verifier: exit code, (verdict, path) of each line that names a file, the screen."""
    module = load(folder)

    def run(source: Path, *options: str) -> tuple[int, Verdicts, str]:
        code = module.main([str(source), *options])
        said = capsys.readouterr().out
        pairs = (line.split("  ", 1) for line in said.splitlines() if "  " in line)
        return code, {(verdict.split()[-1], path) for verdict, path in pairs}, said

    return run


def regular_files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if path.name.startswith("note"))


def change_one_byte(path: Path, chance: random.Random) -> None:
    """Same size, same times: only the content tells."""
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_untouched_files_are_as_sealed(verify: Callable, haul: Path) -> None:
    code, named, said = verify(haul)
    assert (code, named) == (0, {("HASHED", "lien")})
    assert "AS SEALED" in said
    assert "good, by cryptography" in said


@pytest.mark.parametrize("seed", range(50))
def test_every_change_is_named(verify: Callable, haul: Path, seed: int) -> None:
    chance = random.Random(seed)
    files = chance.sample(regular_files(haul), chance.randrange(1, 9))
    cut = chance.randrange(len(files) + 1)
    expected = {("HASHED", "lien")}
    for path in files[:cut]:
        change_one_byte(path, chance)
        expected.add(("CHANGED", str(path.relative_to(haul))))
    for path in files[cut:]:
        path.unlink()
        expected.add(("MISSING", str(path.relative_to(haul))))
    for number in range(chance.randrange(4)):
        added = chance.choice([haul, haul / "sous" / "dossier"]) / f"ajout {number}.bin"
        added.write_bytes(chance.randbytes(chance.randrange(40)))
        expected.add(("ADDED", str(added.relative_to(haul))))
    code, named, _ = verify(haul)
    assert (code, named) == (1, expected)


def test_a_renamed_file_is_missing_and_added(verify: Callable, haul: Path) -> None:
    note = haul / "sous" / "note 7.txt"
    note.rename(note.with_name("note 70.txt"))
    code, named, _ = verify(haul)
    expected = {("MISSING", "sous/note 7.txt"), ("ADDED", "sous/note 70.txt"), ("HASHED", "lien")}
    assert (code, named) == (1, expected)


def test_two_files_that_change_places_are_both_changed(verify: Callable, haul: Path) -> None:
    one, other = haul / "sous" / "note 7.txt", haul / "sous" / "note 8.txt"
    one.rename(haul / "en attendant")
    other.rename(one)
    (haul / "en attendant").rename(other)
    code, named, _ = verify(haul)
    changed = {("CHANGED", "sous/note 7.txt"), ("CHANGED", "sous/note 8.txt")}
    assert (code, named) == (1, changed | {("HASHED", "lien")})


def test_a_file_replaced_by_a_link_to_the_same_bytes_is_changed(
    verify: Callable, haul: Path, tmp_path: Path
) -> None:
    note = haul / "sous" / "note 7.txt"
    note.rename(tmp_path / "ailleurs.txt")
    note.symlink_to(tmp_path / "ailleurs.txt")
    code, named, _ = verify(haul)
    assert (code, ("CHANGED", "sous/note 7.txt") in named) == (1, True)


def test_names_cannot_forge_the_screen(verify: Callable, haul: Path) -> None:
    (haul / "ligne\ncoupée\r.txt").unlink()
    (haul / "\x1b[2Jeffacé").touch()
    (haul / os.fsdecode(b"\xe9")).touch()
    _, named, _ = verify(haul)
    expected = {
        ("MISSING", r"ligne\ncoupée\r.txt"),
        ("ADDED", r"\x1b[2Jeffacé"),
        ("ADDED", r"\xe9"),
    }
    assert expected <= named


LEAF = {"sha256": "00", "mode": "100644", "size": 1}


@pytest.mark.parametrize(
    ("leaf", "name", "is_there", "verdict"),
    [
        (None, "fermé/", True, "UNREADABLE"),
        (LEAF, "disparu pendant la lecture", True, "UNREADABLE"),
        ({"fault": "vanished"}, "revenu", True, "HASHED"),
        ({"fault": "folder not listable"}, "sous/", False, "HASHED"),
        ({"fault": "folder not listable"}, "disparu/", False, "MISSING"),
    ],
)
def test_what_cannot_be_looked_at_is_said(
    folder: Path, haul: Path, leaf: object, name: str, is_there: bool, verdict: str
) -> None:
    path = os.fsencode(haul) + b"/" + name.encode()
    assert load(folder).compare(leaf, None, path, is_there).split()[-1] == verdict


def test_a_file_that_cannot_be_read_is_no_pass(folder: Path, haul: Path) -> None:
    assert "UNREADABLE" in load(folder).compare_bytes(LEAF, os.fsencode(haul / "rien"))


def test_one_file_as_source(case: Case, haul: Path, tmp_path: Path) -> None:
    note = haul / "sous" / "note 1.txt"
    sealed(case, note)
    write_custody(case, tmp_path / "scellés", Silent())
    module = load(tmp_path / "scellés")
    assert module.main([str(note)]) == 0
    note.write_text("Note numéro 9.")
    assert module.main([str(note)]) == 1


@pytest.mark.parametrize("name", ["leaves.jsonl", "manifest-sha256.txt"])
@pytest.mark.parametrize("seed", range(25))
def test_one_bit_of_the_log(
    verify: Callable, haul: Path, folder: Path, name: str, seed: int
) -> None:
    change_one_byte(folder / name, random.Random(seed))
    code, _, said = verify(haul)
    assert code == 1
    assert "AS SEALED" not in said


@pytest.mark.parametrize("seed", range(25))
def test_one_digit_of_the_heads(verify: Callable, haul: Path, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    heads = folder / "heads.json"
    text = heads.read_text()
    values = [match.span(1) for match in re.finditer(r'[ :]"?([0-9a-f]{64,}|\d+)', text)]
    digits = [i for span in values for i in range(*span) if text[i].isdecimal()]
    place = chance.choice(digits)
    heads.write_text(text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :])
    assert verify(haul)[0] == 1


def cut_last_leaf(folder: Path) -> None:
    lines = (folder / "leaves.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "leaves.jsonl").write_bytes(b"".join(lines[:-1]))


def add_a_leaf(folder: Path) -> None:
    with (folder / "leaves.jsonl").open("ab") as file:
        file.write(b'{"path":"x","raw":"78","size":0}\n')


def swap_leaves(folder: Path) -> None:
    first, second, *rest = (folder / "leaves.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "leaves.jsonl").write_bytes(b"".join([second, first, *rest]))


def empty_the_heads(folder: Path) -> None:
    (folder / "heads.json").write_text('{"public_key": "00", "heads": []}')


def nonsense(folder: Path) -> None:
    (folder / "heads.json").write_text("[" * 100_000)


def no_leaves(folder: Path) -> None:
    (folder / "leaves.jsonl").unlink()


@pytest.mark.parametrize(
    "tampering", [cut_last_leaf, add_a_leaf, swap_leaves, empty_the_heads, nonsense, no_leaves]
)
def test_a_log_that_is_not_whole(
    verify: Callable, haul: Path, folder: Path, tampering: Callable[[Path], None]
) -> None:
    tampering(folder)
    code, named, said = verify(haul)
    assert (code, len(named)) == (1, 1)
    assert "ALTERED" in said or "UNREADABLE" in said


def test_an_older_or_other_log_is_told_by_what_was_noted(
    case: Case, verify: Callable, haul: Path, tmp_path: Path
) -> None:
    noted = sealed(case, haul)
    key, root = noted.public_key.hex(), noted.head.root.hex()
    assert verify(haul, "--key", key, "--root", root)[0] == 0
    assert verify(haul, "--root", "00" * 32)[0] == 1
    with Case.create_or_open(tmp_path / "autre affaire") as other:
        sealed(other, haul)
        write_custody(other, tmp_path / "scellés", Silent())
    assert verify(haul)[0] == 0, "a log signed anew holds together"
    assert verify(haul, "--key", key)[0] == 1
    assert verify(haul, "--root", root)[0] == 1


def alone(folder: Path, haul: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [*ALONE, str(folder / "verifier.py"), str(haul)]
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def test_without_packages_openssl_checks_the_signatures(folder: Path, haul: Path) -> None:
    done = alone(folder, haul, PATH=os.environ["PATH"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "good, by openssl" in done.stdout
    heads = (folder / "heads.json").read_text()
    place = heads.index('"signature": "') + len('"signature": "')
    other = "0" if heads[place] != "0" else "1"
    (folder / "heads.json").write_text(heads[:place] + other + heads[place + 1 :])
    assert alone(folder, haul, PATH=os.environ["PATH"]).returncode == 1


def test_without_anything_it_says_what_it_did_not_check(folder: Path, haul: Path) -> None:
    done = alone(folder, haul, PATH="", LC_ALL="C")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not checked" in done.stdout


def test_a_source_that_is_missing_is_usage(folder: Path, tmp_path: Path) -> None:
    done = alone(folder, tmp_path / "rien", PATH="")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_manifest_is_that_of_sha256sum(folder: Path, haul: Path) -> None:
    check = ["sha256sum", "--check", "--strict", "--quiet", str(folder / "manifest-sha256.txt")]
    done = subprocess.run(check, cwd=haul, capture_output=True)
    assert (done.returncode, done.stdout) == (0, b"")
    assert len((folder / "manifest-sha256.txt").read_bytes().splitlines()) == 20


def test_it_is_python_3_8_with_the_standard_library_only() -> None:
    modules = {
        name
        for program in PROGRAMS.glob("*.py")
        for node in ast.walk(ast.parse(program.read_text(encoding="utf-8"), feature_version=(3, 8)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    foreign = {name for name in modules if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name.split(".")[0] for name in foreign} == {"cryptography"}


def test_outputs_are_for_their_owner(folder: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_nothing_is_written_before_or_among_what_is_sealed(
    case: Case, haul: Path, tmp_path: Path
) -> None:
    with pytest.raises(CaseError) as raised:
        write_custody(case, tmp_path / "scellés", Silent())
    assert raised.value.code == "custody.not_sealed"
    sealed(case, haul)
    with pytest.raises(UsageError) as refused:
        write_custody(case, haul / "scellés", Silent())
    assert refused.value.code == "custody.inside_source"
    shutil.rmtree(haul)
    assert write_custody(case, tmp_path / "scellés", Silent())
