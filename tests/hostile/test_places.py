"""Names, links, pipes, files that change: each is listed once, and none leads outside."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hostile import places
from tests.hostile.door import Door
from tests.hostile.scene import faults_of
from tests.hostile.trap import CANARY
from tocsin.model.document import ReadStatus
from tocsin.read.wall import attempt
from tocsin.seal.source import Source


@pytest.fixture(scope="module")
def door(home: Path) -> Iterator[Door]:
    with Door() as opened:
        yield opened


@pytest.fixture
def haul(tmp_path: Path) -> Path:
    folder = tmp_path / "vol"
    folder.mkdir()
    return folder


def test_every_name_is_listed_and_read(door: Door, haul: Path) -> None:
    laid = places.names(haul)
    source = Source.at(str(haul))
    entries = list(source.entries())
    assert sorted(entry.raw for entry in entries) == sorted(laid)
    for entry in entries:
        outcome = door.read(source.path_of(entry.raw), entry.shown)
        assert faults_of(outcome, entry.shown) == []
        assert outcome.own.status is ReadStatus.READ


def test_what_is_no_file_is_listed_and_never_followed(door: Door, haul: Path) -> None:
    places.not_files(haul)
    source = Source.at(str(haul))
    entries = {entry.shown: entry for entry in source.entries()}
    assert set(places.NOT_FILES) <= set(entries)
    assert all(entry.fault for entry in entries.values())
    for name, entry in entries.items():  # as if it had been a file when it was listed
        outcome = door.read(source.path_of(entry.raw), name)
        assert faults_of(outcome, name) == []
        assert outcome.own.status is ReadStatus.UNREADABLE


def test_hard_links_are_files_each(door: Door, haul: Path) -> None:
    (haul / "a.txt").write_bytes(places.TEXT)
    os.link(haul / "a.txt", haul / "b.txt")
    assert sorted(entry.shown for entry in Source.at(str(haul)).entries()) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("mode", [0o000, 0o200])
def test_a_file_without_rights_has_its_record(door: Door, haul: Path, mode: int) -> None:
    """Who runs the tests may read all: then it is read."""
    path = haul / "a.txt"
    path.write_bytes(places.TEXT)
    path.chmod(mode)
    outcome = door.read(path, "a.txt")
    assert faults_of(outcome, "a.txt") == []
    assert outcome.own.reason in ("", "not openable: PermissionError")


def test_a_folder_without_rights_is_listed(haul: Path) -> None:
    (haul / "ferme").mkdir(mode=0)
    (haul / "a.txt").write_bytes(places.TEXT)
    found = {entry.shown for entry in Source.at(str(haul)).entries()}
    assert found in ({"a.txt"}, {"a.txt", "ferme/"})


CHANGES: dict[str, Callable[[Path], object]] = {
    "vanishes": Path.unlink,
    "shrinks": lambda path: os.truncate(path, 1_000),
    "empties": lambda path: os.truncate(path, 0),
    "grows": lambda path: path.write_bytes(2 * path.read_bytes()),
    "becomes a link": lambda path: (path.unlink(), path.symlink_to("/etc/passwd")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_while_read(door: Door, haul: Path, change: str) -> None:
    path = haul / "a.csv"
    path.write_bytes(b"numero;nom;annee\n" + b"1;GALL;1960\n" * 200_000)
    outcome = door.read(path, "a.csv", meanwhile=lambda: CHANGES[change](path))
    assert faults_of(outcome, "a.csv") == []


@pytest.mark.parametrize("state", ["absent", "folder", "empty"])
def test_what_is_gone_before_it_is_read(door: Door, haul: Path, state: str) -> None:
    path = haul / "a.txt"
    if state == "folder":
        path.mkdir()
    elif state == "empty":
        path.touch()
    outcome = door.read(path, "a.txt")
    assert faults_of(outcome, "a.txt") == []
    assert outcome.own.status is ReadStatus.UNREADABLE


def test_a_line_of_two_hundred_megabytes(door: Door, haul: Path) -> None:
    path = places.sparse(haul / "a.txt", 200_000_000, b"mot " * 50_000)
    assert faults_of(door.read(path, "a.txt"), "a.txt") == []


def test_a_terabyte_of_nothing_costs_its_time_only(
    door: Door, haul: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempt, "silence", lambda *_size, **_ocr: 2.0)
    path = places.sparse(haul / "a.bin", 1 << 40)
    outcome = door.read(path, "a.bin")
    assert (outcome.own.status, outcome.own.reason) == (ReadStatus.UNREADABLE, "timeout")
    path = haul / "b.txt"
    path.write_bytes(places.TEXT)
    assert faults_of(door.read(path, "b.txt"), "b.txt") == []


def test_the_canary_would_be_seen(door: Door, haul: Path) -> None:
    (haul / "a.txt").write_text(CANARY)
    assert door.read(haul / "a.txt", "a.txt").breaches == {"canary"}
