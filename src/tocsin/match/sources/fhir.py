"""An index as FHIR Patient resources: a Bundle in JSON, or one resource a line (NDJSON).

Profiles: FR Core Patient and FR Core Patient INS (Interop'Santé), which say what each identifier
system and each use of a name means in France.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from tocsin.match.sources.table import IndexTable, Line
from tocsin.model.person import INDEX_COLUMNS

INS_SYSTEMS = tuple(f"urn:oid:1.2.250.1.213.1.4.{leaf}" for leaf in (8, 9, 10, 11))
"""INS by NIR, by temporary NIR, and the same for tests."""

_SEX = {"female": "F", "male": "M"}
Json = dict[str, Any]


def read_fhir(path: Path) -> IndexTable:
    """The patients of a Bundle, a list or NDJSON. Raises `orjson.JSONDecodeError`."""
    data = path.read_bytes()
    try:
        whole = orjson.loads(data)
    except orjson.JSONDecodeError:
        return IndexTable(INDEX_COLUMNS, _rows(_resources_by_line(data)))
    return IndexTable(INDEX_COLUMNS, _rows(enumerate(_resources(whole), 1)))


def _resources_by_line(data: bytes) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            yield number, orjson.loads(line)


def _resources(whole: object) -> list[object]:
    if isinstance(whole, dict) and whole.get("resourceType") == "Bundle":
        return [entry.get("resource") for entry in _objects(whole.get("entry"))]
    return whole if isinstance(whole, list) else [whole]


def _rows(resources: Iterable[tuple[int, object]]) -> Iterator[Line]:
    for number, resource in resources:
        if isinstance(resource, dict) and resource.get("resourceType") == "Patient":
            values = _patient(resource)
            yield number, [values.get(name, "") for name in INDEX_COLUMNS]


def _patient(resource: Json) -> dict[str, str]:
    return {
        **_identifiers(resource),
        **_names(resource),
        **_telecoms(resource),
        **_address(resource),
        "sex": _SEX.get(_string(resource.get("gender")), ""),
        "birth_date": _string(resource.get("birthDate")),
        "deceased_on": _deceased(resource),
        "guardian_name": _guardian(resource),
        "language": _language(resource),
    }


def _identifiers(resource: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for identifier in _objects(resource.get("identifier")):
        value = _string(identifier.get("value"))
        codes = _codes(identifier.get("type"))
        if identifier.get("system") in INS_SYSTEMS:
            found.setdefault("ins", value)
            found.setdefault("nir", value)
        elif codes & {"NH", "SS"}:
            found["nir"] = value
        elif "PI" in codes or identifier.get("use") == "usual":
            found["patient_id"] = value
        elif not codes:
            found.setdefault("patient_id", value)
    found.setdefault("patient_id", _string(resource.get("id")))
    return found


_ROLES = {"official": "birth_name", "maiden": "birth_name", "usual": "used_name"}


def _names(resource: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _objects(resource.get("name")):
        family = _string(name.get("family")) or _string(name.get("text"))
        role = _ROLES.get(_string(name.get("use")), "birth_name")
        found.setdefault(role, family)
        given = name.get("given")
        if isinstance(given, list) and len(given) >= len(found.get("first_names", "").split(",")):
            found["first_names"] = ", ".join(_string(part) for part in given)
    return found


def _telecoms(resource: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for telecom in _current(resource.get("telecom")):
        system, use = telecom.get("system"), telecom.get("use")
        field = "mobile" if use == "mobile" else "phone"
        if system in ("email", "phone"):
            key = "email" if system == "email" else field
            found.setdefault(key, _string(telecom.get("value")))
    return found


def _address(resource: Json) -> dict[str, str]:
    for address in _current(resource.get("address")):
        lines = address.get("line")
        street = " ".join(_string(line) for line in lines) if isinstance(lines, list) else ""
        return {
            "address": street,
            "postal_code": _string(address.get("postalCode")),
            "city": _string(address.get("city")),
        }
    return {}


def _deceased(resource: Json) -> str:
    if resource.get("deceasedBoolean") is True:
        return "oui"
    return _string(resource.get("deceasedDateTime"))


def _guardian(resource: Json) -> str:
    for contact in _objects(resource.get("contact")):
        roles = {code for role in _objects(contact.get("relationship")) for code in _codes(role)}
        if roles & {"GUARD", "POWATT"}:
            name = contact.get("name") or {}
            return _string(name.get("text")) or _string(name.get("family")) or "guardian"
    return ""


def _language(resource: Json) -> str:
    for spoken in _objects(resource.get("communication")):
        for code in _codes(spoken.get("language")):
            return code
    return ""


def _codes(concept: object) -> set[str]:
    coded = concept.get("coding") if isinstance(concept, dict) else None
    return {_string(coding.get("code")) for coding in _objects(coded)} - {""}


def _current(items: object) -> list[Json]:
    return [item for item in _objects(items) if item.get("use") != "old"]


def _objects(items: object) -> list[Json]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
