"""Care formats (HL7, HPRIM, CDA, FHIR, DICOM, vCard, iCalendar) out of all proportion."""

import base64
import json
import struct
import zlib

from tests.hostile.trap import CANARY_FILE, Traps, noise
from tests.hostile.traps import markup
from tests.hostile.traps.zips import archive
from tests.read import care_samples

_MSH = b"MSH|^~\\&|A|B|C|D|20250312||ADT^A01|1|P|2.5\r"
_PID = b"PID|1||80012345||GALL^Ann||19600201|F\r"
_ODD_SIZE = 0xFFFFFFFE
_BOMB = archive({"z.txt": bytes(70_000_000)})


def cda(body: bytes) -> bytes:
    """A clinical document of that body."""
    return (
        b"<?xml version='1.0'?><ClinicalDocument xmlns='urn:hl7-org:v3'><title>a</title>"
        + body + b"</ClinicalDocument>"
    )  # fmt: skip


def sections(depth: int) -> bytes:
    """Sections within sections."""
    opening = b"<component><section><title>a</title><text>mot</text>"
    return cda(markup.deep(opening, b"</section></component>", depth))


def enclosed(data: bytes) -> bytes:
    """A document within the document."""
    return cda(
        b"<component><nonXMLBody><text mediaType='application/zip' representation='B64'>"
        + base64.b64encode(data) + b"</text></nonXMLBody></component>"
    )  # fmt: skip


def fhir(resource: object) -> bytes:
    """A resource as JSON."""
    return json.dumps(resource).encode()


def bundles(depth: int) -> dict[str, object]:
    """Bundles within bundles."""
    inner: dict[str, object] = {"resourceType": "Patient", "name": [{"family": "GALL"}]}
    for _ in range(depth):
        inner = {"resourceType": "Bundle", "entry": [{"resource": inner}]}
    return inner


def binary(data: bytes) -> dict[str, object]:
    """A resource that carries a document."""
    attachment = {"data": base64.b64encode(data).decode(), "contentType": "application/zip"}
    return {"resourceType": "DocumentReference", "content": [{"attachment": attachment}]}


def tag(group: int, element: int, vr: bytes, data: bytes, *, length: int | None = None) -> bytes:
    """A DICOM element, explicit little endian (PS3.5 §7.1.2); its length may lie."""
    told = len(data) if length is None else length
    head = struct.pack("<HH", group, element) + vr
    if vr in (b"OB", b"OW", b"SQ", b"UN", b"UT"):
        return head + struct.pack("<HI", 0, told & 0xFFFFFFFF) + data
    return head + struct.pack("<H", told & 0xFFFF) + data


def dicom(*elements: bytes, syntax: bytes = b"1.2.840.10008.1.2.1\0") -> bytes:
    """An object of those elements."""
    meta = tag(2, 0x10, b"UI", syntax)
    return (
        bytes(128)
        + b"DICM"
        + tag(2, 0, b"UL", struct.pack("<I", len(meta)))
        + meta
        + b"".join(elements)
    )


def sequences(depth: int) -> bytes:
    """Sequences of undefined length, each within an item of the one before."""
    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    return tag(0x40, 0xA730, b"SQ", item, length=0xFFFFFFFF) * depth


def card(*lines: bytes) -> bytes:
    """A contact of those lines."""
    return b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + b"\r\n".join(lines) + b"\r\nEND:VCARD\r\n"


_NAME = tag(0x10, 0x10, b"PN", b"GALL^Ann")
_HPRIM = care_samples.SAMPLES["labo.hpm"]()
_FOLD = b"\r\n x"
_ZIP_TYPE = tag(0x42, 0x12, b"LO", b"application/zip ")
_DOCUMENT = dicom(_NAME, tag(0x42, 0x11, b"OB", _BOMB), _ZIP_TYPE)
_LOOP = {
    "resourceType": "Observation",
    "subject": {"reference": "#a"},
    "contained": [{"resourceType": "Patient", "id": "a", "link": {"reference": "#a"}}],
}

