"""Reading behind the wall: what kills a cell costs one document, and that one is named."""

import io
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.read.reading import Reading
from tests.read.wall import misbehaving
from tocsin.model.document import DocumentRecord, Part, ReadStatus, TextBlock
from tocsin.read import read
from tocsin.read.wall import WalledReader, attempt

MEMORY = 1_500_000_000


@pytest.fixture
def reader() -> Iterator[WalledReader]:
    with WalledReader(memory=MEMORY, ocr=False, maker=misbehaving.MAKER) as walled:
        yield walled


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt, "silence", lambda *_size, **_ocr: 1.0)


def file(folder: Path, text: str, name: str = "note.txt") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def archive(folder: Path, **members: str) -> Path:
    path = folder / "tout.tar"
    with tarfile.open(path, "w") as tar:
        for name, text in members.items():
            info = tarfile.TarInfo(f"{name}.txt")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return path


def test_a_file_is_read_as_without_the_wall(tmp_path: Path) -> None:
    path = archive(tmp_path, un="Bonjour", deux="nom;date\nBERTHELOT;02/03/1954\n")
    with WalledReader(ocr=False) as walled:
        assert walled.read(path, "tout.tar") == list(read(path, "tout.tar"))


@pytest.mark.parametrize("deed", ["crash", "abort", "leave"])
def test_a_dead_cell_costs_its_file_and_no_other(
    tmp_path: Path, reader: WalledReader, deed: str
) -> None:
    reading = Reading(reader.read(file(tmp_path, f"{deed} it"), "note.txt"))
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "crash")
    assert reading.text == "before it"
    assert Reading(reader.read(file(tmp_path, "be good"), "note.txt")).status is ReadStatus.READ


@pytest.mark.parametrize("deed", ["hang", "spin"])
def test_a_silent_cell_is_ended(
    tmp_path: Path, reader: WalledReader, impatient: None, deed: str
) -> None:
    began = time.monotonic()
    reading = Reading(reader.read(file(tmp_path, f"{deed} it"), "note.txt"))
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "timeout")
    assert time.monotonic() - began < 30  # not for ever


@pytest.mark.parametrize(
    ("deed", "reason"), [("eat", "limit: memory"), ("recurse", "limit: nesting")]
)
def test_greed_is_named(tmp_path: Path, reader: WalledReader, deed: str, reason: str) -> None:
    reading = Reading(reader.read(file(tmp_path, f"{deed} it"), "note.txt"))
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, reason)


def test_the_other_members_of_an_archive_are_read(tmp_path: Path, reader: WalledReader) -> None:
    path = archive(tmp_path, a="be good", b="crash it", c="be good too")
    reading = Reading(reader.read(path, "tout.tar"))
    assert reading.status is ReadStatus.READ
    assert reading.member("tout.tar!/a.txt").status is ReadStatus.READ
    assert reading.member("tout.tar!/b.txt").reason == "crash"
    assert reading.member("tout.tar!/c.txt").status is ReadStatus.READ


def test_what_lies_behind_too_many_deaths_is_named(tmp_path: Path, reader: WalledReader) -> None:
    path = archive(tmp_path, **{f"m{n}": "crash it" for n in range(9)})
    parts = reader.read(path, "tout.tar")
    last = [part for part in parts if isinstance(part, DocumentRecord)][-1]
    assert (last.document, last.status) == (
        f"tout.tar!/{attempt.REST}",
        ReadStatus.UNREADABLE,
    )
    assert "tout.tar" in {part.document for part in parts if isinstance(part, DocumentRecord)}


@pytest.mark.parametrize("lie", [lie.__name__ for lie in misbehaving.LIES])
def test_a_lying_cell_is_not_believed(tmp_path: Path, reader: WalledReader, lie: str) -> None:
    name = f"{lie}.txt"
    parts = reader.read(file(tmp_path, "x", name), name)
    (record,) = parts
    assert isinstance(record, DocumentRecord)
    assert (record.status, record.reason, record.parent) == (ReadStatus.UNREADABLE, "crash", "")
    assert Reading(reader.read(file(tmp_path, "be good"), "note.txt")).status is ReadStatus.READ


def test_a_flood_is_stopped(
    tmp_path: Path, reader: WalledReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempt, "OUTPUT_BYTES", 5_000_000)
    *blocks, record = _last(reader, file(tmp_path, "x", "flood.txt"), "flood.txt")
    assert isinstance(record, DocumentRecord)
    assert record.reason == "limit: output"
    assert sum(len(part.text) for part in blocks if isinstance(part, TextBlock)) <= 5_000_000


def _last(reader: WalledReader, path: Path, name: str) -> list[Part]:
    return reader.read(path, name)


@pytest.mark.parametrize("kind", ["absent", "folder", "link", "pipe"])
def test_what_is_no_file_has_its_record(tmp_path: Path, reader: WalledReader, kind: str) -> None:
    import os

    path = tmp_path / kind
    match kind:
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to("/etc/passwd")
        case "pipe":
            os.mkfifo(path)
    (record,) = reader.read(path, kind)
    assert isinstance(record, DocumentRecord)
    assert record.status is ReadStatus.UNREADABLE


def test_only_what_is_wanted_is_given(tmp_path: Path, reader: WalledReader) -> None:
    path = archive(tmp_path, a="be good", b="be better")
    (final,) = (list(one) for one in reader.attempts(path, "tout.tar", ("tout.tar!/b.txt",)))
    assert {part.document for part in final} == {"tout.tar!/b.txt"}


def test_an_abandoned_reading_does_not_spoil_the_next(tmp_path: Path, reader: WalledReader) -> None:
    attempts = reader.attempts(archive(tmp_path, a="be good", b="be better"), "tout.tar")
    parts = iter(next(attempts))
    next(parts)
    attempts.close()
    assert Reading(reader.read(file(tmp_path, "be good"), "note.txt")).status is ReadStatus.READ


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    with WalledReader(memory=MEMORY, ocr=False) as walled:
        walled.read(file(tmp_path, "bonjour"), "note.txt")
        assert walled._cells.keeper
        maker = walled._cells.keeper._process
    assert maker.poll() is not None
