"""Exim's main log: `<=` is written when a message is safe in the spool, before the 250."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.mta_logs.fate import Fate
from tocsin.notify.mta_logs.verdict import Evidence, Life

_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)?(?: (?P<zone>[+-]\d{4}))?(?: \[\d+\])?"
    r" (?P<id>[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4})"
    r" (?P<mark><=|=>|->|\*\*|==|Completed)"
    r"(?: (?P<who>\S+))?(?P<rest>.*)"
)
_ID = re.compile(r" id=(\S+)")
_MARKS = {
    "=>": FeedbackKind.RELAYED,
    "->": FeedbackKind.RELAYED,
    "**": FeedbackKind.FAILED,
    "==": FeedbackKind.DELAYED,
}


def is_mainlog(line: str) -> bool:
    """Whether a line looks like one of Exim's."""
    return bool(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? ", line))


def evidence_of(untrusted: Iterable[str]) -> Evidence:
    """What the lines of a main log say."""
    # It does not say which conversations go on: what is not in it may still come.
    evidence = Evidence(has_gaps=True)
    lives: dict[str, Life] = {}
    for raw in untrusted:
        match = _LINE.match(raw)
        if match is None:
            evidence.unread += 1
            continue
        at = _at(match["at"], match["zone"])
        evidence.see(at)
        life = lives.get(match["id"])
        if life is None:
            life = lives[match["id"]] = Life(match["id"], queued_at=at)
            evidence.lives.append(life)
        _tell(life, at, match["mark"], match["who"] or "", match["rest"])
    return evidence


def _tell(life: Life, at: datetime, mark: str, who: str, rest: str) -> None:
    if mark == "<=":
        life.sender = who
        found = _ID.search(rest)
        life.message_id = found[1].strip("<>") if found else ""
    elif mark in _MARKS:
        fate = Fate(_MARKS[mark], at, untrusted_diagnostic=rest)
        life.recipients[who.rstrip(":").lower()] = fate


def _at(text: str, zone: str | None) -> datetime:
    return datetime.fromisoformat(text + (zone or "")).astimezone(UTC)
