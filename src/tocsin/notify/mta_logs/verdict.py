"""What a log proves of a message in doubt: taken, not taken, or nothing."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.notify.mta_logs.fate import Fate


class Verdict(StrEnum):
    """What is proven."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class HandOver:
    """When a message was handed over, by the clock of which sender (`Owner` as text)."""

    at: datetime
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message in doubt: what it can be known by in a log, and its hand-over."""

    message_id: str
    recipient: str
    return_path: str
    handed: HandOver


@dataclass(slots=True)
class Life:
    """A message in the server's queue, from its first line to its removal."""

    queue_id: str
    client: str = ""
    message_id: str = ""
    sender: str = ""
    recipients: dict[str, Fate] = field(default_factory=dict)
    """What became of it, by recipient: the last word of the log."""

    queued_at: datetime | None = None
    """When the server said that it has it: no line before that proves anything."""

    is_aborted: bool = False
    """Whether the server says that it was not taken."""


@dataclass(slots=True)
class Evidence:
    """Everything a log says that matters here. `lives` are in the order of their first lines."""

    lives: list[Life] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    talking: dict[int, str] = field(default_factory=dict)
    """Conversations that had not ended: the client, by the server's process."""

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


_NEAREST = 20
_STEADY = timedelta(minutes=1)
_SAME_HOUR = timedelta(hours=1)
_ANY = ""


class Court:
    """Judges `doubts` by the evidence of one server's log.

    `known`: the hand-overs of messages of ours that the server is known to have taken, by
    Message-ID. A log in which none of them stands is not that server's; those of the same hour, of
    the same sender if there are any, tell by how much its clock and ours differed. `grace`: as long
    after a hand-over may its end still come.
    """

    def __init__(
        self,
        evidence: Evidence,
        doubts: Iterable[Doubt],
        known: Mapping[str, HandOver],
        grace: timedelta,
    ) -> None:
        self._evidence = evidence
        self._grace = grace
        self._alike = Counter(map(_envelope, doubts))
        self._by_id: dict[str, list[Life]] = {}
        self._orphans: list[Life] = []
        for life in evidence.lives:
            if life.message_id:
                self._by_id.setdefault(life.message_id, []).append(life)
            elif life.queued_at:
                self._orphans.append(life)
        ours = [
            (handed, life) for own, handed in known.items() for life in self._by_id.get(own, ())
        ]
        self._clients = {life.client for _, life in ours}
        # Our clock at each hand-over, and by how much the server's was ahead.
        self._clocks: dict[str, list[tuple[datetime, timedelta]]] = defaultdict(list)
        for handed, life in ours:
            if life.queued_at:
                for clock in {handed.sender, _ANY}:
                    self._clocks[clock].append((handed.at, life.queued_at - handed.at))
        for shown in self._clocks.values():
            shown.sort()

    def judge(self, doubt: Doubt) -> tuple[Verdict, Life | None]:
        """The verdict, and the message in the server's queue if it took it."""
        lives = self._by_id.get(doubt.message_id, [])
        taken = [life for life in lives if life.queued_at]
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
        ahead = self._ahead(doubt.handed)
        if ahead is None or evidence.first is None or evidence.last is None or evidence.has_gaps:
            return False
        handed_at = doubt.handed.at + ahead
        is_covered = evidence.first <= handed_at and evidence.last >= handed_at + self._grace
        may_be_lost = any(at >= handed_at for at in evidence.crashes)
        may_still_come = not self._clients.isdisjoint(evidence.talking.values())
        return is_covered and not (may_be_lost or may_still_come)

    def _ahead(self, handed: HandOver) -> timedelta | None:
        """By how much the server's clock was ahead of ours then; None if that is not known.

        The least of what the nearest hand-overs show: the server took its time over the others. The
        sender's own hand-overs speak for its clock, whatever another's showed.
        """
        found = self._shown(handed.sender, handed.at) or self._shown(_ANY, handed.at)
        if not found or max(found) - min(found) > _STEADY:
            return None
        return min(found)

    def _shown(self, clock: str, at: datetime) -> list[timedelta]:
        shown = self._clocks.get(clock, [])
        place = bisect_left(shown, (at, timedelta.min))
        near = shown[max(0, place - _NEAREST) : place + _NEAREST]
        return [ahead for then, ahead in near if abs(then - at) <= _SAME_HOUR]


def _envelope(doubt: Doubt) -> tuple[str, str]:
    return doubt.return_path, doubt.recipient.lower()


def _may_be(orphan: Life, doubt: Doubt) -> bool:
    """Whether a message whose Message-ID the log lost in a crash can be this one."""
    same_sender = orphan.sender in ("", doubt.return_path)
    return same_sender and (not orphan.recipients or doubt.recipient.lower() in orphan.recipients)


def _is(orphan: Life, doubt: Doubt) -> bool:
    """Whether it must be."""
    return orphan.sender == doubt.return_path and doubt.recipient.lower() in orphan.recipients
