"""One sound document of each format of care, each about the same invented patient."""

import base64
import io
import json

import pydicom
from pydicom.dataset import FileMetaDataset

from tests.read.samples import NAME, Sample

SAMPLES: dict[str, Sample] = {}

ADMISSION = [
    "MSH|^~\\&|DPI|CLINIQUE|LABO|CLINIQUE|20250312101500||ADT^A01|1|P|2.5|||||FRA|UNICODE UTF-8",
    "EVN|A01|20250312101500",
    (
        "PID|1||80012345^^^DPI^PI~284074230123456^^^ASIP&1.2.250.1.213.1.4.8&ISO^INS-NIR||"
        "MOREAU^Zoé^Léa^^^^L~LEFÈVRE^Zoé^^^Mme^^D||19840703|F|||"
        "12 allée des Tilleuls^^Nîmes^^30000^FRA||"
        "0612345678^PRN^PH~^NET^Internet^zoe@exemple.invalid|||||25000123"
    ),
    "PV1|1|I|NEPHRO^12^A||||10001^MARTEL^Paul^^^Dr" + 37 * "|" + "20250312|20250320",
    "DG1|1||J45.9^Asthme, sans précision^CIM10",
    "PR1|1||GLQP002^Spirométrie^CCAM",
    "AL1|1|DA|^Pénicilline",
]
RESULT = [
    "MSH|^~\\&|LABO|CLINIQUE|DPI|CLINIQUE|20250313||ORU^R01|2|P|2.5",
    "PID|1||80067890^^^DPI^PI||GALL^Ann||19600201|F",
    "OBR|1|||CREA^Créatinine||||||||||||^MARTEL^Paul",
    "OBX|1|NM|CREA^Créatinine||182|µmol/L|45-84|H",
    "OBX|2|TX|CONCL^Conclusion||Insuffisance rénale\\.br\\à recontrôler \\T\\ suivre",
    "OBX|3|ED|PDF^Compte rendu||^text^plain^Base64^Wm/DqSBMRUbDiFZSRQ==",
]


def message(lines: list[str]) -> bytes:
    return "\r".join([*lines, ""]).encode()


SAMPLES["admission.hl7"] = lambda: message(ADMISSION)
SAMPLES["lot.hl7"] = lambda: b"".join(
    b"\x0b" + message(lines) + b"\x1c\r" for lines in (ADMISSION, RESULT)
)
SAMPLES["labo.hpr"] = lambda: message(
    [
        "H|^~\\&|labo.hpr||CLINIQUE||ORU|||||P||H2.4|202503121015",
        (
            "P|1|80012345|||LEFÈVRE^Zoé^^^Mme|MOREAU|19840703|F||"
            "12 allée des Tilleuls^^Nîmes^^30000||0612345678||"
        ),
        "OBR|1|||CREA^Créatinine",
        f"OBX|1|TX|CONCL^Conclusion||Bilan de {NAME}",
    ]
)


def bundle(patients: int = 2) -> dict[str, object]:
    """Patients, what is said of the first, and the doctor who says it."""
    zoe = {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [
            {"system": "urn:oid:1.2.250.1.213.1.4.8", "value": "284074230123456"},
            {"type": {"coding": [{"code": "PI"}]}, "value": "80012345"},
        ],
        "name": [
            {"use": "official", "family": "MOREAU", "given": ["Zoé", "Léa"]},
            {"use": "usual", "family": "LEFÈVRE", "given": ["Zoé"]},
        ],
        "gender": "female",
        "birthDate": "1984-07-03",
        "telecom": [{"system": "phone", "value": "0612345678"}],
        "address": [{"line": ["12 allée des Tilleuls"], "postalCode": "30000", "city": "Nîmes"}],
    }
    ann = {
        "resourceType": "Patient",
        "id": "p2",
        "name": [{"family": "GALL", "given": ["Ann"]}],
        "birthDate": "1960-02-01",
    }
    said = [
        {
            "resourceType": "Condition",
            "code": {"coding": [{"system": "cim10", "code": "J45.9", "display": "Asthme"}]},
            "subject": {"reference": "urn:uuid:1"},
            "recordedDate": "2025-03-12",
            "asserter": {"display": "Dr Paul MARTEL"},
        },
        {
            "resourceType": "Observation",
            "code": {"text": "Créatinine"},
            "subject": {"reference": "Patient/p1"},
            "valueQuantity": {"value": 182, "unit": "µmol/L"},
            "note": [{"text": "à recontrôler"}],
        },
        {
            "resourceType": "DocumentReference",
            "subject": {"reference": "Patient/p1"},
            "content": [{"attachment": {"data": base64.b64encode(NAME.encode()).decode()}}],
        },
        {"resourceType": "Practitioner", "name": [{"family": "MARTEL", "given": ["Paul"]}]},
    ]
    entries = [{"fullUrl": "urn:uuid:1", "resource": zoe}, {"fullUrl": "b", "resource": ann}]
    entries = entries[:patients] + [{"resource": resource} for resource in said]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


SAMPLES["lot.fhir.json"] = lambda: json.dumps(bundle(), ensure_ascii=False).encode()


def bulk() -> bytes:
    resources = [entry["resource"] for entry in bundle()["entry"]]  # type: ignore[attr-defined]
    return "\n".join(json.dumps(r, ensure_ascii=False) for r in resources).encode()


