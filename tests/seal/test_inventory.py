"""Every file under SOURCE gets its row, whatever it is and whatever it is called."""

import hashlib
import os
import tracemalloc
from pathlib import Path

import pytest

from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.progress import Silent
from tocsin.seal import Source, take_inventory
from tocsin.seal import inventory as seal_inventory


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "vol"
    (folder / "sous").mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"same")
    (folder / "sous" / "b.txt").write_bytes(b"same")
    (folder / "vide.txt").touch()
    (folder / "vide2.txt").touch()
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create_or_open(tmp_path / "affaire")


def inventory(case: Case, source: Path) -> dict[str, tuple[object, ...]]:
    take_inventory(case, Source.at(str(source)), Silent())
    rows = case.store.execute("SELECT path, size, sha256, fault, same_as FROM items")
    return {row[0]: row[1:] for row in rows}


def test_files_are_hashed_and_same_bytes_point_to_the_first(case: Case, source: Path) -> None:
    rows = inventory(case, source)
    assert rows["a.txt"][:2] == (4, hashlib.sha256(b"same").hexdigest())
    (first,) = case.store.one("SELECT item FROM items WHERE path = 'a.txt'")
    assert rows["sous/b.txt"][3] == first
    assert rows["vide2.txt"][3] is None, "empty files are not duplicates of each other"


def test_links_pipes_and_odd_names_keep_their_row(case: Case, source: Path) -> None:
    (source / "lien").symlink_to("/etc/passwd")
    os.mkfifo(source / "tube")
    Path(os.fsdecode(os.fsencode(source) + b"/caf\xe9.txt")).write_text("x")
    rows = inventory(case, source)
    assert rows["lien"][2] == "symbolic link, not followed"
    assert rows["tube"][2] == "not a regular file"
    assert rows["café.txt"][2] == ""


def test_two_names_that_look_the_same_keep_two_rows(case: Case, source: Path) -> None:
    (source / "café.txt").write_text("utf-8")
    Path(os.fsdecode(os.fsencode(source) + b"/caf\xe9.txt")).write_text("cp1252")
    assert {"café.txt", "café.txt (2)"} <= set(inventory(case, source))


def test_a_changed_file_is_to_be_read_again(case: Case, source: Path) -> None:
    inventory(case, source)
    case.store.execute("UPDATE items SET done = 1")
    (source / "a.txt").write_bytes(b"changed")
    inventory(case, source)
    assert case.store.execute("SELECT path FROM items WHERE done = 0") == [("a.txt",)]


def test_one_file_can_be_the_source(case: Case, source: Path) -> None:
    assert set(inventory(case, source / "a.txt")) == {"a.txt"}


def test_everything_comes_by_its_path_as_bytes(tmp_path: Path) -> None:
    for name in ("a/z.txt", "a/b/c.txt", "a.txt", "a-b.txt", "a b/x", "A", "é/y", "a0/x", "b"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = [entry.raw for entry in Source.at(str(tmp_path)).entries()]
    assert found == sorted(found)
    assert len(found) == 9


def test_a_folder_that_cannot_be_listed_is_named(
    case: Case, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = os.scandir

    def refusing(path: bytes) -> object:
        if path.endswith(b"sous/"):
            raise PermissionError
        return listing(path)

    monkeypatch.setattr("tocsin.seal.source.os.scandir", refusing)
    rows = inventory(case, source)
    assert rows["sous/"][2] == "folder not listable: PermissionError"
    assert set(rows) == {"a.txt", "vide.txt", "vide2.txt", "sous/"}


def test_what_came_and_went_between_two_inventories(case: Case, source: Path) -> None:
    before = inventory(case, source)
    (source / "0 premier.txt").write_text("before all others")
    (source / "sous" / "z dernier.txt").write_text("after all others")
    (source / "vide.txt").unlink()
    gone = take_inventory(case, Source.at(str(source)), Silent())
    rows = inventory(case, source)
    assert gone == 1
    assert set(rows) == {*before, "0 premier.txt", "sous/z dernier.txt"}
    (source / "sous" / "z dernier.txt").unlink()
    (source / "0 premier.txt").unlink()
    assert take_inventory(case, Source.at(str(source)), Silent()) == 3


def test_hashing_stops_and_goes_on_where_it_was(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(f"note {number}")
    (tmp_path / "affaire").rename(tmp_path.parent / f"{tmp_path.name} affaire")
    monkeypatch.setattr(seal_inventory, "FILES_A_COMMIT", 8)
    monkeypatch.setattr(seal_inventory, "FILES_A_TURN", 3)
    real, hashed = seal_inventory.hash_file, []

    def stopping(path: bytes) -> tuple[str, str]:
        if len(hashed) == 20:
            raise KeyboardInterrupt
        hashed.append(path)
        return real(path)

    monkeypatch.setattr(seal_inventory, "HASHERS", 1)
    monkeypatch.setattr(seal_inventory, "hash_file", stopping)
    with pytest.raises(KeyboardInterrupt):
        inventory(case, tmp_path)
    assert case.store.count("SELECT count(*) FROM items WHERE sha256 IS NOT NULL") == 16
    monkeypatch.setattr(seal_inventory, "hash_file", real)
    rows = inventory(case, tmp_path)
    assert {path: row[1] for path, row in rows.items()} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()
    }


def test_large_files_are_kept_one_by_one(
    case: Case, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_inventory, "BYTES_A_COMMIT", 1)
    assert inventory(case, source)["sous/b.txt"][1] == hashlib.sha256(b"same").hexdigest()


def test_memory_does_not_grow_with_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_inventory, "FILES_A_COMMIT", 20)
    peaks = []
    for folders in (5, 40):
        source = tmp_path / f"{folders} dossiers"
        for folder in range(folders):
            (source / f"{folder:02}").mkdir(parents=True)
            for number in range(50):
                (source / f"{folder:02}" / f"{number}.txt").write_text(f"{folder} {number}")
        with Case.create_or_open(tmp_path / f"affaire {folders}") as case:
            tracemalloc.start()
            take_inventory(case, Source.at(str(source)), Silent())
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0], "eight times as many files"


@pytest.mark.parametrize("given", ["/nowhere/at/all", "s3://bucket/x", "https://exemple.invalid/"])
def test_a_source_that_cannot_be_is_refused(given: str) -> None:
    with pytest.raises(InputError):
        Source.at(given)
