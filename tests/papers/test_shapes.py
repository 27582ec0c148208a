"""Two patients in one file of each structured shape: each keeps what is told of them."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.papers.paper import analyst_of, patients
from tocsin.clinic.patient import Patient
from tocsin.model.category import Category
from tocsin.read import read

PEOPLE = patients()
ANALYST = analyst_of(PEOPLE)
ILL, WELL = [
    number
    for number, one in enumerate(PEOPLE)
    if one.mobile and one.nir and one.email and 20 < one.age < 80 and not one.deceased_on
][10:12]
FIELDS = ("nom", "prenom", "ddn", "nir", "tel", "mail", "diagnostic")
ALL = frozenset((Category.CIVIL_STATUS, Category.NIR, Category.CONTACT, Category.HEALTH))
REACHED = ALL - {Category.NIR}


def told(one: Patient, illness: str) -> dict[str, str]:
    born = one.birth_date.isoformat()
    values = (one.surname.upper(), one.given, born, one.nir, one.mobile, one.email, illness)
    return {field: value for field, value in zip(FIELDS, values, strict=True) if value}


def entity_attribute_value(people: list[dict[str, str]]) -> str:
    rows = (f"{n};{k};{v}\n" for n, one in enumerate(people) for k, v in one.items())
    return "id;champ;valeur\n" + "".join(rows)


def turned(people: list[dict[str, str]]) -> str:
    return "".join(";".join((f, *(one.get(f, "") for one in people))) + "\n" for f in FIELDS)


def queries(people: list[dict[str, str]]) -> str:
    return "".join(f"2025-06-03 10:02:11 GET /dossier?{urlencode(one)} 200\n" for one in people)


def sections(people: list[dict[str, str]]) -> str:
    lines = ("".join(f"{k}={v}\n" for k, v in one.items()) for one in people)
    return "\n".join(f"[patient{n}]\n{told}" for n, told in enumerate(lines))


def yaml(people: list[dict[str, str]]) -> str:
    items = ("\n  ".join(f'{k}: "{v}"' for k, v in one.items()) for one in people)
    return "patients:\n" + "".join(f"- {item}\n" for item in items)


def ldif(people: list[dict[str, str]]) -> str:
    entries = (
        f"dn: uid={n},ou=patients,dc=chu\nsn: {one['nom']}\ngivenName: {one['prenom']}\n"
        f"mail: {one['mail']}\nmobile: {one['tel']}\ndateNaissance: {one['ddn']}\n"
        f"nir: {one['nir']}\ndescription: {one.get('diagnostic', 'dossier complet')}\n"
        for n, one in enumerate(people)
    )
    return "\n".join(entries)


def inserts(people: list[dict[str, str]]) -> str:
    rows = (",".join(f"'{one.get(f, '')}'" for f in FIELDS) for one in people)
    return "".join(f"INSERT INTO patient VALUES ({row});\n" for row in rows)


def lines_of_json(people: list[dict[str, str]]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in people)


def elements(people: list[dict[str, str]]) -> str:
    records = ("".join(f"<{k}>{v}</{k}>" for k, v in one.items()) for one in people)
    return "<patients>" + "".join(f"<patient>{one}</patient>" for one in records) + "</patients>"


def cards(people: list[dict[str, str]]) -> str:
    return "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nN:{one['nom']};{one['prenom']};;;\nBDAY:{one['ddn']}\n"
        f"TEL:{one['tel']}\nEMAIL:{one['mail']}\nNOTE:{one.get('diagnostic', 'dossier complet')}\n"
        "END:VCARD\n"
        for one in people
    )


def drawn(people: list[dict[str, str]]) -> str:
    rows = ("| " + " | ".join(one.get(f, "") for f in FIELDS) + " |\n" for one in people)
    return (
        "Extraction du jour\n| " + " | ".join(FIELDS) + " |\n|" + "--|" * 7 + "\n" + "".join(rows)
    )


SHAPES: dict[str, tuple[Callable[[list[dict[str, str]]], str], frozenset[Category]]] = {
    "champs.csv": (entity_attribute_value, ALL),
    "colonnes.csv": (turned, ALL),
    "acces.log": (queries, ALL),
    "patients.ini": (sections, ALL),
    "patients.yaml": (yaml, ALL),
    "patients.ldif": (ldif, ALL),
    "dump.sql": (inserts, ALL),
    "patients.jsonl": (lines_of_json, ALL),
    "patients.xml": (elements, ALL),
    "patients.vcf": (cards, REACHED),
    "extraction.txt": (drawn, ALL),
}


@pytest.mark.parametrize("name", SHAPES)
def test_each_keeps_what_is_told_of_them(tmp_path: Path, name: str) -> None:
    shape, expected = SHAPES[name]
    file = tmp_path / name
    people = [told(PEOPLE[ILL], "carcinome du sein"), told(PEOPLE[WELL], "")]
    file.write_text(shape(people), encoding="utf-8")
    found: dict[int, set[Category]] = {}
    for document in ANALYST.documents(read(file, name)):
        for exposure in document.exposures:
            found.setdefault(exposure.person, set()).add(exposure.category)
    assert expected <= found[ILL]
    assert expected - {Category.HEALTH} <= found[WELL]
    assert Category.HEALTH not in found[WELL]
    assert set(found) == {ILL, WELL}
