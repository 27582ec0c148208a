"""The whole: logs as they grow, messages as they come → readings → alarms, told and kept."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tocsin.case import Case
from tocsin.watch.detect.care_source import CareSource
from tocsin.watch.detect.channel import Channel
from tocsin.watch.detect.deliver import deliver
from tocsin.watch.detect.detector import LEARNING_DAYS, Detector
from tocsin.watch.detect.listen.inbox import Inbox
from tocsin.watch.detect.listen.spool import Spool, prune, unread
from tocsin.watch.detect.listen.wire import records
from tocsin.watch.detect.patient_read import read_of
from tocsin.watch.detect.register import Register
from tocsin.watch.detect.staff import Staff
from tocsin.watch.detect.state import (
    PURPOSE,
    forget,
    keep,
    position_of,
    predecessors,
    restore,
)
from tocsin.watch.detect.tail import Position, parts, rotated
from tocsin.watch.event import Read, Record
from tocsin.watch.logfile import log_files
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import MICROSECONDS, Clock, as_datetime

AHEAD = 3_600 * MICROSECONDS
"""By how much a log's clock may be ahead of ours."""

EVERY = 2.0
"""Seconds between two looks at the logs."""

KEPT_DAYS = 90
"""Days that messages are kept after they came, as evidence."""


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed and how: `places` are files or folders, `inbox` what listeners fill;
    `kept_days` is how long its messages are kept."""

    places: Sequence[Path]
    care: CareSource = field(default_factory=CareSource)
    staff: Staff = field(default_factory=Staff)
    register: Register = field(default_factory=Register)
    channels: Sequence[Channel] = ()
    learning_days: int = LEARNING_DAYS
    clock: Clock = field(default_factory=Clock)
    mapping: Mapping | None = None
    inbox: Inbox = field(default_factory=Inbox)
    kept_days: int = KEPT_DAYS


@dataclass(slots=True)
class Round:
    """What one look at the logs found: `unread` logs that could not be followed, by reason;
    `unsent` channels whose alarms wait; `counts` of readings, and `heard` of messages and what
    befell them, since the first day."""

    records: int = 0
    unparsed: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    unsent: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)
    has_limits: bool = False
    unlinked_rows: int = 0
    unread_visits: int = 0


class Follower:
    """One run: what is known stands in the case, so that the next run goes on from there."""

    def __init__(self, case: Case, following: Following) -> None:
        self._case, self._following = case, following
        self._detector = Detector(
            case.subkey(PURPOSE),
            staff=following.staff,
            register=following.register,
            learning_days=following.learning_days,
        )
        restore(case, self._detector)
        self._spool = Spool(case, following.inbox)
        case.journal("watch.followed", logs=len(following.places))
        prune(case, following.kept_days)

    def look(self) -> Round:
        """Look at the logs and at what came, tell alarms."""
        following, detector, done = self._following, self._detector, Round()
        if (links := following.care.changed()) is not None:
            detector.links = links
        self._read_logs(done)
        self._read_received(done)
        done.unsent = deliver(self._case, following.channels)
        done.counts, done.has_limits = detector.counts, detector.limits is not None
        done.heard = self.heard
        done.unlinked_rows, done.unread_visits = following.care.unparsed, following.care.unread
        return done

    @property
    def heard(self) -> Counter[str]:
        """Messages and what befell them, since the first day."""
        return self._spool.heard

    def rest(self, seconds: float) -> None:
        """Keep what comes, until it is time to look again."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._spool.receive(left)

    def _read_logs(self, done: Round) -> None:
        following = self._following
        for path in _paths(following.places):
            try:
                for log, position in _unread(self._case, path, done):
                    for part in parts(log, position, following.clock, following.mapping):
                        self._take(part.records, path.name, done)
                        keep(self._case, self._detector, part.position)
                        self._spool.receive(0)  # senders need not wait for a long log
            except OSError as error:
                done.unread[type(error).__name__] += 1
            except LookupError:
                done.unread["format"] += 1

    def _read_received(self, done: Round) -> None:
        self._spool.receive(0)
        clock, mapping = self._following.clock, self._following.mapping
        for batch in unread(self._case):
            at = replace(clock, written=as_datetime(batch.at))
            for number, message in enumerate(batch.messages, batch.first):
                self._take(records(message, number, at, mapping), batch.log, done)
            keep(self._case, self._detector, batch)

    def _take(self, told: Iterable[Read], log: str, done: Round) -> None:
        latest = time.time_ns() // 1_000 + AHEAD
        for record in told:
            done.records += 1
            if not isinstance(record, Record):
                done.unparsed += 1
            elif read := read_of(record, log):
                self._detector.take(read, latest=latest)
            else:
                self._detector.counts["other"] += 1


def follow(case: Case, following: Following) -> Iterator[Round]:
    """Look at the logs, tell alarms, again and again: one round each time it is asked."""
    follower = Follower(case, following)
    while True:
        yield follower.look()


def wait(follower: Follower, seen: Callable[[Round], None], every: float = EVERY) -> None:
    """Go on until interrupted."""
    while True:
        follower.rest(every)
        seen(follower.look())


def _unread(case: Case, path: Path, done: Round) -> Iterator[tuple[Path, Position | None]]:
    """The logs to go on with at a path: those rotated away from it first."""
    for position in predecessors(case, path):
        if log := rotated(path, position):
            yield log, position
        else:
            done.unread["rotated away"] += 1
            forget(case, position)
    yield path, position_of(case, path)


def _paths(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from (log.path.resolve() for log in log_files(place) if not log.member)
