"""An event: one access or act that a log tells, under the names of the Elastic Common Schema.

`patient.id`, `event.records`, `evidence.*` are ours. Times are UTC, microseconds. An event whose
log gives no time has none; it is kept and counted. Source: ECS 8.17 field reference.
"""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

Values = dict[str, Any]
"""Some columns of an event, by name."""

TIME: Final = "@timestamp"


class Kind(Enum):
    """What a column holds."""

    TEXT = auto()
    MOMENT = auto()  # microseconds since 1970, UTC
    COUNT = auto()  # fits 64 bits
    PORT = auto()  # fits 32 bits
    FLAG = auto()


COLUMNS: Final[dict[str, Kind]] = {
    TIME: Kind.MOMENT,
    "event.dataset": Kind.TEXT,  # which reader: windows.security, fortigate, zeek.conn…
    "event.provider": Kind.TEXT,
    "event.code": Kind.TEXT,
    "event.category": Kind.TEXT,
    "event.action": Kind.TEXT,
    "event.outcome": Kind.TEXT,  # success, failure
    "host.name": Kind.TEXT,  # where it happened
    "user.name": Kind.TEXT,
    "user.domain": Kind.TEXT,
    "source.ip": Kind.TEXT,
    "source.port": Kind.PORT,
    "source.nat.ip": Kind.TEXT,  # the address a tunnel gave to the source
    "source.bytes": Kind.COUNT,  # sent by the source
    "destination.ip": Kind.TEXT,
    "destination.port": Kind.PORT,
    "destination.domain": Kind.TEXT,
    "destination.bytes": Kind.COUNT,  # sent back
    "process.executable": Kind.TEXT,
    "process.command_line": Kind.TEXT,
    "process.parent.executable": Kind.TEXT,
    "file.path": Kind.TEXT,
    "url.original": Kind.TEXT,
    "user_agent.original": Kind.TEXT,
    "http.request.method": Kind.TEXT,
    "http.response.status_code": Kind.PORT,
    "patient.id": Kind.TEXT,
    "event.records": Kind.COUNT,  # rows or records this one event read
    "message": Kind.TEXT,
    "evidence.sha256": Kind.TEXT,  # of the log file
    "evidence.offset": Kind.COUNT,  # of the record in it, in bytes, unpacked
    "evidence.recovered": Kind.FLAG,  # a deleted record, found in the slack of its file
}

TEXTS: Final = frozenset(name for name, kind in COLUMNS.items() if kind is Kind.TEXT)

READ_ACTIONS: Final = ("file-read", "record-read", "data-read", "file-downloaded", "web-read")
"""Actions that hand data to somebody."""

LONGEST_TEXT = 2_000
"""Characters kept of any one value: the evidence holds the rest."""


@dataclass(slots=True)
class Record:
    """What a reader makes of one record: its event, and its own fields, for the rules."""

    offset: int
    values: Values
    fields: Values = field(default_factory=dict)
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A record that a reader could not understand, and why (`shape`, `time`, `damaged`…)."""

    offset: int
    reason: str


Read = Record | Unparsed
