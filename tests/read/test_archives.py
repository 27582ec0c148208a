"""Archives: members by their path, limits, passwords, names that try to climb out."""

import gzip
import io
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.read.conftest import ReadBytes
from tests.read.samples import table, text, zipped
from tocsin.model.document import ReadStatus
from tocsin.read import limits
from tocsin.read.content import clean_name
from tocsin.read.formats import zipped as zip_format


def test_members_of_members_have_their_path(read_bytes: ReadBytes) -> None:
    inner = zipped({"dossier/export.csv": table()})
    reading = read_bytes(zipped({"a.txt": text(), "b.zip": inner, "vide.txt": b""}), "lot.zip")
    assert {record.document: record.parent for record in reading.records} == {
        "lot.zip": "",
        "lot.zip!/a.txt": "lot.zip",
        "lot.zip!/b.zip": "lot.zip",
        "lot.zip!/b.zip!/dossier/export.csv": "lot.zip!/b.zip",
        "lot.zip!/vide.txt": "lot.zip",
    }
    assert reading.member("lot.zip!/vide.txt").reason == "empty"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/racine/a.txt", "racine/a.txt"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("a!/b.txt", "a!_/b.txt"),
        ("ligne\nretour\0.txt", "ligne_retour_.txt"),
        ("..", "sans-nom"),
    ],
)
def test_names_cannot_climb_out(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_documents_of_their_own(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("a.txt", "a.txt", "a (3).txt", "a.txt"):
            archive.writestr(name, "un")
    names = [record.document for record in read_bytes(out.getvalue(), "lot.zip").records]
    members = ["a.txt", "a (2).txt", "a (3).txt", "a (4).txt"]
    assert names == [*(f"lot.zip!/{name}" for name in members), "lot.zip"]


def test_archives_within_archives_do_not_multiply_what_may_be_unpacked(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LEAST_UNPACKED_BYTES", 1_000)
    inner = zipped({f"{n}": b"0" * 50_000 for n in range(40)})
    lot = zipped({f"{n}.zip": inner for n in range(40)})
    reading = read_bytes(lot, "lot.zip")
    unpacked = sum(record.size for record in reading.records if record.reason == "")
    assert 50_000 < unpacked <= limits.RATIO * len(lot)
    assert any(record.reason == "limit: unpacked size" for record in reading.records)


@pytest.mark.parametrize(
    ("size", "allowed"), [(10, 2_000_000_000), (20_000_000, 5_000_000_000), (10**12, 32 * 10**9)]
)
def test_a_larger_file_may_unpack_to_more(size: int, allowed: int) -> None:
    assert limits.Budget.of(size).left == allowed


def test_a_bomb_is_refused_and_its_neighbours_are_read(read_bytes: ReadBytes) -> None:
    bomb = b"0" * (limits.RATIO_FROM_BYTES + 1)
    reading = read_bytes(zipped({"bombe.txt": bomb, "a.txt": text()}), "lot.zip")
    assert reading.member("lot.zip!/bombe.txt").reason == "limit: compression ratio"
    assert reading.member("lot.zip!/a.txt").status is ReadStatus.READ
    assert reading.status is ReadStatus.PARTIAL


def test_a_compressed_bomb_is_cut(read_bytes: ReadBytes) -> None:
    reading = read_bytes(gzip.compress(b"0" * (limits.RATIO_FROM_BYTES + 9)), "bombe.gz")
    assert reading.reason == "limit: compression ratio"


def test_archives_nested_too_deep(read_bytes: ReadBytes) -> None:
    data = text()
    for _ in range(limits.DEPTH + 3):
        data = zipped({"m": data})
    reading = read_bytes(data, "matriochka.zip")
    assert len(reading.records) == limits.DEPTH + 2
    assert sum(record.reason == "limit: nesting" for record in reading.records) == 1


def test_no_more_than_the_members_allowed(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_format, "MEMBERS", 3)
    reading = read_bytes(zipped({f"{n}.txt": b"a" for n in range(5)}), "lot.zip")
    assert len(reading.records) == 4
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "limit: members")


def test_large_members_are_read_as_streams(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped({"export.csv": table(), "a.txt": text()})
    held = read_bytes(data, "lot.zip")
    monkeypatch.setattr(zip_format, "HELD_BYTES", 10)
    assert read_bytes(data, "lot.zip") == held


def test_what_a_broken_stream_gave_before_is_kept(read_bytes: ReadBytes) -> None:
    lines = b"".join(b"ligne %d de la liste\n" % n for n in range(60_000))
    whole = gzip.compress(lines)
    reading = read_bytes(whole[: len(whole) // 2], "liste.txt.gz")
    assert reading.status is ReadStatus.PARTIAL
    assert "ligne 1000 de la liste" in reading.text


def test_links_and_devices_are_listed_and_not_followed(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("lien")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    reading = read_bytes(out.getvalue(), "lot.tar")
    assert reading.member("lot.tar!/lien").reason == "not a regular file"


def test_a_password_opens_an_archive(read_bytes: ReadBytes) -> None:
    data = (Path(__file__).parent / "data" / "secret.zip").read_bytes()
    closed = read_bytes(data, "lot.zip", passwords=("faux",))
    assert (closed.status, closed.reason) == (ReadStatus.UNREADABLE, "encrypted")
    assert closed.member("lot.zip!/secret.txt").reason == "encrypted"
    opened = read_bytes(data, "lot.zip", passwords=("faux", "clinique"))
    assert (opened.status, opened.text) == (ReadStatus.READ, "Dossier de Zoé LEFÈVRE")


def test_nothing_is_written_to_disk(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    assert read_bytes(zipped({"a.txt": text()}), "lot.zip").status is ReadStatus.READ


def test_members_are_found_without_the_directory(read_bytes: ReadBytes) -> None:
    whole = zipped(
        {"a.txt": text(), "b.csv": table(), "c.txt": random.Random(1).randbytes(900).hex().encode()}
    )
    cut = whole[: whole.rindex(b"PK\x03\x04") + 60]
    reading = read_bytes(cut, "lot.zip")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )
    assert reading.member("lot.zip!/a.txt").status is ReadStatus.READ
    assert reading.member("lot.zip!/b.csv").status is ReadStatus.READ
    assert reading.member("lot.zip!/c.txt").reason == "corrupt: damaged or cut short"