SAMPLES["lot.fhir.ndjson"] = bulk
SAMPLES["patient.fhir.xml"] = lambda: """<?xml version="1.0" encoding="UTF-8"?>
<Bundle xmlns="http://hl7.org/fhir"><entry><fullUrl value="urn:uuid:1"/><resource><Patient>
<id value="p1"/><name><family value="LEFÈVRE"/><given value="Zoé"/><given value="Léa"/></name>
<gender value="female"/><birthDate value="1984-07-03"/></Patient></resource></entry>
<entry><resource><Condition><text><status value="generated"/>
<div xmlns="http://www.w3.org/1999/xhtml">Crises la nuit</div></text>
<code><coding><code value="J45.9"/><display value="Asthme"/></coding></code>
<subject><reference value="urn:uuid:1"/></subject></Condition></resource></entry></Bundle>
""".encode()

SAMPLES["cr.cda.xml"] = lambda: """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Compte rendu de consultation</title>
<recordTarget><patientRole><id extension="284074230123456" root="1.2.250.1.213.1.4.8"/>
<id extension="80012345" root="1.2.250.1.999"/>
<addr><houseNumber>12</houseNumber><streetName>allée des Tilleuls</streetName>
<postalCode>30000</postalCode><city>Nîmes</city></addr><telecom value="tel:0612345678"/>
<patient><name><family qualifier="BR">MOREAU</family><family qualifier="SP">LEFÈVRE</family>
<given>Zoé</given></name><administrativeGenderCode code="F"/><birthTime value="19840703"/>
<guardian><guardianPerson><name><given>Luc</given><family>MOREAU</family></name></guardianPerson>
</guardian></patient></patientRole></recordTarget>
<author><assignedAuthor><assignedPerson><name><given>Paul</given><family>MARTEL</family></name>
</assignedPerson></assignedAuthor></author>
<component><structuredBody><component><section><title>Conclusion</title>
<text><paragraph>Asthme sévère.</paragraph><list><item>Salbutamol</item><item>Repos</item></list>
</text><entry><observation><code code="J45.9" displayName="Asthme, sans précision"/></observation>
</entry></section></component></structuredBody></component></ClinicalDocument>
""".encode()


def dicom(**tags: object) -> bytes:
    """A DICOM object with those tags, by keyword."""
    dataset = pydicom.Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.104.1"
    dataset.SOPInstanceUID = "1.2.3"
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    out = io.BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


EXAM = {
    "PatientName": "LEFÈVRE^Zoé^Léa^^Mme",
    "PatientBirthName": "MOREAU",
    "PatientID": "80012345",
    "PatientBirthDate": "19840703",
    "PatientSex": "F",
    "AccessionNumber": "A25000123",
    "StudyDate": "20250312",
    "StudyDescription": "IRM cérébrale",
    "ReferringPhysicianName": "MARTEL^Paul",
}
SAMPLES["examen.dcm"] = lambda: dicom(
    **EXAM, EncapsulatedDocument=NAME.encode() + b" ", MIMETypeOfEncapsulatedDocument="text/plain"
)


CARD = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    "N:LEFÈVRE;Zoé;;Mme;",
    "FN:Zoé LEFÈVRE",
    "BDAY:1984-07-03",
    "item1.ADR;TYPE=HOME:;;12 allée des Tilleuls;Nîmes;;30000;France",
    "TEL;TYPE=CELL:06 12 34 56 78",
    "TEL;TYPE=HOME:04 66 00 00 01",
    "EMAIL:zoe@exemple.invalid",
    "NOTE:allergique\\, voir dossier\\npuis rap",
    " peler",
    "END:VCARD",
]
OLD_CARD = [
    "BEGIN:VCARD",
    "VERSION:2.1",
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:GALL=C3=89;=",
    "Ann",
    "END:VCARD",
]
APPOINTMENT = [
    "BEGIN:VCALENDAR",
    "X-WR-CALNAME:Néphrologie",
    "X-WR-TIMEZONE:Europe/Paris",
    "BEGIN:VEVENT",
    "DTSTART;TZID=Europe/Paris:20250312T101500",
    f"SUMMARY:Consultation {NAME}",
    'ATTENDEE;CN="LEFÈVRE, Zoé";ROLE=REQ-PARTICIPANT:mailto:zoe@exemple.invalid',
    "BEGIN:VALARM",
    "DESCRIPTION:apporter les résultats",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
]
SAMPLES["contact.vcf"] = lambda: "\r\n".join(CARD).encode()
SAMPLES["contacts.vcf"] = lambda: "\r\n".join(CARD + OLD_CARD).encode()
SAMPLES["agenda.ics"] = lambda: "\r\n".join(APPOINTMENT).encode()

ENTRIES = [
    "version: 1",
    "# export",
    "dn: uid=zlefevre,ou=patients,dc=chu",
    "objectClass: inetOrgPerson",
    "sn:: " + base64.b64encode("LEFÈVRE".encode()).decode(),
    "givenName:: " + base64.b64encode("Zoé".encode()).decode(),
    "mail: zoe@exemple.invalid",
    "mobile: 06 12 34",
    "  56 78",
    "dateNaissance: 1984-07-03",
    "",
    "dn: uid=agall,ou=patients,dc=chu",
    "sn: GALL",
    "givenName: Ann",
    "mail: ann@exemple.invalid",
    "mail: gall@exemple.invalid",
]
SAMPLES["annuaire.ldif"] = lambda: "\n".join(ENTRIES).encode()

REPORT = [
    *("80012345", "LEFÈVRE", "Zoé", "12 allée des Tilleuls", "", "30000 Nîmes", "03/07/1984"),
    *("284074230123456", "25000123", "12/03/2025", "LAB01 Laboratoire des Hêtres"),
    *("10001 MARTEL Paul", "Compte rendu d'analyses", "****LAB****"),
    *("RES|Créatinine|CREA|N|182|µmol/l|45|84|H|F", "TEX|à recontrôler", "****FIN****"),
]
SAMPLES["labo.hpm"] = lambda: "\r\n".join([*REPORT, "****FINFICHIER****"]).encode("cp1252")
