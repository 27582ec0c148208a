"""vCard and iCalendar: cards as labels or rows, appointments as paragraphs."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from tests.read.care_samples import APPOINTMENT, CARD, SAMPLES
from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus
from tocsin.read.formats.contacts import Line


def test_one_card_is_labels(read_bytes: ReadBytes) -> None:
    assert read_bytes(SAMPLES["contact.vcf"](), "contact.vcf").text.splitlines() == [
        "Nom : LEFÈVRE",
        "Prénoms : Zoé",
        "Né(e) le : 03/07/1984",
        "Téléphone : 06 12 34 56 78",
        "Courriel : zoe@exemple.invalid",
        "Adresse : 12 allée des Tilleuls 30000 Nîmes",
        "Note : allergique, voir dossier",
        "puis rappeler ; 04 66 00 00 01",
    ]


def test_many_cards_are_a_table(read_bytes: ReadBytes) -> None:
    (table,) = read_bytes(SAMPLES["contacts.vcf"](), "contacts.vcf").tables
    assert table.header[:3] == ("Nom", "Prénoms", "Né(e) le")
    assert [row[:2] for row in table.rows] == [["LEFÈVRE", "Zoé"], ["GALLÉ", "Ann"]]


def test_an_appointment(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["agenda.ics"](), "agenda")
    assert reading.record.media_type == "text/calendar"
    assert reading.text.splitlines() == [
        "Rendez-vous : 12/03/2025",
        "Objet : Consultation Zoé LEFÈVRE",
        "Participant : LEFÈVRE, Zoé zoe@exemple.invalid",
        "Description : apporter les résultats",
    ]


def test_a_photograph_is_a_member(read_bytes: ReadBytes) -> None:
    photo = base64.b64encode(b"Ann GALL").decode()
    card = [*CARD[:-1], f"PHOTO;ENCODING=b;TYPE=JPEG:{photo}", CARD[-1]]
    reading = read_bytes("\n".join(card).encode(), "contact.vcf")
    assert reading.member("contact.vcf!/photo-1").status is ReadStatus.READ


def test_what_is_cut_short_is_partial(read_bytes: ReadBytes) -> None:
    for lines, name in ((CARD, "c.vcf"), (APPOINTMENT[:-2], "a.ics")):
        reading = read_bytes("\n".join(lines[:-1]).encode(), name)
        assert (reading.status, reading.reason) == (
            ReadStatus.PARTIAL,
            "corrupt: damaged or cut short",
        )


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_escaping_is_undone(value: str) -> None:
    written = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert Line("NOTE", "", written).value == value


def test_a_line_of_semicolons_costs_no_time(read_bytes: ReadBytes) -> None:
    lines = ["BEGIN:VCARD", "N" + ";" * 50_000, "FN:Zoé", "END:VCARD"]
    assert read_bytes("\n".join(lines).encode(), "c.vcf").text == "Patient : Zoé"
