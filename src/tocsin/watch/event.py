"""An event: one access or act that a log tells, under the names of the Elastic Common Schema.

`patient.id`, `event.records`, `evidence.*` are ours. Times are UTC, microseconds. An event whose
log gives no time has none; it is kept and counted. Source: ECS 8.17 field reference.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

Values = dict[str, Any]
"""Some columns of an event, by name."""

TIME: Final = "@timestamp"

COLUMNS: Final[dict[str, Any]] = {
    TIME: pl.Datetime("us", "UTC"),
    "event.dataset": pl.String,  # which reader: windows.security, fortigate, zeek.conn…
    "event.provider": pl.String,
    "event.code": pl.String,
    "event.category": pl.String,
    "event.action": pl.String,
    "event.outcome": pl.String,  # success, failure
    "host.name": pl.String,  # where it happened
    "user.name": pl.String,
    "user.domain": pl.String,
    "source.ip": pl.String,
    "source.port": pl.Int32,
    "source.nat.ip": pl.String,  # the address a tunnel gave to the source
    "source.bytes": pl.Int64,  # sent by the source
    "destination.ip": pl.String,
    "destination.port": pl.Int32,
    "destination.domain": pl.String,
    "destination.bytes": pl.Int64,  # sent back
    "process.executable": pl.String,
    "process.command_line": pl.String,
    "process.parent.executable": pl.String,
    "file.path": pl.String,
    "url.original": pl.String,
    "user_agent.original": pl.String,
    "http.request.method": pl.String,
    "http.response.status_code": pl.Int32,
    "patient.id": pl.String,
    "event.records": pl.Int64,  # rows or records this one event read
    "message": pl.String,
    "evidence.sha256": pl.String,  # of the log file
    "evidence.offset": pl.Int64,  # of the record in it, in bytes, unpacked
    "evidence.recovered": pl.Boolean,  # a deleted record, found in the slack of its file
}

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
