"""Oracle audit: XML files of the traditional trail, and `.aud` text blocks."""

import re
from collections.abc import Iterator

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.sqltext import columns_of
from tocsin.watch.text import account, text

_ELEMENT = re.compile(r"<(\w+)>([^<]{0,20000})</\1>")
_PAIR = re.compile(r"^(\w[\w ]{1,30}?) ?:(?:\[\d+\])? ?['\"]?(.*?)['\"]?$", re.MULTILINE)
_TIME = re.compile(
    r"^\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: ([+-]\d\d:\d\d))?", re.MULTILINE
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class OracleReader(Reader):
    """Audit records."""

    name = "oracle.audit"
    blind = (
        (
            "montre les ordres audités (AUDIT, FGA) et non leur résultat ; un compte "
            "d'application partagé cache qui était derrière"
        ),
        (
            "shows audited statements (AUDIT, FGA), not their result; a shared application "
            "account hides who was behind it"
        ),
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By its XML root or the banner of a trace file."""
        return b"<AuditRecord>" in head or (
            head.startswith(b"Audit file ") and b"ORACLE_HOME" in head
        )

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each record."""
        for offset, record in _records(stretch):
            yield _one(offset, record, stretch.clock)


def _records(stretch: Stretch) -> Iterator[tuple[int, str]]:
    """XML records end with their element, text records with a blank line."""
    held: list[str] = []
    start = 0
    for offset, raw in stretch.lines():
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        start = start if held else offset
        held.append(line)
        whole = "\n".join(held)
        if "<AuditRecord>" in line or "</AuditRecord>" in whole:
            if "</AuditRecord>" in whole:
                yield start, whole
                held = []
        elif not line.strip() and not whole.lstrip().startswith("<"):
            if "ACTION" in whole:
                yield start, whole
            held = []
        elif len(held) > 500:
            yield start, whole
            held = []
    if held and ("<AuditRecord>" in held[0] or any("ACTION" in line for line in held)):
        yield start, "\n".join(held)


def _one(offset: int, record: str, clock: Clock) -> Read:
    try:
        return Record(
            offset, _of_xml(record, clock) if "<AuditRecord>" in record else _of_text(record, clock)
        )
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return Unparsed(offset, "shape")


def _of_xml(record: str, clock: Clock) -> Values:
    row = dict(_ELEMENT.findall(record))
    stamp = row.get("Extended_Timestamp") or row["EventTimestamp"]
    return _event(
        _plain(row.get("Sql_Text", "")),
        clock.iso(stamp),
        user=row.get("DB_User") or row.get("OS_User"),
        host=row.get("Userhost"),
        table=row.get("Object_Name"),
        code=row.get("Action"),
        failed=row.get("Returncode", "0") != "0",
    )


def _of_text(record: str, clock: Clock) -> Values:
    when = _TIME.search(record)
    row = {name.strip(): value for name, value in _PAIR.findall(record)}
    if not when or "ACTION" not in row:
        raise ValueError
    month, day, time, year, zone = when.groups()
    web = f"{int(day):02d}/{month}/{year}:{time} {(zone or '').replace(':', '')}".rstrip()
    return _event(
        row["ACTION"],
        clock.web(web),
        user=row.get("DATABASE USER"),
        host=row.get("CLIENT TERMINAL") or row.get("USERHOST"),
        table=None,
        code=None,
        failed=row.get("STATUS", "0") not in ("0", ""),
    )


def _event(
    statement: str,
    moment: int,
    *,
    user: str | None,
    host: str | None,
    table: str | None,
    code: str | None,
    failed: bool,
) -> Values:
    values = columns_of(
        statement,
        **{
            TIME: moment,
            "event.dataset": "oracle.audit",
            "event.code": text(code),
            "event.outcome": "failure" if failed else "success",
            "user.name": account((user or "").strip("/"))[0],
            "source.ip": None,
            "host.name": text(host),
        },
    )
    if table:
        values["file.path"] = table
    return values


def _plain(escaped: str) -> str:
    for entity, sign in _ENTITIES:
        escaped = escaped.replace(entity, sign)
    return escaped
