"""PostgreSQL: `csvlog`, `jsonlog`, and stderr logs with a time and a process; pgaudit within."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import LONGEST_LINE, Reader, Stretch
from tocsin.watch.sqltext import columns_of
from tocsin.watch.text import account, cells, text

CSV_COLUMNS = ("log_time", "user_name", "database_name", "process_id", "connection_from")
MESSAGE = 13
MOST_LINES = 2_000
"""Lines of one record: a statement may hold line breaks."""

_STDERR = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? \S+) (?:\[\d+\]:? ?)?(?:\[[\d-]+\] )?"
    r"(?:(?P<user>[\w.$-]*)@(?P<db>[\w.$-]*) )?(?:\S{0,60} )?"
    r"(?P<level>LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DETAIL|STATEMENT|HINT|CONTEXT): +"
    r"(?P<text>.*)",
    re.DOTALL,
)
_STATEMENT = re.compile(
    r"(?:statement|execute [^:]{1,80}|duration: [\d.]+ ms +\w+(?: [^:]{1,80})?): (.*)", re.DOTALL
)
_START = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


class PostgresReader(Reader):
    """The server's log."""

    name = "postgresql"
    blind = (
        (
            "montre les requêtes que le réglage log_statement ou pgaudit enregistre, rarement"
            " le nombre de lignes rendues"
        ),
        (
            "shows the statements that log_statement or pgaudit is set to record, rarely the "
            "number of rows given back"
        ),
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By the shape of its first records."""
        first = head.partition(b"\n")[0]
        if first.startswith(b'{"timestamp"') and b'"error_severity"' in first:
            return True
        line = first.decode("utf-8", "replace")
        return bool(_STDERR.match(line)) or _looks_csv(line)

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each record, over as many lines as it takes."""
        for offset, raw in _records(stretch):
            yield _one(offset, raw.decode("utf-8", "replace").rstrip("\r\n"), stretch.clock)


def _records(stretch: Stretch) -> Iterator[tuple[int, bytes]]:
    held: list[bytes] = []
    start = size = 0
    for offset, line in stretch.lines():
        begins = _START.match(line) is not None or line.startswith(b"{")
        if held and (begins or len(held) >= MOST_LINES or size > LONGEST_LINE):
            yield start, b"".join(held)
            held = []
        if not held:
            start, size = offset, 0
        held.append(line)
        size += len(line)
    if held:
        yield start, b"".join(held)


def _looks_csv(line: str) -> bool:
    row = cells(line)
    return len(row) > MESSAGE and bool(_START.match(line.encode())) and "." in row[5]


def _one(offset: int, record: str, clock: Clock) -> Read:
    try:
        row = _row(record)
        if row is None:
            return Unparsed(offset, "shape")
        said = str(row.get("message") or "")
        values = _event(row, said) | {TIME: clock.iso(str(row["time"]))}
        return Record(offset, values)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return Unparsed(offset, "shape")


def _row(record: str) -> Values | None:
    """Time, user, database, address and message of any of the three forms."""
    if record[:1] == "{":
        found: dict[str, Any] = orjson.loads(record)
        return {
            "time": found["timestamp"],
            "user": found.get("user"),
            "database": found.get("dbname"),
            "from": found.get("remote_host"),
            "message": found.get("message") or found.get("statement"),
        }
    stderr = _STDERR.match(record)
    if stderr:
        return {
            "time": stderr["time"],
            "user": stderr["user"],
            "database": stderr["db"],
            "message": stderr["text"],
        }
    row = cells(record.replace("\n", " "))
    head = dict(zip(("time", "user", "database", "process", "from"), row[:5], strict=True))
    return {**head, "from": row[4].rpartition(":")[0], "message": row[MESSAGE]}


def _event(row: Values, said: str) -> Values:
    name, _ = account(row.get("user"))
    known: Values = {
        "event.dataset": "postgresql",
        "host.name": text(row.get("database")),
        "user.name": name,
        "source.ip": text(row.get("from")),
        "event.outcome": "success",
    }
    statement = _statement(said)
    if statement:
        return columns_of(statement, **known)
    action = "logged-in" if said.startswith("connection authorized") else "database-said"
    category = "authentication" if action == "logged-in" else "database"
    return known | {"event.category": category, "event.action": action, "message": text(said)}


def _statement(said: str) -> str | None:
    if said.startswith("AUDIT:"):
        # pgaudit: AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.patient,"select …",<none>
        row = cells(said[6:].strip().replace("\n", " "))
        return row[7] if len(row) > 7 else None
    found = _STATEMENT.match(said)
    return found[1] if found else None
