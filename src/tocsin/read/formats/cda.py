"""Clinical documents (HL7 CDA R2, as CI-SIS uses it): the patient in labels, sections as prose."""

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.formats import xmltext
from tocsin.read.markup import html_text
from tocsin.read.patient import Patient, day
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, attribute, descendants, local, parse

_BIRTH_NAMES = ("BR", "L")
_STREET = ("houseNumber", "streetNameType", "streetName", "streetAddressLine")
_RELATIVES = ("guardian", "relatedEntity", "associatedEntity")
_PARAGRAPHS = re.compile(r"<(/?)(?:paragraph|item|list)\b")


def _read(content: Content, job: Job) -> Iterator[Piece]:
    try:
        root = parse(content.data())
    except etree.XMLSyntaxError:
        yield from xmltext.FORMATS[sniff.XML].read(content, job)
        return
    yield from text_blocks(content.document, "en-tête", "\n".join(_header(root)))
    for number, section in enumerate(descendants(root, "section"), 1):
        yield from text_blocks(content.document, f"section {number}", "\n".join(_section(section)))
    for body in descendants(root, "nonXMLBody"):
        yield from _enclosed(content, body)


def _header(root: Element) -> Iterator[str]:
    yield from (_words(child) for child in root if local(child) == "title")
    for role in descendants(root, "patientRole"):
        yield from _patient(role).lines
    yield from dict.fromkeys(f"Médecin : Dr {name}" for name in _names(root, "assignedPerson"))
    for kind in _RELATIVES:
        yield from (f"Proche : {name}" for name in _names(root, kind))
    for stay in descendants(root, "encompassingEncounter"):
        dates = [day(attribute(t, "value")) for t in stay.iter("{*}low", "{*}high")]
        if any(dates):
            yield f"Séjour : {' - '.join(filter(None, dates))}"


def _names(root: Element, kind: str) -> Iterator[str]:
    """The names of the persons of a kind."""
    for person in descendants(root, kind):
        yield from filter(None, map(_name, descendants(person, "name")))


def _name(element: Element) -> str:
    parts = {local(part): _words(part) for part in element if local(part) in ("given", "family")}
    told = f"{parts.get('given', '')} {parts.get('family', '')}".strip()
    return told or _words(element)


def _patient(role: Element) -> Patient:
    patient = Patient()
    for child in role:
        match local(child):
            case "id":
                patient.put_identifier(attribute(child, "extension"), attribute(child, "root"))
            case "addr":
                _put_address(patient, child)
            case "telecom":
                value = attribute(child, "value")
                label = "Courriel" if value.startswith("mailto:") else "Téléphone"
                patient.put(label, value.partition(":")[2] or value)
            case "patient":
                _put_person(patient, child)
    return patient


def _put_address(patient: Patient, address: Element) -> None:
    told = {local(part): _words(part) for part in address}
    street = " ".join(filter(None, map(told.get, _STREET)))
    patient.put("Adresse", street if told else _words(address))
    patient.put("Code postal", told.get("postalCode", ""))
    patient.put("Ville", told.get("city", ""))


def _put_person(patient: Patient, person: Element) -> None:
    for child in person:
        match local(child):
            case "name":
                for part in child:
                    _put_name(patient, part)
                if not len(child):
                    patient.put("Patient", _words(child))
            case "administrativeGenderCode":
                patient.put_sex(attribute(child, "code"))
            case "birthTime":
                patient.put("Né(e) le", day(attribute(child, "value")))
            case "birthplace":
                patient.put("Lieu de naissance", _words(child))
    patient.put("Nom", patient.values.get("Nom de naissance", ""))


def _put_name(patient: Patient, part: Element) -> None:
    if local(part) == "given":
        patient.put("Prénoms", _words(part))
    elif local(part) == "family":
        born = attribute(part, "qualifier") in _BIRTH_NAMES
        patient.put("Nom de naissance" if born else "Nom", _words(part))


def _section(section: Element) -> Iterator[str]:
    """The title and the text of a section, and the words of its coded entries."""
    for child in section:
        if local(child) == "title":
            yield _words(child)
        elif local(child) == "text":
            markup = str(etree.tostring(child, encoding="unicode", with_tail=False))
            yield html_text(_PARAGRAPHS.sub(r"<\1p", markup))
        elif local(child) == "entry":
            names = (attribute(coded, "displayName") for coded in child.iter("{*}code", "{*}value"))
            yield " ; ".join(dict.fromkeys(filter(None, names)))


def _enclosed(content: Content, body: Element) -> Iterator[Piece]:
    """A document within the document: a PDF in base64, or plain text."""
    for number, text in enumerate(descendants(body, "text"), 1):
        kind = attribute(text, "mediaType").rpartition("/")[2] or "txt"
        if attribute(text, "representation") != "B64":
            yield from text_blocks(content.document, "corps", _words(text))
            continue
        try:
            data = base64.b64decode("".join(map(str, text.itertext())))
        except (binascii.Error, ValueError):
            yield Loss("corrupt: enclosed document")
            continue
        yield content.member(f"document-{number}.{kind if kind.isalnum() else 'bin'}", data)


def _words(element: Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


FORMATS: Formats = {sniff.CDA: Format(DocumentKind.DATA, _read)}
