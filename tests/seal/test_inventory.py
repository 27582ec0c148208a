"""Every file under SOURCE gets its row, whatever it is and whatever it is called."""

import hashlib
import os
from pathlib import Path

import pytest

from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.progress import Silent
from tocsin.seal import Source, take_inventory


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


@pytest.mark.parametrize("given", ["/nowhere/at/all", "s3://bucket/x", "https://exemple.invalid/"])
def test_a_source_that_cannot_be_is_refused(given: str) -> None:
    with pytest.raises(InputError):
        Source.at(given)
