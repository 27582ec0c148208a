"""A patient in the fields of a program: whatever their names and their format, he is found."""

import json
from pathlib import Path

import pytest

from tests.papers.paper import analyst_of, patients
from tocsin.clinic.patient import Patient
from tocsin.read import read

PEOPLE = patients()
ANALYST = analyst_of(PEOPLE)
NAMES = [
    ("nom", "prenom", "dateNaissance"),
    ("NOM_PATIENT", "PRENOM_PATIENT", "DATE_NAISSANCE"),
    ("NomUsuel", "PrenomUsuel", "DDN"),
    ("nomNaissance", "premierPrenom", "dateNaissance"),
    ("nomDeFamille", "prenoms", "naissance"),
    ("lastName", "firstName", "birthDate"),
    ("patientLastName", "patientFirstName", "patientBirthDate"),
    ("family-name", "given-name", "birth-date"),
]
Field = tuple[str, str]


def _elements(fields: list[Field], prefix: str = "") -> str:
    return "".join(f"<{prefix}{name}>{value}</{prefix}{name}>" for name, value in fields)


def _assigned(fields: list[Field], quote: str, between: str) -> str:
    return between.join(f"{name}={quote}{value}{quote}" for name, value in fields)


def _xml(fields: list[Field]) -> str:
    told = _elements(fields)
    return f'<?xml version="1.0"?><dossier><patient>{told}</patient></dossier>'


def _attributes(fields: list[Field]) -> str:
    told = _assigned(fields, '"', " ")
    return f'<?xml version="1.0"?><dossier><patient {told}/></dossier>'


def _json(fields: list[Field]) -> str:
    return json.dumps({"patient": dict(fields)}, ensure_ascii=False)


def _json_in_a_log(fields: list[Field]) -> str:
    return f"2025-06-27 10:00:00 DEBUG body={json.dumps(dict(fields), ensure_ascii=False)}\n"


def _escaped_json(fields: list[Field]) -> str:
    return f"2025-06-27 10:00:00 DEBUG {json.dumps(_json(fields), ensure_ascii=False)}\n"


def _xml_in_a_log(fields: list[Field]) -> str:
    told = _elements(fields, "ns2:")
    return f"2025-06-27 10:00:00 DEBUG <ns2:patient>{told}</ns2:patient>\n"


def _object_in_a_log(fields: list[Field]) -> str:
    told = _assigned(fields, "'", ", ")
    return f"2025-06-27 10:00:00 DEBUG Patient{{{told}}}\n"


def _properties(fields: list[Field]) -> str:
    return _assigned(fields, "", "\n") + "\n"


SHAPES = {
    "a.xml": _xml,
    "attributes.xml": _attributes,
    "a.json": _json,
    "json.log": _json_in_a_log,
    "escaped.log": _escaped_json,
    "xml.log": _xml_in_a_log,
    "object.log": _object_in_a_log,
    "a.properties": _properties,
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("names", NAMES, ids=lambda names: names[0])
def test_the_patient_is_found(tmp_path: Path, name: str, names: tuple[str, str, str]) -> None:
    patient = PEOPLE[7]
    born = patient.birth_date.isoformat()
    fields = list(zip(names, (patient.surname, patient.given, born), strict=True))
    assert _confirmed(tmp_path, name, SHAPES[name](fields)) == [patient]


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(
    "fields",
    [
        [("className", "Martin"), ("hostName", "srv-bernard"), ("fileName", "Petit.pdf")],
        [("lastModifiedBy", "Martin"), ("serviceName", "Laurent"), ("name", "rendez-vous")],
    ],
    ids=["program", "document"],
)
def test_fields_about_nobody(tmp_path: Path, name: str, fields: list[Field]) -> None:
    assert _confirmed(tmp_path, name, SHAPES[name](fields)) == []


def _confirmed(folder: Path, name: str, text: str) -> list[Patient]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    found = {
        exposure.person
        for document in ANALYST.documents(read(file, name))
        for exposure in document.exposures
        if exposure.confirmed
    }
    return [PEOPLE[number] for number in sorted(found)]
