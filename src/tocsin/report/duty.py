"""Duties of the law as data, each with its clock, its addressee and its legal source."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.language import Language, tr
from tocsin.report.length import Length, Unit, outer_end
from tocsin.report.moment import month

RULES = Path(__file__).with_name("rules")
JURISDICTIONS = ("eu", "fr", "us-hipaa", "us-california", "uk", "quebec", "switzerland")
"""The files of `rules`, those of a French hospital first."""

BREACH_KNOWN = "breach_known"
ATTACK_KNOWN = "attack_known"
EVENTS: dict[str, tuple[str, str]] = {
    BREACH_KNOWN: ("violation connue", "breach known"),
    ATTACK_KNOWN: ("attaque connue", "attack known"),
    "processor_aware": ("violation connue du sous-traitant", "breach known to the processor"),
}
"""What starts clocks. They differ: one learns of an attack before one knows its harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty.

    It applies if every condition of `when` holds. `start` is one of `EVENTS`, or the id of a duty
    whose fulfilment starts this clock. `length` is None where the text sets no number; `done`
    names the hospital's fact that ends it; `late_needs_reason` says that the law asks why a late
    act is late; `courtesy` marks what no law asks for. `outer` names the place whose holidays
    stretch the hours by Regulation 1182/71.
    """

    id: str
    jurisdiction: str
    fr: str
    en: str
    trigger_fr: str
    trigger_en: str
    when: tuple[str, ...]
    start: str
    clock_fr: str
    clock_en: str
    addressee_fr: str
    addressee_en: str
    channel_fr: str
    channel_en: str
    contents_fr: str
    contents_en: str
    exemption_fr: str
    exemption_en: str
    source: str
    link: str
    in_force: bool
    checked_on: date | None = None
    length: Length | None = None
    done: str = ""
    late_needs_reason: bool = False
    courtesy: bool = False
    outer: str = ""

    def said(self, part: str, language: Language) -> str:
        """What it says of `part`: trigger, clock, addressee, channel, contents, exemption."""
        return str(getattr(self, f"{part}_{language}"))

    def citation(self, language: Language) -> str:
        """The legal source, and when it was last read."""
        if self.checked_on is None:
            return f"{self.source} ({tr('source à vérifier', 'source to be checked', language)})"
        checked = month(self.checked_on, language)
        return f"{self.source} ({tr('lu en', 'read in', language)} {checked})"

    def deadline(self, started: datetime | None) -> datetime | None:
        """The last moment to act, in `started`'s time zone."""
        if started is None or self.length is None:
            return None
        return self.length.end(started)

    def outer_deadline(self, started: datetime | None) -> datetime | None:
        """The moment after which no reading of Regulation 1182/71 helps, where it may be read."""
        if started is None or self.length is None or not self.outer:
            return None
        return outer_end(started, self.length.amount, self.outer)


@cache
def load_duties(*jurisdictions: str) -> tuple[Duty, ...]:
    """The duties of `jurisdictions` (default: all), in the order of the files."""
    return tuple(
        duty for name in jurisdictions or JURISDICTIONS for duty in _of_file(RULES / f"{name}.toml")
    )


def duty_named(name: str) -> Duty:
    """The duty of that id. Raises KeyError for no such duty."""
    return {duty.id: duty for duty in load_duties()}[name]


@cache
def same_act(duty: Duty) -> tuple[str, ...]:
    """The other duties that the same act meets: those of the same fact of the hospital."""
    others = (one for one in load_duties() if duty.done and one.done == duty.done)
    return tuple(one.id for one in others if one.id != duty.id)


def _of_file(path: Path) -> list[Duty]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = {"jurisdiction": table["jurisdiction"]}
    return [Duty(**shared, **_fields(table, entry)) for entry in table["duty"]]


def _fields(table: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    fields = {**entry, "when": tuple(entry["when"])}
    amount, unit = fields.pop("amount", None), Unit(fields.pop("unit", Unit.HOURS))
    if amount is not None:
        fields["length"] = Length(amount, unit, table.get("zone", ""), table.get("holidays", ""))
    return fields


def parse_moment(text: str | None) -> datetime | None:
    """An ISO 8601 date or date-time; without an offset it is this machine's local time.

    A date alone counts from its first minute, the strictest reading. None if it is neither.
    """
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.astimezone()
