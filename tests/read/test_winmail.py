"""winmail.dat: the mail within, its attachments and the mails attached to it."""

from pathlib import Path

from tests.read.conftest import ReadBytes
from tests.read.mail_samples import attribute, mapi, tnef, utf16, winmail
from tests.read.samples import NAME, table
from tocsin.model.document import DocumentKind, ReadStatus
from tocsin.read.limits import DEPTH


def test_headers_bodies_and_members(read_bytes: ReadBytes) -> None:
    reading = read_bytes(winmail(), "winmail.dat")
    headers, fields, body = (b.text for b in reading.texts if b.document == "winmail.dat")
    assert headers.splitlines() == [
        f"From: {NAME}",
        "Subject: Résultats",
        "Date: Wed, 12 Mar 2025 08:30:00 +0000",
        "To: Ann GALL ann@exemple.invalid",
        "Pièces jointes : export.csv ; Résultats.eml",
    ]
    assert fields == "Dossier : 25000123"
    assert body == "Je suis née le 3 juillet 1984."
    assert reading.member("winmail.dat!/export.csv").size == len(table())
    inner = reading.member("winmail.dat!/Résultats.eml")
    assert (inner.kind, inner.status) == (DocumentKind.MAIL, ReadStatus.READ)
    assert reading.member("winmail.dat!/Résultats.eml!/export.csv").size == len(table())


def test_a_real_file(read_bytes: ReadBytes) -> None:
    data = (Path(__file__).parent / "data" / "testWINMAIL.dat").read_bytes()
    reading = read_bytes(data, "winmail.dat")
    assert reading.status is ReadStatus.READ
    names = {record.document for record in reading.records}
    kinds = ("doc", "html", "pdf", "txt", "xml")
    assert names == {"winmail.dat", *(f"winmail.dat!/quick.{kind}" for kind in kinds)}


def test_a_property_of_an_unknown_type_ends_the_list_and_is_told(read_bytes: ReadBytes) -> None:
    properties = mapi((0x1000, 0x1F, utf16("avant")), (0x1001, 0x77, b"1234"))
    reading = read_bytes(tnef(attribute(1, 0x69003, properties)), "winmail.dat")
    assert reading.status is not ReadStatus.READ


def test_mails_within_mails_end_somewhere(read_bytes: ReadBytes) -> None:
    data = winmail(nested=False)
    for _ in range(DEPTH + 4):
        inner = mapi((0x3701, 0x0D, bytes(16) + data))
        data = tnef(attribute(2, 0x69002, bytes(14)), attribute(2, 0x69005, inner))
    reading = read_bytes(data, "winmail.dat")
    assert "limit: nesting" in {record.reason for record in reading.records}
