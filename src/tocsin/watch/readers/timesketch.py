"""Timesketch's own export: CSV or JSON lines with `message`, `datetime` and `timestamp_desc`."""

from collections.abc import Iterator
from typing import Any

import orjson

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.text import account, address, cells, text, whole

NEEDED = ("message", "datetime", "timestamp_desc")
NAMES = {
    "user.name": ("user_name", "username", "user"),
    "host.name": ("host_name", "hostname", "computer_name"),
    "source.ip": ("source_ip", "src_ip", "ip_address"),
    "destination.ip": ("destination_ip", "dst_ip"),
    "file.path": ("filename", "file_path", "path"),
    "process.command_line": ("command_line", "detail"),
    "url.original": ("url",),
}


class TimesketchReader(Reader):
    """One row an event."""

    name = "timesketch"
    blind = (
        ("montre ce qu'un analyste a retenu d'autres sources ; ce qu'il a laissé est inconnu"),
        "shows what an analyst kept of other sources; what was left is unknown",
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By the names that Timesketch asks for."""
        first = head.lstrip(b"\xef\xbb\xbf").partition(b"\n")[0]
        return all(needed.encode() in first for needed in NEEDED)

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each row, of either form."""
        header: list[str] = []
        for offset, raw in stretch.lines():
            line = raw.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r\n")
            if line[:1] != "{" and not header:
                header = cells(line)
            elif line:
                yield _one(offset, line, header, stretch.clock)


def _one(offset: int, line: str, header: list[str], clock: Clock) -> Read:
    try:
        if line[0] == "{":
            row: dict[str, Any] = orjson.loads(line)
        else:
            row = dict(zip(header, cells(line), strict=True))
        return Record(offset, _event(row, clock))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return Unparsed(offset, "shape")


def _event(row: dict[str, Any], clock: Clock) -> Values:
    values: Values = {
        column: next((text(row[name]) for name in names if row.get(name)), None)
        for column, names in NAMES.items()
    }
    values["user.name"], values["user.domain"] = account(values["user.name"])
    values["source.ip"] = address(values["source.ip"])
    return values | {
        TIME: clock.iso(str(row["datetime"])),
        "event.dataset": "timesketch",
        "event.action": text(row["timestamp_desc"]),
        "event.records": whole(row.get("times")),
        "message": text(row["message"]),
    }