TRAPS: Traps = {
    "separateurs.hl7": lambda: b"MSH|||||||||\r" + _PID,
    "segments.hl7": lambda: _MSH + _PID + b"OBX|1|TX|a||b\r" * 10_000,
    "champs.hl7": lambda: _MSH + b"PID" + b"|" * 100_000 + b"\r",
    "repetitions.hl7": lambda: _MSH + b"PID|1||" + b"~" * 60_000 + b"^" * 60_000 + b"\r",
    "echappements.hl7": lambda: _MSH + _PID + b"OBX|1|TX|a||" + b"\\H\\" * 100_000 + b"\r",
    "echappement-ouvert.hl7": lambda: _MSH + _PID + b"OBX|1|TX|a||" + b"\\X" * 300_001 + b"\r",
    "document.hl7": lambda: (
        _MSH + _PID + b"OBX|1|ED|a||^A^zip^Base64^" + base64.b64encode(_BOMB) + b"\r"
    ),
    "lots.hl7": lambda: b"FHS|^~\\&|A\rBHS|^~\\&|A\r" * 5_000 + _MSH + _PID,
    "une-ligne.hl7": lambda: _MSH[:-1] + b"a" * 3_000_000,
    "coupe.hl7": lambda: b"\x0b" + _MSH + _PID[:9],
    "messages.hl7": lambda: (b"\x0b" + _MSH + _PID + b"\x1c\r") * 1_000,
    "sans-fin.hpm": lambda: _HPRIM[: _HPRIM.index(b"****FIN")] + b"RES|a|b\r\n" * 60_000,
    "lignes.hpm": lambda: b"\r\n" * 6 + _HPRIM * 300,
    "barres.hpm": lambda: _HPRIM.replace(b"RES|", b"RES|" + b"|" * 300_000),
    "rires.cda.xml": lambda: markup.laughs().replace(
        b"<x>", b"<ClinicalDocument xmlns='urn:hl7-org:v3'>"
    ),
    "entite.cda.xml": lambda: markup.dtd(f"<!ENTITY e SYSTEM '{CANARY_FILE}'>", "&e;").replace(
        b"<x>", b"<ClinicalDocument xmlns='urn:hl7-org:v3'><title>&e;</title>"
    ),
    "sections.cda.xml": lambda: sections(100),
    "sections-trop.cda.xml": lambda: sections(30_000),
    "sections-freres.cda.xml": lambda: cda(
        b"<section><title>a</title><text>mot</text></section>" * 5_000
    ),
    "bombe.cda.xml": lambda: enclosed(_BOMB),
    "base64-faux.cda.xml": lambda: enclosed(b"").replace(b"B64'>", b"B64'>====" + b"A" * 99_999),
    "lots.fhir.json": lambda: fhir(bundles(200)),
    "lots-trop.fhir.json": lambda: b'{"resourceType":"Bundle","entry":[{"resource":' * 60_000,
    "bombe.fhir.json": lambda: fhir(binary(_BOMB)),
    "donnees-fausses.fhir.json": lambda: fhir(binary(b"")).replace(
        b'"data": ""', b'"data": [1, {}]'
    ),
    "en-boucle.fhir.json": lambda: fhir(_LOOP),
    "types-faux.fhir.json": lambda: fhir(
        {"resourceType": "Bundle", "entry": {"resource": [1, None, {"resourceType": ["Patient"]}]}}
    ),
    "noms-faux.fhir.json": lambda: fhir(
        {"resourceType": "Patient", "name": [[["a"]], 3, {"given": {"a": 1}}], "birthDate": {}}
    ),
    "ressources.fhir.json": lambda: fhir(
        {"resourceType": "Bundle", "entry": [{"resource": bundles(1)}] * 5_000}
    ),
    "profond.fhir.ndjson": lambda: (
        (b'{"resourceType":"Patient","a":' + b"[" * 900 + b"]" * 900 + b"}\n") * 9
    ),
    "entite.fhir.xml": lambda: (
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'canari.txt'>]><Patient xmlns='http://hl7.org/fhir'>"
        b"<name><family value='a'/><text>&e;</text></name></Patient>"
    ),
    "profond.fhir.xml": lambda: (
        b"<Bundle xmlns='http://hl7.org/fhir'>"
        + markup.deep(b"<entry>", b"</entry>", 240)
        + b"</Bundle>"
    ),
    "sequences.dcm": lambda: dicom(_NAME, sequences(400)),
    "sequences-trop.dcm": lambda: dicom(_NAME, sequences(30_000)),
    "longueur.dcm": lambda: dicom(_NAME, tag(0x10, 0x4000, b"UT", b"a" * 40, length=_ODD_SIZE)),
    "longueur-du-nom.dcm": lambda: dicom(tag(0x10, 0x10, b"PN", b"GALL", length=0xFFFF)),
    "longueur-indefinie.dcm": lambda: dicom(_NAME, tag(0x10, 0x4000, b"UT", b"a", length=-1)),
    "bombe.dcm": lambda: dicom(
        zlib.compress(_NAME + bytes(80_000_000))[2:], syntax=b"1.2.840.10008.1.2.1.99"
    ),
    "document-bombe.dcm": lambda: _DOCUMENT,
    "genre-inconnu.dcm": lambda: dicom(_NAME, tag(0x10, 0x20, b"??", b"12345678")),
    "groupes.dcm": lambda: dicom(*[_NAME] * 20_000),
    "prives.dcm": lambda: dicom(
        _NAME, *[tag(0x11, n, b"LO", b"a ") for n in range(0x1000, 0x3000)]
    ),
    "image-immense.dcm": lambda: dicom(
        _NAME,
        tag(0x28, 2, b"US", b"\1\0"),
        tag(0x28, 4, b"CS", b"MONOCHROME2 "),
        tag(0x28, 8, b"IS", b"99999999"),
        tag(0x28, 0x10, b"US", b"\xff\xff"),
        tag(0x28, 0x11, b"US", b"\xff\xff"),
        tag(0x28, 0x100, b"US", b"\x10\0"),
        tag(0x28, 0x101, b"US", b"\x10\0"),
        tag(0x28, 0x103, b"US", b"\0\0"),
        tag(0x7FE0, 0x10, b"OW", b"\0" * 100),
    ),
    "fragments.dcm": lambda: dicom(
        _NAME,
        tag(0x28, 0x10, b"US", b"\x10\0"),
        tag(0x28, 0x11, b"US", b"\x10\0"),
        tag(0x7FE0, 0x10, b"OB", b"\xfe\xff\0\xe0\xff\xff\xff\x7f", length=-1),
        syntax=b"1.2.840.10008.1.2.4.50",
    ),
    "jeu-de-caracteres.dcm": lambda: dicom(tag(8, 5, b"CS", b"ISO 2022 IR 999\\\\../../x "), _NAME),
    "syntaxe-inconnue.dcm": lambda: dicom(_NAME, syntax=b"9.9.9.9.9"),
    "bruit.dcm": lambda: dicom(_NAME, noise("dcm", 5_000)),
    "meta-seule.dcm": lambda: dicom(),
    "plis.vcf": lambda: card(b"N:GALL;Ann", b"NOTE:a" + _FOLD * 200_000),
    "plis-imprimables.vcf": lambda: card(
        b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=C3=A9=\r\n" * 100_000
    ),
    "photo.vcf": lambda: card(b"PHOTO;ENCODING=b:" + b"A" * 3_000_000),
    "ouvertures.vcf": lambda: b"BEGIN:VCARD\r\n" * 60_000,
    "fermetures.vcf": lambda: b"BEGIN:VCARD\r\n" + b"END:VCARD\r\n" * 60_000,
    "parametres.vcf": lambda: card(b"TEL" + b";TYPE=a" * 100_000 + b":1"),
    "guillemets.vcf": lambda: card(b'TEL;X="' + b'a";"' * 60_000 + b":1"),
    "contacts.vcf": lambda: card(b"N:GALL;Ann") * 5_000,
    "composants.ics": lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 60_000,
    "repetition.ics": lambda: (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999T999999\r\nSUMMARY:a\r\n"
        b"RRULE:FREQ=SECONDLY;COUNT=99999999999\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ),
}
