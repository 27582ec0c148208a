"""Postfix's log (postlogd, syslog, journald): from a Message-ID to what became of the message.

A `message-id=` line alone proves nothing: cleanup writes it while the message still comes in. Only
`queue active` (or a delivery) says that the queue file was complete and safe on disk.
"""

import re
from collections.abc import Iterable

from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.mta_logs.fate import Fate
from tocsin.notify.mta_logs.lines import Line
from tocsin.notify.mta_logs.verdict import Evidence, Life

_QUEUE_ID = r"(?P<id>[0-9A-F]{6,}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,})"
_ITEM = re.compile(rf"{_QUEUE_ID}: (?P<text>.*)")
_MESSAGE_ID = re.compile(r"(?:resent-)?message-id=<?([^<>\s]+)>?")
_ACTIVE = re.compile(r"from=<([^>]*)>, .*\(queue active\)")
_STATUS = re.compile(
    r"to=<([^>]*)>, (?:orig_to=<([^>]*)>, )?"
    r".*\bstatus=(sent|deferred|bounced|expired|undeliverable)\b(?: \((.*)\))?"
)
_DSN = re.compile(r", dsn=([245]\.\d{1,3}\.\d{1,3}),")
_KINDS = {
    "sent": FeedbackKind.RELAYED,
    "deferred": FeedbackKind.DELAYED,
    "bounced": FeedbackKind.FAILED,
    "expired": FeedbackKind.FAILED,
    "undeliverable": FeedbackKind.FAILED,
}
_INTO_MAILBOX = ("local", "virtual")
"""Services that put a message into a mailbox themselves; all others hand it on."""

_ABORTED = re.compile(r"(?:lost connection|timeout|improper command pipelining) after DATA\b")
_REJECTED = re.compile(r"(?:milter-)?reject: (?:END-OF-MESSAGE|DATA|header|body|mime-header)")
_KILLED = re.compile(r"process \S*smtpd pid (\d+) (?:killed|exit)")
_GAP = re.compile(r"suppressed \d+ messages|messages lost due to rate-limiting", re.IGNORECASE)


def evidence_of(lines: Iterable[Line | None]) -> Evidence:
    """What the lines of a Postfix log, oldest first, say."""
    reader = _Reader()
    for line in lines:
        if line is None:
            reader.evidence.unread += 1
        else:
            reader.read(line)
    return reader.evidence


class _Reader:
    """Follows queue ids, which a server uses again, and the conversations of its processes."""

    def __init__(self) -> None:
        self.evidence = Evidence()
        self._lives: dict[str, Life] = {}
        self._receiving: dict[int, Life] = {}
        self._stopped = True

    def read(self, line: Line) -> None:
        """One line more."""
        self.evidence.see(line.at)
        if _GAP.search(line.text):
            self.evidence.has_gaps = True
        service = line.program.rpartition("/")[2]
        if service == "master":
            self._master(line)
        elif match := _ITEM.fullmatch(line.text):
            self._stopped = False
            self._item(service, line, match["id"], match["text"])
        elif service == "smtpd":
            self._conversation(line)

    def _item(self, service: str, line: Line, queue_id: str, text: str) -> None:
        if service in ("smtpd", "pickup") and text.startswith(("client=", "uid=")):
            client = text.removeprefix("client=").partition(",")[0]
            self._receiving[line.pid] = self._begin(queue_id, client)
        life = self._lives.get(queue_id) or self._begin(queue_id)
        if match := _MESSAGE_ID.match(text):
            life.message_id = match[1]
        elif match := _ACTIVE.match(text):
            life.sender, life.queued_at = match[1], line.at
        elif match := _STATUS.match(text):
            for who in filter(None, match.group(1, 2)):
                life.recipients[who.lower()] = _fate(service, line, match)
            life.queued_at = life.queued_at or line.at
        elif _REJECTED.match(text):
            life.is_aborted = True
        elif text == "removed":
            self._lives.pop(queue_id, None)

    def _begin(self, queue_id: str, client: str = "") -> Life:
        life = self._lives[queue_id] = Life(queue_id, client)
        self.evidence.lives.append(life)
        return life

    def _conversation(self, line: Line) -> None:
        if line.text.startswith("connect from "):
            self.evidence.talking[line.pid] = line.text.removeprefix("connect from ")
        elif line.text.startswith("disconnect from "):
            self.evidence.talking.pop(line.pid, None)
            self._receiving.pop(line.pid, None)
        elif _ABORTED.match(line.text) and line.pid in self._receiving:
            self._receiving[line.pid].is_aborted = True

    def _master(self, line: Line) -> None:
        if line.text.startswith("daemon started"):
            if not self._stopped:
                self.evidence.crashes.append(line.at)
            self._stopped = False
            self.evidence.talking.clear()
            self._receiving.clear()
        elif line.text.startswith(("terminating on signal", "stopping")):
            self._stopped = True
        elif match := _KILLED.search(line.text):
            self.evidence.talking.pop(int(match[1]), None)


def _fate(service: str, line: Line, status: re.Match[str]) -> Fate:
    dsn = _DSN.search(status[0])
    kind = _KINDS[status[3]]
    if kind is FeedbackKind.RELAYED and service in _INTO_MAILBOX:
        kind = FeedbackKind.DELIVERED
    return Fate(kind, line.at, dsn[1] if dsn else "", status[4] or "")
