"""The hospital's facts as the words that fill the slots of a template."""

import re
from dataclasses import dataclass

from tocsin.model.hospital import Hospital
from tocsin.notify.tongue import tongue
from tocsin.notify.wording import typographic

NAME = "\ue000"
REFERENCE = "\ue001"
"""Marks (private use) for what differs from person to person, put in last."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is the same for everyone who is told: the hospital and the public reference."""

    hospital: Hospital
    public_reference: str

    def slots(self, language: str) -> dict[str, str]:
        """The slots of a template in `language`; "" where the hospital has not said."""
        hospital = self.hospital
        facts = {
            "hospital": hospital.name,
            "phone": hospital.phone,
            "website": as_typed(hospital.website),
            "dpo_name": hospital.dpo_name,
            "dpo_email": hospital.dpo_email,
            "dpo_phone": hospital.dpo_phone,
            "measures": typographic(_measures(hospital, language), language),
            "started": day(hospital.started_on, language),
            "ended": day(hospital.ended_on, language),
            "discovered": day(hospital.discovered_at, language),
            "authority_told": day(hospital.authority_told_on, language),
            "complaint": day(hospital.complaint_filed_on, language),
            "public_reference": self.public_reference,
        }
        cleaned = {slot: clean(value) for slot, value in facts.items()}
        return {**cleaned, "name": NAME, "reference": REFERENCE}


def _measures(hospital: Hospital, language: str) -> str:
    """What the hospital says it did, if it says so in that language."""
    return {"fr": hospital.measures, "en": hospital.measures_en}.get(language, "")


def clean(text: str) -> str:
    """`text` on one line: control characters and our own marks become spaces, single."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def as_typed(address: str) -> str:
    """A web address as a person types it: `www.exemple.fr`, nothing to click on."""
    return re.sub(r"^[a-z]+://", "", address.strip(), flags=re.IGNORECASE).rstrip("/")


def day(iso: str | None, language: str) -> str:
    """An ISO date or date-time as a day in words: `1er juillet 2025`, `1 July 2025`."""
    return tongue(language).day(iso)
