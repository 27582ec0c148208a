"""Microsoft 365 unified audit log: JSON (Management API, Purview) or the portal's CSV.

Office 365 Management Activity API schema: CreationTime is UTC; in the CSV each row carries the
JSON in its column AuditData.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.jsonlog import json_records
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.text import text, whole

ACTIONS = {
    "FileDownloaded": "file-downloaded", "FileSyncDownloadedFull": "file-downloaded",
    "FileAccessed": "file-read", "FileAccessedExtended": "file-read", "FilePreviewed": "file-read",
    "FileModified": "file-written", "FileUploaded": "file-written", "FileDeleted": "file-deleted",
    "MailItemsAccessed": "record-read", "UserLoggedIn": "logged-in",
    "UserLoginFailed": "logged-in", "SearchQueryPerformed": "record-searched",
    "New-InboxRule": "mail-rule-made", "Set-InboxRule": "mail-rule-made",
    "SharingLinkCreated": "file-shared", "AnonymousLinkCreated": "file-shared",
}  # fmt: skip
_CSV_COLUMN = b"AuditData"


class M365Reader(Reader):
    """Unified audit records."""

    name = "m365.audit"
    blind = (
        (
            "montre les fichiers et courriels ouverts dans Microsoft 365, avec jusqu'à 24 h "
            "de retard et selon la licence ; rien des serveurs de l'établissement"
        ),
        (
            "shows files and mails opened in Microsoft 365, up to 24 h late and depending on "
            "the licence; nothing of the hospital's own servers"
        ),
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By its names."""
        first = head.lstrip(b"\xef\xbb\xbf").partition(b"\n")[0]
        if _CSV_COLUMN in first and first[:1] != b"{":
            return True
        return all(sign in head for sign in (b'"CreationTime"', b'"Workload"', b'"Operation"'))

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each record."""
        first = stretch.file.read(4_096)
        stretch.file.seek(0)
        is_csv = _CSV_COLUMN in first.partition(b"\n")[0] and first[:1] not in (b"{", b"[")
        rows = _csv_records(stretch) if is_csv else json_records(stretch, ("value",))
        for offset, found in rows:
            yield _one(offset, found, stretch.clock)


def _csv_records(stretch: Stretch) -> Iterator[tuple[int, Any]]:
    file = io.TextIOWrapper(stretch.file, "utf-8-sig", "replace", newline="")
    rows = csv.DictReader(file)
    line = 1
    while True:
        line += 1
        try:
            # A quoted cell may hold line breaks: the row's number stands for its offset.
            yield line, orjson.loads(next(rows)["AuditData"])
        except StopIteration:
            break
        except (ValueError, KeyError, TypeError, csv.Error):
            yield line, None
    file.detach()


def _one(offset: int, found: Any, clock: Clock) -> Read:
    try:
        found = orjson.loads(found["AuditData"]) if "AuditData" in found else found
        return Record(offset, _event(found, clock), _fields(found))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return Unparsed(offset, "shape")


def _event(row: Values, clock: Clock) -> Values:
    stamp = str(row["CreationTime"])
    operation = str(row["Operation"])
    failed = str(row.get("ResultStatus", "")).lower() in ("failed", "false", "partiallysucceeded")
    return {
        TIME: clock.iso(stamp if stamp.endswith("Z") else stamp + "Z"),
        "event.dataset": "m365.audit",
        "event.provider": text(row.get("Workload")),
        "event.code": operation,
        "event.category": "authentication" if "Log" in operation else "file",
        "event.action": ACTIONS.get(operation, operation.lower()),
        "event.outcome": "failure" if failed or operation == "UserLoginFailed" else "success",
        "host.name": "microsoft-365",
        "user.name": str(row.get("UserId") or "").lower() or None,
        "source.ip": _address(row),
        "file.path": _path(row),
        "event.records": _records(row),
        "user_agent.original": text(row.get("UserAgent")),
    }


def _address(row: Values) -> str | None:
    """Without its port: `[2001:db8::1]:443`, `198.51.100.7:443`."""
    said = text(row.get("ClientIP") or row.get("ClientIPAddress") or row.get("ActorIpAddress"))
    if said is None:
        return None
    if said.startswith("["):
        return said[1:].partition("]")[0]
    return said.partition(":")[0] if said.count(":") == 1 else said


def _path(row: Values) -> str | None:
    folder, name = row.get("SourceRelativeUrl"), row.get("SourceFileName")
    return f"{folder}/{name}" if folder and name else text(name or row.get("ObjectId"))


def _records(row: Values) -> int | None:
    folders = row.get("Folders")
    if isinstance(folders, list):
        return sum(len(folder.get("FolderItems") or []) for folder in folders) or None
    return whole(row.get("OperationCount"))


def _fields(row: Values) -> Values:
    return {name: value for name, value in row.items() if not isinstance(value, dict | list)}
