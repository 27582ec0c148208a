"""One file is shown with its proof, which says nothing of the others and believes no forgery."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.seal.authority import Authority, serving
from tests.seal.test_custody import sealed
from tocsin.case import Case
from tocsin.errors import CaseError, InputError
from tocsin.progress import Silent
from tocsin.seal.check import check_folder
from tocsin.seal.custody import Sealed
from tocsin.seal.fileproof import write_proof
from tocsin.seal.stamps import Stamps

NOTE = "sous/note 5.txt"


@pytest.fixture
def first(case: Case, haul: Path) -> Sealed:
    """The first head of a log that then grows: what was noted on that day."""
    done = sealed(case, haul)
    (haul / NOTE).write_text("Note corrigée.")
    sealed(case, haul)
    return done


@pytest.fixture
def folder(case: Case, first: Sealed, tmp_path: Path) -> Path:
    write_proof(case, NOTE, tmp_path / "preuve", Silent(), since=first.head.root)
    return tmp_path / "preuve"


def check(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-S", str(folder / "check_proof.py"), *options]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_file_and_what_was_noted_agree(folder: Path, haul: Path, first: Sealed) -> None:
    noted = ["--root", first.head.root.hex(), "--key", first.public_key.hex()]
    done = check(folder, str(haul / NOTE), *noted)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "AS SEALED" in done.stdout
    assert "good, by openssl" in done.stdout
    assert check(folder).stdout.splitlines()[-1].endswith("PROOF GOOD")
    assert check_folder(folder, haul / NOTE, root=first.head.root) == []


def test_the_other_files_are_not_named(folder: Path, haul: Path) -> None:
    names = [path.name for path in haul.rglob("*") if path.is_file() and path.name not in NOTE]
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert len(names) > 10
    assert [name for name in names if name in text and len(name) > 8] == []


def test_every_file_can_be_proved(case: Case, haul: Path, first: Sealed, tmp_path: Path) -> None:
    shown = [path for (path,) in case.store.execute("SELECT path FROM items WHERE fault = ''")]
    for number, path in enumerate(shown):
        folder = tmp_path / str(number)
        write_proof(case, path, folder, Silent())
        assert check_folder(folder, haul / path if path != "café.txt" else _odd(haul)) == []


def _odd(haul: Path) -> Path:
    return next(path for path in haul.iterdir() if path.name.startswith("caf"))


def test_a_path_of_this_machine_will_do(
    case: Case, haul: Path, first: Sealed, tmp_path: Path
) -> None:
    write_proof(case, str(haul / NOTE), tmp_path / "preuve", Silent())
    proof = json.loads((tmp_path / "preuve" / "proof.json").read_text())
    assert json.loads(proof["leaf"])["path"] == NOTE
    assert json.loads(proof["leaf"])["replaces"] < proof["number"], "the leaf is the last one"


def test_a_stamped_head_is_preferred(case: Case, haul: Path, tmp_path: Path) -> None:
    sealed(case, haul)
    authority = Authority(tmp_path / "tsa")
    with serving(authority.reply) as url:
        stamped = Stamps(case).ask(url)
    (haul / NOTE).write_text("Note corrigée.")
    sealed(case, haul)
    write_proof(case, "sous/note 1.txt", tmp_path / "ancien", Silent())
    (found,) = check_folder(
        tmp_path / "ancien", haul / "sous" / "note 1.txt", tsa_ca=authority.root
    )
    assert (found.moment, found.is_checked) == (stamped.moment, True)
    write_proof(case, NOTE, tmp_path / "nouveau", Silent())
    assert check_folder(tmp_path / "nouveau", haul / NOTE) == [], "its leaf came after the stamp"


def test_a_changed_file_is_told(folder: Path, haul: Path) -> None:
    for text in ("Note corrigés.", "Plus longue que la note corrigée."):
        (haul / NOTE).write_text(text)
        done = check(folder, str(haul / NOTE))
        assert (done.returncode, "CHANGED" in done.stdout) == (1, True)
        with pytest.raises(CaseError) as raised:
            check_folder(folder, haul / NOTE)
        assert raised.value.code == "custody.not_as_sealed"


Change = Callable[[dict[str, Any]], None]


def another_leaf(proof: dict[str, Any]) -> None:
    proof["leaf"] = proof["leaf"].replace("note 5", "note 6")


def another_number(proof: dict[str, Any]) -> None:
    proof["number"] -= 1


def beyond_the_tree(proof: dict[str, Any]) -> None:
    proof["number"] = 10**9


def a_node_less(proof: dict[str, Any]) -> None:
    proof["inclusion"].pop()


def a_node_more(proof: dict[str, Any]) -> None:
    proof["inclusion"].append("00" * 32)


def another_root(proof: dict[str, Any]) -> None:
    proof["heads"][-1]["root"] = "00" * 32


def another_past(proof: dict[str, Any]) -> None:
    proof["heads"][0]["root"] = "00" * 32


def another_moment(proof: dict[str, Any]) -> None:
    proof["heads"][-1]["timestamp"] -= 1


def another_key(proof: dict[str, Any]) -> None:
    proof["public_key"] = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def no_heads(proof: dict[str, Any]) -> None:
    proof["heads"] = []


@pytest.mark.parametrize(
    "change",
    [another_leaf, another_number, beyond_the_tree, a_node_less, a_node_more, another_root,
     another_past, another_moment, another_key, no_heads],
)  # fmt: skip
def test_a_forged_proof_is_refused(folder: Path, haul: Path, change: Change) -> None:
    path = folder / "proof.json"
    proof = json.loads(path.read_text(encoding="utf-8"))
    change(proof)
    path.write_text(json.dumps(proof))
    done = check(folder, str(haul / NOTE))
    assert done.returncode == 1
    assert "FALSE PROOF" in done.stdout or "PROOF UNREADABLE" in done.stdout


def test_what_was_noted_tells_another_log(folder: Path, haul: Path) -> None:
    assert check(folder, str(haul / NOTE), "--root", "00" * 32).returncode == 1
    assert check(folder, str(haul / NOTE), "--key", "00" * 32).returncode == 1


def test_a_file_that_is_missing_is_usage(folder: Path, tmp_path: Path) -> None:
    done = check(folder, str(tmp_path / "rien"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_what_is_not_in_the_log_cannot_be_proved(case: Case, haul: Path, tmp_path: Path) -> None:
    with pytest.raises(CaseError):
        write_proof(case, NOTE, tmp_path / "preuve", Silent())
    sealed(case, haul)
    for file, since, code in (
        ("inconnu.txt", None, "custody.not_in_log"),
        (NOTE, bytes(32), "custody.no_such_root"),
    ):
        with pytest.raises(InputError) as raised:
            write_proof(case, file, tmp_path / "preuve", Silent(), since=since)
        assert raised.value.code == code
