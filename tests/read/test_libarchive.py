"""Archives by libarchive: names, limits, encryption, damage, and a machine without it."""

from pathlib import Path

import pytest

from tests.read.archive_samples import MEMBERS, SAMPLES, cabinet, rar4, rar5, written
from tests.read.conftest import ReadBytes
from tests.read.samples import table, text
from tocsin.model.document import ReadStatus
from tocsin.read import limits
from tocsin.read.formats import archives
from tocsin.read.programs import libarchive

SEVERAL = ["lot.7z", "lot.iso", "lot.cpio", "lot4.rar", "lot5.rar", "lot.cab"]


@pytest.mark.parametrize("name", SEVERAL)
def test_members_have_their_names_and_bytes(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes(SAMPLES[name](), name)
    assert {record.document.removeprefix(f"{name}!/") for record in reading.records} == {
        *MEMBERS,
        name,
    }
    assert {record.size for record in reading.records if record.parent} == {
        len(data) for data in MEMBERS.values()
    }


def test_a_package_is_opened_to_its_files(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["lot.deb"](), "lot.deb")
    assert reading.member("lot.deb!/data.tar!/export.csv").status is ReadStatus.READ


@pytest.mark.parametrize("name", ["export.csv.zst", "export.csv.Z"])
def test_a_single_compressed_file_is_named_by_its_stem(read_bytes: ReadBytes, name: str) -> None:
    reading = read_bytes(SAMPLES[name](), name)
    assert [record.document for record in reading.records] == [f"{name}!/export.csv", name]


def test_a_real_archive_of_rar_4(read_bytes: ReadBytes) -> None:
    data = (Path(__file__).parent / "data" / "test-documents.rar").read_bytes()
    reading = read_bytes(data, "lot.rar")
    assert reading.status is ReadStatus.READ
    assert len(reading.records) == 10
    assert reading.member("lot.rar!/test-documents/testTXT.txt").size == 49


def test_names_cannot_climb_out_of_any(read_bytes: ReadBytes) -> None:
    for data in (rar5({"../../etc/passwd": text()}), cabinet({"..\\..\\etc\\passwd": text()})):
        names = [record.document for record in read_bytes(data, "lot").records]
        assert names == ["lot!/etc/passwd", "lot"]


def test_encrypted_members_are_listed(read_bytes: ReadBytes) -> None:
    reading = read_bytes(rar4({"a.txt": text()}, encrypted=True), "lot.rar")
    assert reading.member("lot.rar!/a.txt").reason == "encrypted"
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "encrypted")


def test_a_bomb_ends_the_archive(read_bytes: ReadBytes) -> None:
    bomb = bytes(limits.RATIO_FROM_BYTES + 500_000)
    data = written("7zip", {"a.txt": text(), "bombe.txt": bomb, "b.txt": text()})
    reading = read_bytes(data, "lot.7z")
    assert reading.member("lot.7z!/a.txt").status is ReadStatus.READ
    assert reading.member("lot.7z!/bombe.txt").reason == "limit: compression ratio"
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "limit: compression ratio")


def test_no_more_members_than_allowed(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MEMBERS", 3)
    reading = read_bytes(written("cpio_newc", {f"{n}.txt": b"a" for n in range(5)}), "lot.cpio")
    assert len(reading.records) == 4
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "limit: members")


@pytest.mark.parametrize("name", SEVERAL)
def test_large_members_are_read_as_streams(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data = SAMPLES[name]()
    held = read_bytes(data, name)
    monkeypatch.setattr(archives, "HELD_BYTES", 10)
    assert read_bytes(data, name) == held


def test_what_comes_before_the_damage_is_kept(read_bytes: ReadBytes) -> None:
    whole = rar5({"a.txt": text(), "b.csv": table()})
    reading = read_bytes(whole[:-200], "lot.rar")
    assert reading.member("lot.rar!/a.txt").status is ReadStatus.READ
    assert reading.member("lot.rar!/b.csv").reason == libarchive.DAMAGED
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, libarchive.DAMAGED)


def test_without_libarchive_the_archive_is_listed(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libarchive, "installed", libarchive.LibArchive)
    reading = read_bytes(SAMPLES["lot.7z"](), "lot.7z")
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, archives.NO_READER)


def test_an_old_libarchive_is_not_used() -> None:
    assert not libarchive.LibArchive(3_003_003).is_usable
    assert libarchive.installed().is_usable
