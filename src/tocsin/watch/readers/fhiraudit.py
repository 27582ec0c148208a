"""FHIR AuditEvent, DSTU2 to R5: one resource, a Bundle, or NDJSON.

Who, which patient, read or written: HL7 FHIR AuditEvent, IHE BALP. The agent is the requestor,
else the first; a patient is an entity of role 1 or a reference to Patient.
"""

import re
from collections.abc import Iterator
from typing import Any

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.jsonlog import json_records
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.text import account, address, text

ACTIONS = {"C": "record-written", "R": "record-read", "U": "record-written",
           "D": "record-deleted", "E": "record-searched"}  # fmt: skip
_LOGIN = {"110114", "110122", "110123"}
_PATIENT_ROLE, _QUERY_ROLE = "1", "24"


class FhirAuditReader(Reader):
    """AuditEvent resources."""

    name = "fhir.audit"
    splits = False
    blind = (
        (
            "montre les dossiers ouverts par l'application ; une lecture directe de la base "
            "ou des fichiers n'y est pas"
        ),
        (
            "shows the records opened through the application; reading the database or the "
            "files directly is not in it"
        ),
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By the type of the resource."""
        return head.lstrip(b"\xef\xbb\xbf \r\n")[:1] in (b"{", b"[") and b'"AuditEvent"' in head

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each AuditEvent; other resources are counted as unparsed."""
        for offset, found in json_records(stretch, ("entry",)):
            yield _one(offset, found, stretch.clock)


def _one(offset: int, found: Any, clock: Clock) -> Read:
    try:
        resource = found.get("resource", found)
        if resource["resourceType"] != "AuditEvent":
            return Unparsed(offset, "other resource")
        return Record(offset, _event(resource, clock))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return Unparsed(offset, "shape")


def _event(resource: Values, clock: Clock) -> Values:
    about = resource.get("event") or resource
    agents = resource.get("agent") or resource.get("participant") or []
    entities = resource.get("entity") or resource.get("object") or []
    agent = next((a for a in agents if a.get("requestor")), agents[0] if agents else {})
    kind = _code(about.get("type") or resource.get("code"))
    name, domain = account(_who(agent))
    action = str(about.get("action") or "E")
    return {
        TIME: clock.iso(str(about.get("recorded") or about["dateTime"])),
        "event.dataset": "fhir.audit",
        "event.code": kind,
        "event.category": "authentication" if kind in _LOGIN else "database",
        "event.action": _act(kind, action, about, entities),
        "event.outcome": _outcome(about.get("outcome")),
        "host.name": _observer(resource.get("source") or {}),
        "user.name": name,
        "user.domain": domain,
        "source.ip": _address(agent),
        "patient.id": _patient(resource, entities),
        "event.records": max(1, sum(1 for e in entities if _is_patient(e))) if entities else None,
        "url.original": next((text(_reference(e)) for e in entities if not _is_patient(e)), None),
        "message": next((text(e.get("name") or e.get("description")) for e in entities), None),
    }


def _act(kind: str | None, action: str, about: Values, entities: list[Values]) -> str:
    if kind in _LOGIN:
        said = " ".join(str(s.get("code", "")) for s in about.get("subtype") or [])
        return "logged-out" if "110123" in said or "logout" in said.lower() else "logged-in"
    if action == "E" and not any(_code(e.get("role")) == _QUERY_ROLE for e in entities):
        return "record-used"
    return ACTIONS.get(action, "record-used")


def _outcome(outcome: Any) -> str:
    code = _code(outcome.get("code")) if isinstance(outcome, dict) else str(outcome or "0")
    return "success" if code in ("0", "success", "information", None) else "failure"


def _who(agent: Values) -> str | None:
    who = agent.get("who") or agent.get("userId") or agent.get("reference") or {}
    identifier = who.get("identifier") or who
    return (
        text(identifier.get("value"))
        or text(agent.get("altId"))
        or text(who.get("reference"))
        or text(agent.get("name") or who.get("display"))
    )


def _address(agent: Values) -> str | None:
    network = agent.get("network")
    said = network.get("address") if isinstance(network, dict) else agent.get("networkString")
    return address(said)


def _observer(source: Values) -> str | None:
    observer = source.get("observer") or source.get("identifier") or {}
    return text(
        observer.get("display")
        or observer.get("value")
        or (observer.get("identifier") or {}).get("value")
        or observer.get("reference")
        or source.get("site")
    )


def _is_patient(entity: Values) -> bool:
    return _code(entity.get("role")) == _PATIENT_ROLE or "Patient/" in _reference(entity)


def _patient(resource: Values, entities: list[Values]) -> str | None:
    """The patient's number: an identifier's value, or what stands after `Patient/`."""
    named = [_reference(resource.get("patient") or {})]
    named += [_reference(entity) for entity in entities if _is_patient(entity)]
    found = next((name for name in named if name), "")
    # HL7 CX within (number^^^authority), or a version behind (number/_history/1).
    return text(re.split(r"[/^?]", found.rpartition("Patient/")[2], maxsplit=1)[0])


def _reference(entity: Values) -> str:
    what = entity.get("what") or entity.get("reference") or entity.get("identifier") or entity
    if isinstance(what, str):
        return what
    identifier = what.get("identifier") or what
    return str(what.get("reference") or identifier.get("value") or "")


def _code(node: Any) -> str | None:
    """The code of a Coding, of a CodeableConcept's first coding, or a bare code."""
    if isinstance(node, list):
        return _code(node[0]) if node else None
    if isinstance(node, dict):
        return _code(node["coding"]) if node.get("coding") else text(node.get("code"))
    return text(node)
