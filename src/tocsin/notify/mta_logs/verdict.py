"""What a log proves of a message in doubt: taken, not taken, or nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What is proven."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message in doubt: what it can be known by in a log, and when it was handed over."""

    message_id: str
    recipient: str
    return_path: str
    handed_at: datetime


@dataclass(slots=True)
class Life:
    """A message in the server's queue, from its first line to its removal."""

    queue_id: str
    process: int = 0
    message_id: str = ""
    sender: str = ""
    recipients: dict[str, str] = field(default_factory=dict)
    """What became of it, by recipient: sent, deferred, bounced, expired."""

    is_queued: bool = False
    """Whether the server took it: no line before that proves anything."""

    is_aborted: bool = False
    """Whether the server says that it was not taken."""


@dataclass(slots=True)
class Evidence:
    """Everything a log says that matters here. `lives` are in the order of their first lines."""

    lives: list[Life] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    open_since: dict[int, datetime] = field(default_factory=dict)
    """Conversations that had not ended, by the server's process."""

    crashes: list[datetime] = field(default_factory=list)
    """When the server began again without having stopped: lines before may be missing."""

    has_gaps: bool = False
    """Whether lines were dropped, or are not kept: what is not there may have been all the same."""

    unread: int = 0
    """Lines that could not be read."""

    def see(self, at: datetime) -> None:
        """A line was written at `at`."""
        self.first = at if self.first is None else min(self.first, at)
        self.last = at if self.last is None else max(self.last, at)


class Court:
    """Judges `doubts` by the evidence of one server's log.

    `known` are Message-IDs of ours that the server is known to have taken: a log in which none of
    them stands is not that server's. `grace`: as long after a hand-over may its end still come.
    """

    def __init__(
        self, evidence: Evidence, doubts: Iterable[Doubt], known: Iterable[str], grace: timedelta
    ) -> None:
        self._evidence = evidence
        self._grace = grace
        self._alike = Counter(map(_envelope, doubts))
        self._by_id: dict[str, list[Life]] = {}
        self._orphans: list[Life] = []
        for life in evidence.lives:
            if life.message_id:
                self._by_id.setdefault(life.message_id, []).append(life)
            elif life.is_queued:
                self._orphans.append(life)
        self._is_ours = any(message_id in self._by_id for message_id in known)

    def judge(self, doubt: Doubt) -> tuple[Verdict, Life | None]:
        """The verdict, and the message in the server's queue if it took it."""
        lives = self._by_id.get(doubt.message_id, [])
        taken = [life for life in lives if life.is_queued]
        orphans = [life for life in self._orphans if _may_be(life, doubt)]
        if not taken and self._alike[_envelope(doubt)] == 1:
            taken = [life for life in orphans if _is(life, doubt)]
        if taken:
            return Verdict.ACCEPTED, taken[-1]
        if not orphans and all(life.is_aborted for life in lives) and self._proves_absence(doubt):
            return Verdict.NOT_ACCEPTED, None
        return Verdict.UNPROVEN, None

    def _proves_absence(self, doubt: Doubt) -> bool:
        """Whether the server, had it taken the message, would have said so in this log."""
        evidence = self._evidence
        if evidence.first is None or evidence.last is None or evidence.has_gaps:
            return False
        until = doubt.handed_at + self._grace
        is_covered = evidence.first <= doubt.handed_at and evidence.last >= until
        may_be_lost = any(at >= doubt.handed_at for at in evidence.crashes)
        may_still_come = any(since <= until for since in evidence.open_since.values())
        return self._is_ours and is_covered and not (may_be_lost or may_still_come)


def _envelope(doubt: Doubt) -> tuple[str, str]:
    return doubt.return_path, doubt.recipient.lower()


def _may_be(orphan: Life, doubt: Doubt) -> bool:
    """Whether a message whose Message-ID the log lost in a crash can be this one."""
    same_sender = orphan.sender in ("", doubt.return_path)
    return same_sender and (not orphan.recipients or doubt.recipient.lower() in orphan.recipients)


def _is(orphan: Life, doubt: Doubt) -> bool:
    """Whether it must be."""
    return orphan.sender == doubt.return_path and doubt.recipient.lower() in orphan.recipients
