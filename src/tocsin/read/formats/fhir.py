"""FHIR resources in JSON, NDJSON and XML: patients, and what is said of each under its name.

About one patient it is text; about several, a table a kind of statement, each row with its
patient. What is attached (Binary, DocumentReference) is a member.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import orjson
from lxml import etree

from tocsin.model.document import ROWS_PER_BLOCK, DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.formats import jsontext, xmltext
from tocsin.read.patient import Patient, columns_of
from tocsin.read.resource import (
    Json,
    Statement,
    kind_of,
    objects,
    patient_of,
    statement_of,
    string,
)
from tocsin.read.table import Row, headed
from tocsin.read.text import decode, encoding_of, open_text, text_blocks
from tocsin.read.xml import Element, attribute, local, parse

_DEEPEST = 60


def _read_json(content: Content, job: Job) -> Iterator[Piece]:
    try:
        value = orjson.loads(decode(content.data()))
    except orjson.JSONDecodeError:
        value = None
    whole = objects(value)
    if whole and all(map(kind_of, whole)):
        yield from _told(content, [found for one in whole for found in _resources(one, "")])
    else:
        yield from jsontext.FORMATS[sniff.JSON].read(content, job)


def _read_lines(content: Content, _job: Job) -> Iterator[Piece]:
    with open_text(content.open(), encoding_of(content.head)) as stream:
        while lines := list(islice(stream, ROWS_PER_BLOCK)):
            found: list[tuple[str, Json]] = []
            for line in filter(str.strip, lines):
                try:
                    found += _resources(orjson.loads(line.strip().removeprefix("\ufeff")), "")
                except orjson.JSONDecodeError:
                    yield from text_blocks(content.document, "texte", line)
                    yield Loss("corrupt: not well-formed")
            yield from _told(content, found)


def _read_xml(content: Content, job: Job) -> Iterator[Piece]:
    try:
        root = parse(content.data())
    except etree.XMLSyntaxError:
        yield from xmltext.FORMATS[sniff.XML].read(content, job)
        return
    yield from _told(content, list(_resources(_resource(root), "")))


def _resources(value: Any, url: str, depth: int = 0) -> Iterator[tuple[str, Json]]:
    """Every resource of a bundle, or one alone, each with the address it is referred to by."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return
    if kind_of(value) == "Bundle":
        for entry in objects(value.get("entry")):
            for inner in objects(entry.get("resource")):
                yield from _resources(inner, string(entry.get("fullUrl")), depth + 1)
        return
    for inner in objects(value.get("contained")):
        yield from _resources(inner, f"#{string(inner.get('id'))}", depth + 1)
    yield url, value


def _told(content: Content, found: list[tuple[str, Json]]) -> Iterator[Piece]:
    """The blocks and members of some resources."""
    patients = [(url, r, patient_of(r)) for url, r in found if kind_of(r) == "Patient"]
    known = {url: patient for url, _, patient in patients}
    known |= {f"Patient/{string(r.get('id'))}": patient for _, r, patient in patients}
    others = [resource for _, resource in found if kind_of(resource) != "Patient"]
    statements = [statement_of(resource, known) for resource in others]
    everybody = _distinct([p for _, _, p in patients] + [s.patient for s in statements])
    if len(everybody) > 1:
        yield from _tables(content.document, everybody, statements)
    else:
        yield from _text(content.document, everybody, statements)
    for number, resource in enumerate(others, 1):
        yield from _attached(content, resource, number)


def _distinct(patients: Iterable[Patient]) -> list[Patient]:
    distinct = {tuple(patient.values.items()): patient for patient in patients}
    return [patient for values, patient in distinct.items() if values]


def _text(document: str, patients: list[Patient], statements: list[Statement]) -> Iterator[Piece]:
    lines = [line for patient in patients for line in patient.lines]
    lines += [line for statement in statements for line in statement.lines]
    yield from text_blocks(document, "ressources", "\n".join(lines))


def _tables(document: str, patients: list[Patient], statements: list[Statement]) -> Iterator[Piece]:
    columns = columns_of(patients)
    yield from headed(document, "patients", columns, [p.row(columns) for p in patients], 1)
    rows: dict[str, list[Row]] = {}
    for said in (s for s in statements if s.patient.values and (s.words or s.staff)):
        row = [*said.patient.row(columns), said.date, said.words, said.staff]
        rows.setdefault(said.label, []).append(row)
    for label, of_label in rows.items():
        yield from headed(document, label, (*columns, "Date", label, "Médecin"), of_label, 1)
    yield from _text(document, [], [s for s in statements if not s.patient.values])


def _attached(content: Content, resource: Json, number: int) -> Iterator[Piece]:
    """The documents within a resource, in base64."""
    attachments = [resource] if kind_of(resource) == "Binary" else []
    for name in ("content", "presentedForm", "photo"):
        for one in objects(resource.get(name)):
            attachments += objects(one.get("attachment")) or [one]
    for attachment in attachments:
        try:
            data = base64.b64decode(string(attachment.get("data")), validate=False)
        except (binascii.Error, ValueError):
            yield Loss("corrupt: enclosed document")
            continue
        if data:
            yield content.member(f"document-{number}", data)


def _resource(element: Element, depth: int = 0) -> Json:
    """An XML resource as its JSON twin; what may repeat is a list only if it does."""
    return {"resourceType": local(element), **_elements(element, depth)}


def _elements(element: Element, depth: int) -> Json:
    inner: Json = {}
    for child in element:
        inner.setdefault(local(child), []).append(_value(child, depth + 1))
    return {name: values if len(values) > 1 else values[0] for name, values in inner.items()}


def _value(element: Element, depth: int) -> Any:
    if depth > _DEEPEST:
        return ""
    if local(element) in ("resource", "contained") and len(element):
        return _resource(element[0], depth)
    if local(element) == "div":
        return " ".join(" ".join(map(str, element.itertext())).split())
    return _elements(element, depth) if len(element) else attribute(element, "value")


FORMATS: Formats = {
    sniff.FHIR_JSON: Format(DocumentKind.DATA, _read_json),
    sniff.FHIR_NDJSON: Format(DocumentKind.DATA, _read_lines),
    sniff.FHIR_XML: Format(DocumentKind.DATA, _read_xml),
}
