"""All readers are counted by one rule: content counts, names and properties do not."""

import zipfile
from pathlib import Path

import pytest
from benchmarks.peers_child import READERS, Account, counted

MEMBER = "dossier/lettre.txt"
KREUZBERG = (
    "ZIP Archive (1 files, 7 bytes)\n\nFiles:\n- dossier/lettre.txt (7 bytes)\n\n\n"
    "=== dossier/lettre.txt ===\n{}"
)
TIKA = "\nlettre.txt\n{}\n\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(MEMBER, "Bonjour")
    return path


@pytest.mark.parametrize("form", [KREUZBERG, TIKA], ids=["kreuzberg", "tika"])
def test_what_an_archive_holds_counts_and_its_listing_does_not(archive: Path, form: str) -> None:
    assert counted(archive, form.format("Bonjour")).letters == 7
    assert counted(archive, form.format("")).letters == 0


def test_the_name_of_the_file_alone_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"")
    assert counted(path, "scan.png\n\n").letters == 0
    assert counted(path, "scan.png montre un chat\n").letters > 0


def test_signs_alone_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    assert counted(path, "--- * ---\n").letters == 0


def test_our_reader_is_counted_by_content_too(archive: Path, tmp_path: Path) -> None:
    read = READERS["tocsin"]()
    table = tmp_path / "liste.csv"
    table.write_text("nom;ville\nDurand;Lyon\nMartin;Nantes\nPetit;Brest\n", encoding="utf-8")
    assert read(archive).letters == len("Bonjour")
    assert read(archive).documents == 2
    assert read(table).letters == len("nomvilleDurandLyonMartinNantesPetitBrest")
    damaged = tmp_path / "vide.docx"
    damaged.write_bytes(b"PK\x03\x04 and no more")
    assert read(damaged) == Account(0, 0, 1, "unreadable", read(damaged).reason)
