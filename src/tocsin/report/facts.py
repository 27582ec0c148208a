"""What the hospital has said of itself and of the theft; what it has not said stays open."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.language import Language, tr
from tocsin.model.hospital import Hospital
from tocsin.report.duty import Duty, Event, parse_moment
from tocsin.report.moment import clock, day

_MOMENTS = (
    "started_on",
    "ended_on",
    "discovered_at",
    "attack_known_at",
    "authority_told_on",
    "complaint_filed_on",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that sentences may name, as of `at`."""

    hospital: Hospital
    at: datetime

    def text(self, name: str, language: Language) -> str:
        """The fact `name` for a reader, "" where unknown. Raises KeyError for no such fact."""
        if name == "as_of":
            return clock(self.at, language)
        if name == "hospital.called":
            return self.hospital.name or tr("L’établissement", "The hospital", language)
        if name == "hospital.address":
            return ", ".join((*self.hospital.address, self.hospital.city)).strip(", ")
        if name == "hospital.measures" and language == "en":
            return self.hospital.measures_en or self.hospital.measures
        return self._plain(name, language)

    def _plain(self, name: str, language: Language) -> str:
        room, _, key = name.partition(".")
        if room != "hospital" or not hasattr(self.hospital, key):
            raise KeyError(name)
        value = str(getattr(self.hospital, key) or "")
        if key not in _MOMENTS or not value:
            return value
        moment = parse_moment(value)
        if moment is None or len(value) <= len("2025-06-26"):
            return day(value, language)
        return clock(moment, language)

    def started(self, duty: Duty) -> datetime | None:
        """When the clock of `duty` started, if that is known."""
        name = "discovered_at" if duty.start is Event.BREACH_KNOWN else "attack_known_at"
        return parse_moment(getattr(self.hospital, name, None))

    def is_done(self, duty: Duty) -> bool:
        """Whether the hospital says that it has acted on `duty`."""
        return bool(duty.done and getattr(self.hospital, duty.done))
