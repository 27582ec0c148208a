"""FHIR and CDA: the patient in labels or columns, and what is said of each under its name."""

import base64
import json

from tests.read.care_samples import SAMPLES, bundle
from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus


def test_one_patient_is_text_with_what_is_said(read_bytes: ReadBytes) -> None:
    reading = read_bytes(json.dumps(bundle(1)).encode(), "z.json")
    assert reading.texts[0].text.splitlines() == [
        "Nom : LEFÈVRE",
        "Nom de naissance : MOREAU",
        "Prénoms : Zoé Léa",
        "Sexe : F",
        "Né(e) le : 03/07/1984",
        "IPP : 80012345",
        "INS : 284074230123456",
        "Téléphone : 0612345678",
        "Adresse : 12 allée des Tilleuls 30000 Nîmes",
        "Diagnostic : Asthme (J45.9) (12/03/2025)",
        "Médecin : Dr Paul MARTEL",
        "Résultat : Créatinine ; 182 µmol/L ; à recontrôler",
        "Médecin : Dr Paul MARTEL",
    ]
    assert reading.texts[1].text == "Zoé LEFÈVRE"


def test_several_patients_are_rows_and_so_is_what_is_said(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["lot.fhir.json"](), "lot.json")
    patients, conditions, results = reading.tables
    assert patients.header[:4] == ("Nom", "Nom de naissance", "Prénoms", "Sexe")
    assert [row[0] for row in patients.rows] == ["LEFÈVRE", "GALL"]
    assert conditions.header[-3:] == ("Date", "Diagnostic", "Médecin")
    assert [(row[0], row[-2]) for row in conditions.rows] == [("LEFÈVRE", "Asthme (J45.9)")]
    assert results.rows[0][-2] == "Créatinine ; 182 µmol/L ; à recontrôler"


def test_bulk_lines_say_what_the_bundle_says(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["lot.fhir.ndjson"](), "lot.ndjson")
    assert reading.record.media_type == "application/fhir+ndjson"
    assert [row[0] for row in reading.tables[0].rows][:2] == ["LEFÈVRE", "GALL"]


def test_a_line_that_is_no_json_is_kept(read_bytes: ReadBytes) -> None:
    data = SAMPLES["lot.fhir.ndjson"]() + b'\n{"resourceType": "Patient", "na'
    reading = read_bytes(data, "lot.ndjson")
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "corrupt: not well-formed")


def test_a_patient_who_is_not_there_is_named_by_the_reference(read_bytes: ReadBytes) -> None:
    said = {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": "Patient/80012345", "display": "LEFÈVRE Zoé"},
        "code": {"text": "Pénicilline"},
    }
    text = read_bytes(json.dumps(said).encode(), "a.json").text
    assert text == "Patient : LEFÈVRE Zoé\nIPP : 80012345\nAllergie : Pénicilline"


def test_a_bundle_in_xml(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["patient.fhir.xml"](), "p.xml")
    assert "Nom : LEFÈVRE\nPrénoms : Zoé Léa" in reading.text
    assert "Diagnostic : Asthme (J45.9) ; Crises la nuit" in reading.text


def test_json_that_only_mentions_a_resource_is_plain_json(read_bytes: ReadBytes) -> None:
    data = b'{"total": "LEF", "data": {"resourceType": "Patient", "system": "keep"}}'
    assert "keep" in read_bytes(data, "x.json").text


def test_a_clinical_document(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["cr.cda.xml"](), "cr.xml")
    header, section = reading.texts
    assert header.text.splitlines() == [
        "Compte rendu de consultation",
        "Nom : LEFÈVRE",
        "Nom de naissance : MOREAU",
        "Prénoms : Zoé",
        "Sexe : F",
        "Né(e) le : 03/07/1984",
        "IPP : 80012345",
        "INS : 284074230123456",
        "Téléphone : 0612345678",
        "Adresse : 12 allée des Tilleuls 30000 Nîmes",
        "Médecin : Dr Paul MARTEL",
        "Proche : Luc MOREAU",
    ]
    assert section.text.split("\n") == [
        "Conclusion",
        "Asthme sévère.",
        "Salbutamol",
        "Repos",
        "Asthme, sans précision",
    ]


def test_a_document_within_a_clinical_document_is_its_member(read_bytes: ReadBytes) -> None:
    inner = base64.b64encode("Zoé LEFÈVRE, née le 3 juillet".encode()).decode()
    body = f'<text mediaType="application/pdf" representation="B64">{inner}</text>'
    data = f"<ClinicalDocument xmlns='urn:hl7-org:v3'><nonXMLBody>{body}</nonXMLBody>"
    reading = read_bytes((data + "</ClinicalDocument>").encode(), "cr.xml")
    assert reading.member("cr.xml!/document-1.pdf").media_type == "text/plain"
    assert reading.status is ReadStatus.READ


def test_a_clinical_document_that_breaks_off(read_bytes: ReadBytes) -> None:
    whole = SAMPLES["cr.cda.xml"]()
    reading = read_bytes(whole[: len(whole) // 2], "cr.xml")
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "corrupt: not well-formed")
    assert "LEFÈVRE" in reading.text
