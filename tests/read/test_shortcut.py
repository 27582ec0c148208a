"""Shortcuts: the names in them are text."""

from tests.read.conftest import ReadBytes
from tests.read.note_samples import shortcut
from tests.read.samples import NAME
from tocsin.model.document import ReadStatus


def test_target_and_name(read_bytes: ReadBytes) -> None:
    reading = read_bytes(shortcut(), "CR.lnk")
    assert reading.text.splitlines() == [
        f"Cible : C:\\Patients\\{NAME}\\CR.docx",
        "Nom : Compte rendu",
    ]


def test_what_came_before_the_cut_is_kept(read_bytes: ReadBytes) -> None:
    reading = read_bytes(shortcut()[:-4], "CR.lnk")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )
    assert NAME in reading.text


def test_an_internet_shortcut_is_text(read_bytes: ReadBytes) -> None:
    data = b"[InternetShortcut]\r\nURL=https://dossier.exemple.invalid/patient/25000123\r\n"
    assert "patient/25000123" in read_bytes(data, "Dossier.url").text
