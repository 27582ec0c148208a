"""HL7 v2 and HPRIM: patients and what is said of them in labelled lines, a message a document."""

from hypothesis import given
from hypothesis import strategies as st

from tests.read.care_samples import ADMISSION, RESULT, SAMPLES, message
from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus
from tocsin.read.formats import hl7
from tocsin.read.patient import day


def test_an_admission_is_told_in_labels(read_bytes: ReadBytes) -> None:
    assert read_bytes(message(ADMISSION), "a.hl7").text.splitlines()[1:] == [
        "EVN : A01 ; 20250312101500",
        "Nom : LEFÈVRE",
        "Nom de naissance : MOREAU",
        "Prénoms : Zoé",
        "Sexe : F",
        "Né(e) le : 03/07/1984",
        "IPP : 80012345",
        "INS : 284074230123456",
        "Téléphone : 0612345678",
        "Courriel : zoe@exemple.invalid",
        "Adresse : 12 allée des Tilleuls 30000 Nîmes",
        "Dossier : 25000123",
        "Service : NEPHRO 12 A",
        "Médecin : Dr MARTEL Paul",
        "Date d'entrée : 12/03/2025",
        "Date de sortie : 20/03/2025",
        "Diagnostic : Asthme, sans précision (J45.9)",
        "Acte : Spirométrie (GLQP002)",
        "Allergie : Pénicilline",
    ]


def test_results_with_escapes_and_an_enclosed_document(read_bytes: ReadBytes) -> None:
    reading = read_bytes(message(RESULT), "r.hl7")
    assert "Créatinine : 182 µmol/L" in reading.text
    assert "Conclusion : Insuffisance rénale\nà recontrôler & suivre" in reading.text
    assert "Examen : Créatinine\nMédecin : Dr MARTEL Paul" in reading.text
    assert reading.texts[-1].document == "r.hl7!/document-6.plain"
    assert reading.texts[-1].text == "Zoé LEFÈVRE"


def test_the_messages_of_a_file_are_documents_of_their_own(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["lot.hl7"](), "lot.hl7")
    assert [record.document for record in reading.records] == [
        "lot.hl7",
        "lot.hl7!/message-1.hl7",
        "lot.hl7!/message-2.hl7",
        "lot.hl7!/message-2.hl7!/document-6.plain",
    ]
    assert all("GALL" not in b.text for b in reading.texts if "message-1" in b.document)


def test_a_message_cut_by_line_feeds_in_an_older_encoding(read_bytes: ReadBytes) -> None:
    data = "\n".join(RESULT).encode("latin-1")
    reading = read_bytes(data, "r.txt")
    assert reading.record.media_type == "application/hl7-v2"
    assert "Créatinine : 182 µmol/L" in reading.text


def test_a_document_that_is_no_base64_is_a_loss(read_bytes: ReadBytes) -> None:
    lines = [*RESULT[:2], "OBX|1|ED|PDF||^application^pdf^Base64^Z"]
    reading = read_bytes(message(lines), "r.hl7")
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "corrupt: enclosed document")


def test_a_segment_of_no_known_kind_is_kept(read_bytes: ReadBytes) -> None:
    text = read_bytes(message([*ADMISSION, "ZFU|||Unité^mobile|x"]), "a.hl7").text
    assert text.endswith("ZFU : Unité mobile ; x")


def test_hprim_has_its_own_patient(read_bytes: ReadBytes) -> None:
    text = read_bytes(SAMPLES["labo.hpr"](), "labo.hpr").text
    assert "Nom : LEFÈVRE\nNom de naissance : MOREAU\nPrénoms : Zoé" in text
    assert "Né(e) le : 03/07/1984\nIPP : 80012345" in text


@given(st.dates())
def test_dates_of_all_standards_are_days(date: object) -> None:
    iso = str(date)
    french = "/".join(reversed(iso.split("-")))
    assert {day(iso), day(iso.replace("-", "")), day(iso.replace("-", "") + "1015")} == {french}


@given(st.text(alphabet="|^~\\&\r\nMSHPIDOBX1ED \x0bé", max_size=200))
def test_no_message_is_too_odd(text: str) -> None:
    for lines in hl7._messages(text.encode()):
        for segment in hl7._segments([line.decode() for line in lines]):
            assert all(isinstance(line, str) for line in hl7._told(segment))
