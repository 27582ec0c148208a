"""Exchange's message tracking log: comma-separated, its columns named in a `#Fields:` line."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime

from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.mta_logs.fate import Fate
from tocsin.notify.mta_logs.verdict import Evidence, Life

_EVENTS = {
    "SEND": FeedbackKind.RELAYED,
    "DELIVER": FeedbackKind.DELIVERED,
    "FAIL": FeedbackKind.FAILED,
    "DEFER": FeedbackKind.DELAYED,
}
_TAKEN = {"RECEIVE", "SUBMIT", "TRANSFER", *_EVENTS}
_FIELDS = "#Fields:"


def is_tracking(line: str) -> bool:
    """Whether a file's first line is that of a tracking log."""
    return line.lstrip("\ufeff").startswith("#Software: Microsoft Exchange")


def evidence_of(untrusted: Iterable[str]) -> Evidence:
    """What the lines of tracking logs say."""
    # It does not say which conversations go on: what is not in it may still come.
    evidence = Evidence(has_gaps=True)
    lives: dict[str, Life] = {}
    names: list[str] = []
    for row in csv.reader(untrusted):
        if row and row[0].startswith("#"):
            names = _names(row) or names
        elif row and len(row) == len(names):
            _tell(evidence, lives, dict(zip(names, row, strict=True)))
        else:
            evidence.unread += bool(row)
    return evidence


def _names(row: list[str]) -> list[str]:
    if not row[0].startswith(_FIELDS):
        return []
    return [row[0].removeprefix(_FIELDS).strip(), *row[1:]]


def _tell(evidence: Evidence, lives: dict[str, Life], entry: dict[str, str]) -> None:
    try:
        at = datetime.fromisoformat(entry["date-time"]).astimezone(UTC)
        evidence.see(at)
        message_id, event = entry["message-id"].strip("<>"), entry["event-id"]
    except (KeyError, ValueError):
        evidence.unread += 1
        return
    life = lives.get(message_id)
    if life is None:
        life = lives[message_id] = Life(entry.get("internal-message-id", ""), message_id=message_id)
        evidence.lives.append(life)
    if event in _TAKEN:
        life.queued_at = life.queued_at or at
    if event in _EVENTS:
        for who in entry.get("recipient-address", "").lower().split(";"):
            said = entry.get("recipient-status", "")
            life.recipients[who] = Fate(_EVENTS[event], at, untrusted_diagnostic=said)
