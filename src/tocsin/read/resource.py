"""A FHIR resource (R4, and what R3 and R5 have alike): whom it is about, and what it says.

https://hl7.org/fhir/R4/resourcelist.html; identifiers as in FR Core (Interop'Santé).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tocsin.read.markup import html_text
from tocsin.read.patient import Patient, day
from tocsin.read.record import flatten

Json = dict[str, Any]

LABEL_OF = {
    "Condition": "Diagnostic",
    "Observation": "Résultat",
    "DiagnosticReport": "Compte rendu",
    "Procedure": "Acte",
    "MedicationRequest": "Traitement",
    "MedicationStatement": "Traitement",
    "MedicationAdministration": "Traitement",
    "Immunization": "Traitement",
    "AllergyIntolerance": "Allergie",
    "Encounter": "Séjour",
    "Appointment": "Rendez-vous",
    "Coverage": "Mutuelle",
}
"""What a resource states, in the word that introduces it; `Détail` for the others."""

_STAFF_TYPES = ("Practitioner", "PractitionerRole")
_SUBJECTS = ("subject", "patient", "beneficiary", "for", "individual")
_STAFF = ("performer", "author", "requester", "asserter", "recorder", "practitioner", "participant")
_DATES = ("onsetDateTime", "effectiveDateTime", "performedDateTime", "authoredOn", "recordedDate")
_ASIDE = frozenset(
    (
        *("meta", "contained", "identifier", "category", "extension", "text"),
        *("verificationStatus", "clinicalStatus", *_SUBJECTS, *_STAFF),
    )
)
"""Elements that are told apart, or that say nothing of anybody."""
_TECHNICAL = frozenset(
    (
        *("resourceType", "id", "system", "url", "reference", "status", "use", "profile", "data"),
        *("implicitRules", "language", "version", "rank", "intent", "contentType", "code"),
        *_DATES,
    )
)
"""Primitive elements that computers read."""
_WORDS = ("code", "medicationCodeableConcept", "vaccineCode", "type", "class")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one resource says: its kind in a word, of whom, when, what, and who said so."""

    label: str
    patient: Patient
    date: str
    words: str
    staff: str

    @property
    def lines(self) -> Iterator[str]:
        """It as text."""
        if self.words:
            on = f" ({self.date})" if self.date else ""
            yield f"{self.label} : {self.words}{on}"
        if self.staff:
            yield f"Médecin : {self.staff}"


def objects(value: object) -> list[Json]:
    """The objects of an element that may be one or many, or nothing."""
    many = value if isinstance(value, list) else [value]
    return [one for one in many if isinstance(one, dict)]


def string(value: object) -> str:
    """The value of a primitive element, "" if it is none."""
    one = value[0] if isinstance(value, list) and value else value
    return str(one) if isinstance(one, str | int | float) else ""


def strings(value: object) -> str:
    """The values of a primitive element that may repeat, in one line."""
    return " ".join(map(string, value)) if isinstance(value, list) else string(value)


def kind_of(resource: Json) -> str:
    """The type of a resource."""
    return string(resource.get("resourceType"))


def patient_of(resource: Json) -> Patient:
    """The person a Patient resource describes."""
    patient = Patient()
    for identifier in objects(resource.get("identifier")):
        codes = [
            string(c.get("code")) for t in objects(identifier.get("type")) for c in _codings(t)
        ]
        patient.put_identifier(
            string(identifier.get("value")), string(identifier.get("system")), *codes
        )
    patient.put("IPP", string(resource.get("id")))
    for name in objects(resource.get("name")):
        birth = string(name.get("use")) in ("official", "maiden")
        patient.put("Nom de naissance" if birth else "Nom", strings(name.get("family")))
        patient.put("Prénoms", strings(name.get("given")))
        patient.put("Patient", "" if name.get("family") else string(name.get("text")))
    patient.put("Nom", patient.values.get("Nom de naissance", ""))
    patient.put_sex(string(resource.get("gender")))
    patient.put("Né(e) le", day(string(resource.get("birthDate"))))
    for contact in objects(resource.get("telecom")):
        label = "Courriel" if contact.get("system") == "email" else "Téléphone"
        patient.put(label, string(contact.get("value")))
    for address in objects(resource.get("address")):
        patient.put("Adresse", strings(address.get("line")) or string(address.get("text")))
        patient.put("Code postal", string(address.get("postalCode")))
        patient.put("Ville", string(address.get("city")))
    return patient


def statement_of(resource: Json, known: dict[str, Patient]) -> Statement:
    """What any other resource says; `known` are the patients by how they are referred to."""
    kind = kind_of(resource)
    if kind in _STAFF_TYPES:
        return Statement("Médecin", Patient(), "", _staff_name(resource), "")
    date = next((string(resource[d]) for d in _DATES if resource.get(d)), "")
    subject = next((s for name in _SUBJECTS for s in objects(resource.get(name))), {})
    staff = {_display(one) for name in _STAFF for one in objects(resource.get(name))} - {""}
    return Statement(
        LABEL_OF.get(kind, "Détail"),
        _referred(subject, known),
        day(date),
        " ; ".join(dict.fromkeys(_words(resource))),
        ", ".join(sorted(staff)),
    )


def _referred(subject: Json, known: dict[str, Patient]) -> Patient:
    """The patient meant; by the identifier in the reference if only that is there."""
    reference = string(subject.get("reference"))
    if reference in known:
        return known[reference]
    patient = Patient()
    patient.put("Patient", string(subject.get("display")))
    if match := re.search(r"\bPatient/([\w.-]+)$", reference):
        patient.put("IPP", match[1])
    return patient


def _words(resource: Json) -> Iterator[str]:
    for name in _WORDS:
        for concept in objects(resource.get(name)):
            yield from filter(None, [concept_text(concept)])
    for quantity in objects(resource.get("valueQuantity")):
        yield f"{string(quantity.get('value'))} {string(quantity.get('unit'))}".strip()
    for narrative in objects(resource.get("text")):
        yield html_text(string(narrative.get("div"))).replace("\n", " ")
    told = {*_ASIDE, *_WORDS, "valueQuantity"}
    for path, value in flatten({k: v for k, v in resource.items() if k not in told}):
        names = path.split(".")
        if value and names[-1] not in _TECHNICAL and _ASIDE.isdisjoint(names[:-1]):
            yield value


def concept_text(concept: Json) -> str:
    """The words of a CodeableConcept or Coding, and its codes."""
    codings = _codings(concept) or [concept]
    words = [string(concept.get("text")), *(string(c.get("display")) for c in codings)]
    codes = " ".join(filter(None, (string(c.get("code")) for c in codings)))
    told = ", ".join(dict.fromkeys(filter(None, words)))
    return f"{told} ({codes})" if told and codes else told or codes


def _codings(concept: Json) -> list[Json]:
    return objects(concept.get("coding"))


def _staff_name(resource: Json) -> str:
    names = objects(resource.get("name"))
    told = (f"{strings(n.get('given'))} {strings(n.get('family'))}".strip() for n in names)
    return next((f"Dr {name}" for name in told if name), "")


def _display(reference: Json) -> str:
    inner = next((i for n in ("actor", "individual") for i in objects(reference.get(n))), reference)
    return string(inner.get("display"))
