"""ATNA audit messages of DICOM and IHE systems: XML, bare or behind syslog (RFC 5425 framing too).

DICOM PS3.15 A.5 and its older form of RFC 3881.
"""

import re
from collections.abc import Iterator

from lxml import etree

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.readers.fhiraudit import ACTIONS
from tocsin.watch.text import account, address, text

OPEN, CLOSE = b"<AuditMessage", b"</AuditMessage>"
BLOCK, LARGEST = 1 << 20, 1 << 20
_LOGIN = {"110114": "logged-in", "110122": "logged-in", "110123": "logged-out"}
_PATIENT = re.compile(r"^\s*([^\^]+)")


class AtnaReader(Reader):
    """`AuditMessage` elements, wherever they stand."""

    name = "atna"
    blind = (
        "montre ce que l'appareil ou le PACS déclare ; pas un accès direct à ses disques",
        "shows what the device or the PACS declares; not direct access to its disks",
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By the element."""
        return OPEN in head

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each message."""
        for offset, message in _messages(stretch):
            yield _one(offset, message, stretch.clock)


def _messages(stretch: Stretch) -> Iterator[tuple[int, bytes]]:
    """Offsets and bytes of the elements; one that never ends is cut at `LARGEST`."""
    held, base = b"", 0
    while block := stretch.file.read(BLOCK):
        held += block
        at = 0
        while (start := held.find(OPEN, at)) >= 0:
            end = held.find(CLOSE, start)
            if end < 0:
                if len(held) - start < LARGEST:
                    break
                end = start + LARGEST
            at = end + len(CLOSE)
            yield base + start, held[start:at]
        keep = held.find(OPEN, at)
        keep = max(at, len(held) - len(OPEN)) if keep < 0 else keep
        base, held = base + keep, held[keep:]
    if held.startswith(OPEN):
        yield base, held


def _one(offset: int, message: bytes, clock: Clock) -> Read:
    try:
        root = etree.fromstring(message, etree.XMLParser(resolve_entities=False, no_network=True))
        return Record(offset, _event(root, clock))
    except (etree.XMLSyntaxError, ValueError, LookupError, AttributeError, OverflowError):
        return Unparsed(offset, "shape")


def _event(root: etree._Element, clock: Clock) -> Values:
    event = root.find("EventIdentification")
    if event is None:
        raise ValueError
    actors = root.findall("ActiveParticipant")
    actor = next((a for a in actors if a.get("UserIsRequestor") == "true"), actors[0])
    objects = root.findall("ParticipantObjectIdentification")
    patients = [o for o in objects if o.get("ParticipantObjectTypeCodeRole") == "1"]
    code = _code(event.find("EventID"))
    name, domain = account(actor.get("UserID"))
    source = root.find("AuditSourceIdentification")
    return {
        TIME: clock.iso(str(event.get("EventDateTime"))),
        "event.dataset": "atna",
        "event.code": code,
        "event.category": "authentication" if code in _LOGIN else "database",
        "event.action": _LOGIN.get(code or "")
        or ACTIONS.get(str(event.get("EventActionCode")), "record-used"),
        "event.outcome": "success" if event.get("EventOutcomeIndicator") == "0" else "failure",
        "host.name": text(source.get("AuditSourceID")) if source is not None else None,
        "user.name": name,
        "user.domain": domain,
        "source.ip": address(actor.get("NetworkAccessPointID")),
        "patient.id": _number(patients[0]) if patients else None,
        "event.records": len(patients) or None,
        "message": text(
            next((o.get("ParticipantObjectID") for o in objects if o not in patients), None)
        ),
    }


def _code(node: etree._Element | None) -> str | None:
    """DICOM says `csd-code`, RFC 3881 `code`."""
    return None if node is None else text(node.get("csd-code") or node.get("code"))


def _number(patient: etree._Element) -> str | None:
    found = _PATIENT.match(patient.get("ParticipantObjectID") or "")
    return text(found[1]) if found else None
