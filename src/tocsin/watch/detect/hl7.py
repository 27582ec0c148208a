"""Care links from HL7 v2 messages: ADT (stays) and SIU (appointments). HL7 v2.5, chapters 3 and 10.

Only what a care link needs is taken: PID-3, PV1-3, PV1-19, PV1-44/45, EVN-2, SCH-1/2, SCH-11,
TQ1-7/8, AIL-3.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from tocsin.watch.detect.links import Visit
from tocsin.watch.moment import Clock

ADMITTED = {"A01", "A02", "A04", "A05", "A06", "A07", "A08", "A13", "A14"}
UPDATED = "A08"
DISCHARGED = {"A03"}
NOT_ADMITTED = {"A11", "A27", "A38"}
BOOKED = {"S12", "S13", "S14", "S18"}
NOT_BOOKED = {"S15", "S16", "S17", "S26"}
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?(?:\.\d{1,4})?([+-]\d{4})?")
_BEGIN = re.compile(r"(?=MSH[^\w\s])")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the fields of its segments, by name, and its component separator."""

    segments: dict[str, list[str]]
    component: str
    repetition: str

    def field(self, segment: str, number: int, component: int = 1) -> str:
        """A component of the first repetition of a field, counted from 1; '' if absent."""
        fields = self.segments.get(segment, [])
        if number >= len(fields):
            return ""
        parts = fields[number].split(self.repetition)[0].split(self.component)
        return parts[component - 1].strip() if component <= len(parts) else ""

    @property
    def event(self) -> str:
        """A01, S12…"""
        return self.field("MSH", 9, 2) or self.field("EVN", 1)

    @property
    def patient(self) -> str:
        """PID-3: the identifier of type PI if there are several, else the first."""
        fields = self.segments.get("PID", [])
        if len(fields) <= 3:
            return ""
        given = [part.split(self.component) for part in fields[3].split(self.repetition)]
        typed = [parts for parts in given if len(parts) > 4 and parts[4] == "PI"]
        return (typed or given)[0][0].strip()


def messages(text: str) -> Iterator[Message | None]:
    """Every message of a file or stream, MLLP frames or not; None for what is none."""
    for raw in _BEGIN.split(text):
        plain = raw.strip("\x0b\x1c\r\n \ufeff")
        if plain:
            yield _message(plain)


def _message(raw: str) -> Message | None:
    if not raw.startswith("MSH") or len(raw) < 8:
        return None
    separator, component, repetition = raw[3], raw[4], raw[5]
    segments: dict[str, list[str]] = {}
    for line in re.split(r"[\r\n]+", raw):
        name, *fields = line.strip("\x0b\x1c").split(separator)
        # In MSH the separator itself is the first field.
        segments.setdefault(name, [name, *([separator] if name == "MSH" else []), *fields])
    return Message(segments, component, repetition)


def stamp(text: str, clock: Clock) -> int | None:
    """A time (TS): `20250626`, `202506260213+0200`… in µs; None if it is none."""
    found = _STAMP.fullmatch(text)
    if not found:
        return None
    numbers = [int(part or 0) for part in found.group(1, 2, 3, 4, 5, 6)]
    try:
        moment = datetime(*numbers, tzinfo=_zone(found[7]))  # type: ignore[arg-type,misc]
    except ValueError:
        return None
    return clock.iso(moment.isoformat())


def _zone(offset: str | None) -> timezone | None:
    if not offset:
        return None
    minutes = int(offset[1:3]) * 60 + int(offset[3:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def visits_of(text: str, clock: Clock) -> tuple[list[Visit], int]:
    """The visits in the order told, and how many messages were not understood or tell of none."""
    visits: list[Visit] = []
    unparsed = 0
    for message in messages(text):
        visit = _visit(message, clock) if message else None
        if visit:
            visits.append(visit)
        else:
            unparsed += 1
    return visits, unparsed


def _visit(message: Message, clock: Clock) -> Visit | None:
    event = message.event
    if not message.patient:
        return None
    if event in ADMITTED | DISCHARGED | NOT_ADMITTED:
        return _stay(message, event, clock)
    if event in BOOKED | NOT_BOOKED:
        return _appointment(message, event, clock)
    return None


def _stay(message: Message, event: str, clock: Clock) -> Visit | None:
    told = stamp(message.field("EVN", 2), clock) or stamp(message.field("MSH", 7), clock)
    begin = stamp(message.field("PV1", 44), clock)
    if begin is None and event != UPDATED:  # an update of a name must not open a stay again
        begin = told
    end = stamp(message.field("PV1", 45), clock) or (told if event in DISCHARGED else None)
    if begin is None:
        return None
    number = message.field("PV1", 19) or "stay"
    unit = message.field("PV1", 3)
    return Visit(f"adt {number}", message.patient, begin, end, unit, event in NOT_ADMITTED)


def _appointment(message: Message, event: str, clock: Clock) -> Visit | None:
    number = message.field("SCH", 2) or message.field("SCH", 1)
    begin = stamp(message.field("SCH", 11, 4), clock) or stamp(message.field("TQ1", 7), clock)
    end = stamp(message.field("SCH", 11, 5), clock) or stamp(message.field("TQ1", 8), clock)
    is_cancelled = event in NOT_BOOKED
    if not number or (begin is None and not is_cancelled):
        return None
    begin = begin or 0
    unit = message.field("AIL", 3)
    return Visit(f"siu {number}", message.patient, begin, end or begin, unit, is_cancelled)
