"""One message → records: any log, bare, behind a syslog header, or within a shipper's JSON.

A JSON object that no reader knows is taken under the names of the Elastic Common Schema, nested
or dotted, or under those of the mapping.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast
from zoneinfo import ZoneInfo

import orjson

from tocsin.watch.detect.listen.spool import ONE_LINE
from tocsin.watch.event import COLUMNS, TIME, Read, Record, Unparsed, Values
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.readers import reader_of
from tocsin.watch.readers.evtx import EvtxReader
from tocsin.watch.readers.mapped import NUMBERS
from tocsin.watch.readers.syslog import SyslogReader, header
from tocsin.watch.text import text, whole

ECS = Mapping({name: name for name in COLUMNS if not name.startswith("evidence.")}, dataset="ecs")
WITHIN = ("message", "log", "event.original")
"""Where shippers (Filebeat, Fluent Bit, Vector) put the line they read."""

TIMES = (TIME, "timestamp", "time", "date")


def records(message: bytes, number: int, clock: Clock, mapping: Mapping | None) -> Iterator[Read]:
    """What a message tells; a single `Unparsed` if nothing is understood."""
    found = False
    for read in _reads(message.translate(ONE_LINE).strip(), clock, mapping):
        found = True
        if isinstance(read, Record):
            yield Record(number, read.values, read.fields)
        else:
            yield Unparsed(number, read.reason)
    if not found:
        yield Unparsed(number, "shape")


def _reads(message: bytes, clock: Clock, mapping: Mapping | None) -> Iterator[Read]:
    reader = _reader(message, mapping)
    if reader:
        yield from _read(reader, message, clock)
    elif message[:1] == b"{":
        yield from _object(message, clock, mapping)
    elif (head := _header(message, clock)) is not None:
        yield from _behind(head[3].encode(), head[1], clock, mapping) or _read(
            SyslogReader(), message, clock
        )


def _reader(message: bytes, mapping: Mapping | None) -> Reader | None:
    """The reader of a bare log line; syslog is looked into first, a mapping knows its JSON."""
    if mapping and message[:1] == b"{":
        return None
    reader = reader_of(message + b"\n", "")
    return None if isinstance(reader, SyslogReader | EvtxReader) else reader


def _header(message: bytes, clock: Clock) -> tuple[int, str | None, str | None, str] | None:
    try:
        return header(message.decode("utf-8", "replace"), clock)
    except (ValueError, LookupError, OverflowError):
        return None


def _behind(said: bytes, host: str | None, clock: Clock, mapping: Mapping | None) -> list[Read]:
    """The records of what a syslog message holds, if it is a log of its own."""
    is_object = said[:1] == b"{"
    reader = _reader(said, mapping)
    if not reader and not is_object:
        return []
    found = list(_read(reader, said, clock) if reader else _object(said, clock, mapping))
    known = [read for read in found if isinstance(read, Record)]
    for record in known:
        if record.values.get("host.name") is None:
            record.values["host.name"] = host
    return [*known]


def _read(reader: Reader, message: bytes, clock: Clock) -> Iterator[Read]:
    return reader.read(Stretch(BytesIO(message + b"\n"), clock=clock))


def _object(message: bytes, clock: Clock, mapping: Mapping | None) -> Iterator[Read]:
    try:
        found = orjson.loads(message)
    except ValueError:
        yield Unparsed(0, "json")
        return
    line = next((said for name in WITHIN if isinstance(said := _at(found, name), str)), "")
    if not mapping and line and (reader := _reader(line.encode(), None)):
        yield from _read(reader, line.encode(), clock)
        return
    yield _mapped(found, mapping or ECS, clock)


def _mapped(found: Values, mapping: Mapping, clock: Clock) -> Read:
    zone = ZoneInfo(mapping.zone) if mapping.zone else clock.zone
    values = {name: text(_at(found, place)) for name, place in mapping.columns.items()}
    said = values[TIME] or next((str(found[n]) for n in TIMES if found.get(n)), "")
    try:
        moment = Clock(zone, clock.written).any(said)
    except (ValueError, LookupError, OverflowError):
        return Unparsed(0, "time")
    known = {name: value for name, value in values.items() if value is not None}
    numbers = {name: whole(known[name]) for name in NUMBERS if name in known}
    named = {"event.dataset": mapping.dataset, **mapping.constants, **known, **numbers}
    return Record(0, {**named, TIME: moment})


def _at(found: Values, place: str) -> Any:
    """A value by its dotted name, or nested."""
    if place in found:
        value = found[place]
        return None if isinstance(value, dict | list) else value
    first, dot, rest = place.partition(".")
    inner = found.get(first)
    return _at(cast(Values, inner), rest) if dot and isinstance(inner, dict) else None
