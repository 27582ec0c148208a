"""Sealing logs every file once, adds what changed, and refuses to sign over an altered log."""

import os
from pathlib import Path

import orjson
import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from tocsin.case import Case
from tocsin.errors import CaseError
from tocsin.progress import Silent
from tocsin.seal import Source, inventory, take_inventory
from tocsin.seal.custody import CustodyLog, Sealed, seal
from tocsin.seal.merkle import leaf_hash
from tocsin.seal.proof import verify_consistency, verify_inclusion


def sealed(case: Case, folder: Path) -> Sealed:
    return seal(case, Source.at(str(folder)), Silent())


def bodies(case: Case) -> list[bytes]:
    return [body for (body,) in case.store.execute("SELECT body FROM custody_leaves ORDER BY leaf")]


def test_every_file_is_a_leaf_with_all_that_was_recorded(case: Case, haul: Path) -> None:
    (haul / "sous" / "note 1.txt").chmod(0o640)
    done = sealed(case, haul)
    leaves = {leaf["path"]: leaf for leaf in map(orjson.loads, bodies(case))}
    note = leaves["sous/note 1.txt"]
    found = (haul / "sous" / "note 1.txt").stat()
    assert (done.files, done.added, done.faults, done.gone) == (21, 21, 1, 0)
    assert (note["size"], note["mtime"], note["uid"]) == (15, found.st_mtime_ns, os.getuid())
    assert note["mode"] == "100640"
    assert bytes.fromhex(note["raw"]) == b"sous/note 1.txt"
    assert "sha256" not in leaves["lien"]
    assert leaves["lien"]["fault"] == "symbolic link, not followed"
    assert bytes.fromhex(leaves["café.txt"]["raw"]) == b"caf\xe9.txt"


def test_the_head_is_signed_and_proves_each_leaf(case: Case, haul: Path) -> None:
    done = sealed(case, haul)
    log = CustodyLog(case)
    assert done.head.is_signed_by(done.public_key)
    assert not done.head.is_signed_by(bytes(32))
    for leaf, body in enumerate(bodies(case)):
        proof = log.inclusion(leaf)
        assert verify_inclusion(leaf, done.head.size, leaf_hash(body), proof, done.head.root)


def test_sealing_again_without_change_signs_nothing(case: Case, haul: Path) -> None:
    first, second = sealed(case, haul), sealed(case, haul)
    assert second.added == 0
    assert second.head == first.head


def test_new_and_changed_files_are_added_and_proved_to_follow(case: Case, haul: Path) -> None:
    first = sealed(case, haul)
    before = bodies(case)
    (haul / "nouveau.txt").write_text("nouveau")
    (haul / "sous" / "note 2.txt").write_text("changée")
    (haul / "sous" / "note 3.txt").chmod(0o400)
    (haul / "sous" / "note 4.txt").unlink()
    second = sealed(case, haul)
    added = [orjson.loads(body) for body in bodies(case)[len(before) :]]
    old_leaf = next(i for i, b in enumerate(before) if orjson.loads(b)["path"] == "sous/note 2.txt")
    assert bodies(case)[: len(before)] == before
    assert (second.added, second.gone) == (3, 1)
    assert {leaf["path"]: leaf.get("replaces") for leaf in added}["sous/note 2.txt"] == old_leaf
    assert verify_consistency(
        first.head.size,
        second.head.size,
        first.head.root,
        second.head.root,
        second.head.consistency,
    )


def test_a_file_changed_twice_names_the_leaf_before(case: Case, haul: Path) -> None:
    for text in ("un", "deux !", "trois !!"):
        (haul / "suivi.txt").write_text(text)
        sealed(case, haul)
    history = [
        leaf.get("replaces") for leaf in map(orjson.loads, bodies(case)) if "suivi" in leaf["path"]
    ]
    assert history == [None, 21, 22], "the last of 22 by name, then each names the one before"
    assert sealed(case, haul).added == 0


def test_an_empty_source_has_a_head_too(case: Case, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    first = sealed(case, tmp_path / "vide")
    (tmp_path / "vide" / "a.txt").write_text("a")
    second = sealed(case, tmp_path / "vide")
    assert (first.head.size, second.head.size, second.head.consistency) == (0, 1, ())


def test_a_clock_set_back_keeps_heads_in_order(
    case: Case, haul: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sealed(case, haul)
    monkeypatch.setattr("tocsin.seal.custody.time.time_ns", lambda: 0)
    (haul / "nouveau.txt").write_text("nouveau")
    assert sealed(case, haul).head.timestamp == first.head.timestamp


def test_what_is_sealed_is_not_hashed_again(
    case: Case, haul: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(case, haul)
    monkeypatch.setattr(inventory, "hash_file", lambda _: pytest.fail("hashed again"))
    take_inventory(case, Source.at(str(haul)), Silent())


@pytest.mark.parametrize("table", ["custody_leaves", "custody_heads"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 1"])
def test_the_tables_only_grow(case: Case, haul: Path, table: str, act: str) -> None:
    sealed(case, haul)
    with pytest.raises(sqlcipher.DatabaseError, match="append-only"):
        case.store.execute(act.format(table))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE custody_leaves SET body = CAST('{}' AS BLOB) WHERE leaf = 7",
        "DELETE FROM custody_leaves WHERE leaf = 20",
        "DELETE FROM custody_leaves WHERE leaf = 3",
        "DELETE FROM custody_heads",
        "UPDATE custody_heads SET root = zeroblob(32)",
        "UPDATE custody_heads SET signature = zeroblob(64)",
        "UPDATE custody_heads SET timestamp = timestamp + 1",
    ],
)
def test_nothing_is_signed_over_an_altered_log(case: Case, haul: Path, tampering: str) -> None:
    sealed(case, haul)
    for (trigger,) in case.store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        case.store.execute(f"DROP TRIGGER {trigger}")
    case.store.execute(tampering)
    (haul / "nouveau.txt").write_text("nouveau")
    with pytest.raises(CaseError) as raised:
        sealed(case, haul)
    assert raised.value.code == "custody.altered"
    assert case.store.count("SELECT count(*) FROM custody_heads") <= 1


def test_a_case_is_about_one_source(case: Case, haul: Path, tmp_path: Path) -> None:
    sealed(case, haul)
    with pytest.raises(CaseError) as raised:
        sealed(case, haul / "sous")
    assert raised.value.code == "case.other_source"
