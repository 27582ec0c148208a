"""What the hospital has said of itself and of the theft; what it has not said stays open."""

from dataclasses import dataclass, field
from datetime import datetime

from tocsin.language import Language, tr
from tocsin.model.hospital import Hospital
from tocsin.report.acts import ActKind, Acts
from tocsin.report.declared import WORDS, Declared
from tocsin.report.duty import (
    ATTACK_KNOWN,
    BREACH_KNOWN,
    EVENTS,
    Duty,
    duty_named,
    parse_moment,
    same_act,
)
from tocsin.report.moment import clock, day
from tocsin.report.theft import Theft

_MOMENTS = (
    "started_on",
    "ended_on",
    "discovered_at",
    "attack_known_at",
    "authority_told_on",
    "complaint_filed_on",
)
AUTHORITY = "gdpr-33"
"""The duty that filing the authority's form meets."""

_SAID_IN = {BREACH_KNOWN: "discovered_at", ATTACK_KNOWN: "attack_known_at"}


@dataclass(frozen=True, slots=True)
class Done:
    """That a duty was met: when (ISO 8601), and why late if it was; `reference` of the receipt."""

    moment: str
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that sentences may name, as of `at`: the hospital's, the breach's, and the acts.

    `public_reference` is the one that every notice cites.
    """

    hospital: Hospital
    at: datetime
    declared: Declared = field(default_factory=Declared)
    acts: Acts = field(default_factory=Acts)
    public_reference: str = ""
    theft: Theft = field(default_factory=Theft)

    def text(self, name: str, language: Language) -> str:
        """The fact `name` for a reader, "" where unknown. Raises KeyError for no such fact."""
        if name == "as_of":
            return clock(self.at, language)
        if name == "public_reference":
            return self.public_reference
        room, _, key = name.partition(".")
        match room:
            case "hospital":
                return self._of_hospital(key, language)
            case "breach":
                return self._of_breach(key, language)
            case "duty":
                return _of_duty(key, language)
            case "met":
                done = self.done(duty_named(key))
                return moment_text(done.moment, language) if done else ""
            case "theft" | "care":
                return self._of_theft(name, language)
            case "start":
                return self._of_start(key, language)
            case "filing" if key == "type":
                return self._type(language)
        raise KeyError(name)

    def _of_hospital(self, key: str, language: Language) -> str:
        if key == "called":
            return self.hospital.name or tr("L’établissement", "The hospital", language)
        if key == "address":
            return ", ".join((*self.hospital.address, self.hospital.city)).strip(", ")
        if key == "measures" and language == "en":
            return self.hospital.measures_en or self.hospital.measures
        if not hasattr(self.hospital, key):
            raise KeyError(key)
        value = str(getattr(self.hospital, key) or "")
        return moment_text(value, language) if key in _MOMENTS else value

    def _of_theft(self, name: str, language: Language) -> str:
        theft = self.theft
        match name:
            case "theft.began":
                return theft.moment("first", language)
            case "theft.ended":
                return theft.moment("last", language)
            case "theft.unknown":
                return theft.unknown(language)
            case "theft.differs":
                return theft.differs(self.hospital, language)
            case "care.verdict":
                return theft.care(language)
            case "care.said":
                return theft.care_said(language)
        raise KeyError(name)

    def _type(self, language: Language) -> str:
        if self.done(duty_named(AUTHORITY)):
            return tr("complémentaire", "complementary", language)
        return tr("initiale", "initial", language)

    def _of_start(self, key: str, language: Language) -> str:
        act = self.acts.last(ActKind.EVENT, key)
        if act:
            return moment_text(act.moment, language)
        return self._of_hospital(_SAID_IN[key], language) if key in _SAID_IN else ""

    def _of_breach(self, key: str, language: Language) -> str:
        if language == "en" and (said := getattr(self.declared, f"{key}_en", "")):
            return str(said)
        if not hasattr(self.declared, key):
            raise KeyError(key)
        value = getattr(self.declared, key)
        if value in WORDS:
            return tr(*WORDS[value], language)
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        if isinstance(value, bool):
            return tr("oui", "yes", language) if value else tr("non", "no", language)
        return str(value or "")

    def started(self, duty: Duty) -> datetime | None:
        """When the clock of `duty` started, if that is known: as recorded, else as said."""
        if duty.start not in EVENTS:
            done = self.done(duty_named(duty.start))
            return parse_moment(done.moment) if done else None
        act = self.acts.last(ActKind.EVENT, duty.start)
        if act:
            return act.when
        return parse_moment(getattr(self.hospital, _SAID_IN.get(duty.start, ""), None))

    def done(self, duty: Duty) -> Done | None:
        """How `duty` was met, as recorded, else as the hospital says.

        One complaint meets the duty to file one and the condition of the insurance.
        """
        for name in (duty.id, *same_act(duty)):
            act = self.acts.last(ActKind.MET, name)
            if act:
                return Done(act.moment, act.reason, act.reference)
        said = getattr(self.hospital, duty.done) if duty.done else None
        return Done(str(said), self.declared.reasons_for_delay) if said else None


def moment_text(text: str, language: Language) -> str:
    """A date or a date-time (ISO 8601) for a reader; anything else as it is."""
    moment = parse_moment(text)
    if moment is None or len(text) <= len("2025-06-26"):
        return day(text, language)
    return clock(moment, language)


def _of_duty(key: str, language: Language) -> str:
    name, _, part = key.rpartition(".")
    duty = duty_named(name)
    if part == "source":
        return duty.citation(language)
    if part == "link":
        return duty.link
    return tr(duty.fr, duty.en, language) if part == "name" else duty.said(part, language)
