"""Duties of the law as data, each with its clock, its addressee and its legal source."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from tocsin.language import Language, tr
from tocsin.report.moment import month

RULES = Path(__file__).with_name("rules")


class Event(StrEnum):
    """What starts a clock. The two differ: one learns of an attack before one knows its harm."""

    BREACH_KNOWN = "breach_known"
    ATTACK_KNOWN = "attack_known"


class ClockState(StrEnum):
    """Where a duty stands at the moment of the report."""

    DONE = "done"
    RUNNING = "running"
    LATE = "late"
    NO_START = "no_start"
    NO_HOURS = "no_hours"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty. `hours` is None where the text sets none; `done` names the fact that ends it."""

    id: str
    fr: str
    en: str
    trigger_fr: str
    trigger_en: str
    start: Event
    clock_fr: str
    clock_en: str
    addressee_fr: str
    addressee_en: str
    channel_fr: str
    channel_en: str
    source: str
    link: str
    in_force: bool
    checked_on: date | None = None
    hours: int | None = None
    done: str = ""

    def citation(self, language: Language) -> str:
        """The legal source, and when it was last read."""
        if self.checked_on is None:
            return f"{self.source} ({tr('source à vérifier', 'source to be checked', language)})"
        checked = month(self.checked_on, language)
        return f"{self.source} ({tr('lu en', 'read in', language)} {checked})"

    def deadline(self, started: datetime | None) -> datetime | None:
        """The last moment to act, in `started`'s time zone; hours are counted in UTC."""
        if started is None or self.hours is None:
            return None
        end = started.astimezone(UTC) + timedelta(hours=self.hours)
        return end.astimezone(started.tzinfo)

    def state(self, started: datetime | None, done: bool, at: datetime) -> ClockState:
        """Where the duty stands at `at`."""
        if not self.in_force:
            return ClockState.NOT_IN_FORCE
        if done:
            return ClockState.DONE
        if self.hours is None:
            return ClockState.NO_HOURS
        deadline = self.deadline(started)
        if deadline is None:
            return ClockState.NO_START
        return ClockState.LATE if at > deadline else ClockState.RUNNING


def load_duties(jurisdiction: str = "fr") -> list[Duty]:
    """The duties of a jurisdiction, in the order of its file."""
    text = (RULES / f"{jurisdiction}.toml").read_text(encoding="utf-8")
    return [
        Duty(**{**entry, "start": Event(entry["start"])}) for entry in tomllib.loads(text)["duty"]
    ]


def parse_moment(text: str | None) -> datetime | None:
    """An ISO 8601 date or date-time; without an offset it is this machine's local time.

    A date alone counts from its first minute, the strictest reading. None if it is neither.
    """
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.astimezone()
