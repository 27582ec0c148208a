"""Lines of a system log, in the forms in which syslog and journald write them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson

_ISO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"
_SHORT = r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?"
_LINE = re.compile(
    rf"(?:<\d+>(?:1 )?)?(?:(?P<iso>{_ISO})|(?P<short>{_SHORT})) \S+"
    r" (?P<program>[^\s\[:]+)(?:\[(?P<pid>\d+)\])?: (?P<text>.*)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: when (UTC), which program (`postfix/smtpd`), its process (0: unknown), its text."""

    at: datetime
    program: str
    pid: int
    text: str


def lines_of(untrusted: Iterable[str], newest: datetime) -> Iterator[Line | None]:
    """Each line of a log; None for one that is none. No line is later than `newest`.

    Short stamps have no year: it is the last in which the day is not after `newest`.
    """
    for raw in untrusted:
        if raw.startswith("{"):
            yield _journal(raw)
        elif raw.strip():
            yield _syslog(raw.rstrip("\r\n"), newest)


def _syslog(raw: str, newest: datetime) -> Line | None:
    match = _LINE.match(raw)
    if match is None:
        return None
    try:
        at = _iso(match["iso"]) if match["iso"] else _short(match["short"], newest)
    except ValueError:
        return None
    return Line(at, match["program"], int(match["pid"] or 0), match["text"])


def _journal(raw: str) -> Line | None:
    """A line of `journalctl -o json`."""
    try:
        entry = orjson.loads(raw)
        at = datetime.fromtimestamp(int(entry["__REALTIME_TIMESTAMP"]) / 1_000_000, UTC)
        pid = int(entry.get("SYSLOG_PID") or entry.get("_PID") or 0)
        program, text = entry.get("SYSLOG_IDENTIFIER", ""), entry["MESSAGE"]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return Line(at, program, pid, text) if isinstance(text, str) else None


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text.replace(",", ".")).astimezone(UTC)


def _short(text: str, newest: datetime) -> datetime:
    """`Nov  4 22:58:39`, in the machine's own time."""
    stamp, _, _ = text.partition(".")
    for year in (newest.year + 1, newest.year, newest.year - 1):
        try:
            naive = datetime.strptime(f"{year} {stamp}", "%Y %b %d %H:%M:%S")  # noqa: DTZ007
        except ValueError:
            continue  # 29 February of another year
        at = naive.astimezone(UTC)
        if at <= newest + timedelta(days=1):
            return at
    raise ValueError(text)
