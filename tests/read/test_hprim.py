"""HPRIM Médecin: twelve lines without labels get theirs, results are told in words."""

from tests.read.care_samples import REPORT, SAMPLES
from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus


def test_a_report(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["labo.hpm"](), "labo.hpm")
    assert reading.record.media_type == "text/x-hprim"
    assert reading.text.splitlines() == [
        "Nom : LEFÈVRE",
        "Prénoms : Zoé",
        "Né(e) le : 03/07/1984",
        "IPP : 80012345",
        "NIR : 284074230123456",
        "Adresse : 12 allée des Tilleuls 30000 Nîmes",
        "Dossier : 25000123",
        "Date d'examen : 12/03/2025",
        "Correspondant : Laboratoire des Hêtres",
        "Correspondant : MARTEL Paul",
        "Compte rendu d'analyses",
        "****LAB****",
        "Créatinine : 182 µmol/l",
        "à recontrôler",
    ]


def test_the_reports_of_a_file_are_documents_of_their_own(read_bytes: ReadBytes) -> None:
    reading = read_bytes("\n".join([*REPORT, *REPORT, ""]).encode(), "labo")
    assert [record.document for record in reading.records] == [
        "labo",
        "labo!/dossier-1.hpr",
        "labo!/dossier-2.hpr",
    ]
    assert {record.media_type for record in reading.records} == {"text/x-hprim"}


def test_a_report_without_its_end_is_partial(read_bytes: ReadBytes) -> None:
    reading = read_bytes("\n".join(REPORT[:-1]).encode(), "labo")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )
    assert "Créatinine : 182 µmol/l" in reading.text


def test_a_letter_with_stars_stays_a_letter(read_bytes: ReadBytes) -> None:
    data = b"Madame,\n\nvoici la suite.\n****FIN****\n"
    assert read_bytes(data, "lettre.txt").record.media_type == "text/plain"


def test_a_report_without_the_number_of_the_patient(read_bytes: ReadBytes) -> None:
    for first in ([""], []):
        text = read_bytes("\n".join([*first, *REPORT[1:]]).encode(), "labo").text
        assert text.startswith("Nom : LEFÈVRE\nPrénoms : Zoé\nNé(e) le : 03/07/1984\nNIR : ")
