"""Formats of care, from bytes to exposures: what is said of somebody is under the right name."""

import json
from pathlib import Path

import pytest

from tests.assess.conftest import ODILE, SOLANGE, confirmed
from tests.read.care_samples import dicom
from tocsin.assess import Analyst
from tocsin.read import read

ADMISSION = [
    "MSH|^~\\&|DPI||LABO||20250312||ADT^A01|1|P|2.5",
    "PID|1||IPP900001^^^DPI^PI||QUINTARD^Odile^Marie^^^^L~ESPOSITO^Odile^^^^^D||19540302|F",
    "DG1|1||J45.9^Asthme sévère^CIM10",
]
OTHER = [
    "MSH|^~\\&|DPI||LABO||20250312||ADT^A01|2|P|2.5",
    "PID|1||IPP900004^^^DPI^PI||BERTHELOTTE^Solange||19660203|F",
]


def bundle() -> bytes:
    people = [
        {
            "resourceType": "Patient",
            "id": ipp,
            "birthDate": born,
            "name": [{"family": f, "given": g}],
        }
        for ipp, f, g, born in (
            ("IPP900001", "ESPOSITO", ["Odile"], "1954-03-02"),
            ("IPP900004", "BERTHELOTTE", ["Solange"], "1966-02-03"),
        )
    ]
    said = {
        "resourceType": "Condition",
        "subject": {"reference": "Patient/IPP900001"},
        "code": {"coding": [{"code": "J45.9", "display": "Asthme sévère"}]},
    }
    entries = [{"resource": resource} for resource in [*people, said]]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


CLINICAL_DOCUMENT = b"""<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole>
<id extension="IPP900001" root="1.2.250.1.999"/><patient><name><family>ESPOSITO</family>
<given>Odile</given></name><birthTime value="19540302"/></patient></patientRole></recordTarget>
<author><assignedAuthor><assignedPerson><name><given>Solange</given><family>BERTHELOTTE</family>
</name></assignedPerson></assignedAuthor></author><component><structuredBody><component><section>
<title>Conclusion</title><text><paragraph>Asthme s&#233;v&#232;re.</paragraph></text></section>
</component></structuredBody></component></ClinicalDocument>"""
SCAN = {
    "PatientName": "ESPOSITO^Odile",
    "PatientID": "IPP900001",
    "PatientBirthDate": "19540302",
    "AdmittingDiagnosesDescription": "Asthme sévère",
    "ReferringPhysicianName": "BERTHELOTTE^Solange",
}


@pytest.mark.parametrize(
    ("data", "people"),
    [
        ("\r".join(ADMISSION + OTHER).encode(), {ODILE, SOLANGE}),
        (bundle(), {ODILE, SOLANGE}),
        (CLINICAL_DOCUMENT, {ODILE}),
        (dicom(**SCAN), {ODILE}),
    ],
    ids=["HL7", "FHIR", "CDA", "DICOM"],
)
def test_who_is_ill_and_who_is_only_there(
    analyst: Analyst, tmp_path: Path, data: bytes, people: set[int]
) -> None:
    path = tmp_path / "evidence"
    path.write_bytes(data)
    told = [confirmed(found) for found in analyst.documents(read(path, "document"))]
    exposed = set().union(*told)
    assert {person for person, _ in exposed} == people
    assert {person for person, category in exposed if category == "health"} == {ODILE}
