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
from tocsin.watch.detect.interleave import interleaved
from tocsin.watch.detect.listen.inbox import Inbox
from tocsin.watch.detect.listen.spool import Spool, prune, unread
from tocsin.watch.detect.listen.wire import records
from tocsin.watch.detect.patient_read import PatientIn, read_of
from tocsin.watch.detect.register import Register
from tocsin.watch.detect.rotation import Shelf
from tocsin.watch.detect.staff import Staff
from tocsin.watch.detect.state import PURPOSE, keep, restore
from tocsin.watch.detect.tail import Part, parts
from tocsin.watch.event import Read, Record
from tocsin.watch.logfile import LogFile, log_files
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import MICROSECONDS, Clock, as_datetime
from tocsin.watch.unpack import DAMAGED, members

Stamp = tuple[int, int, int]
"""Inode, size and time of a file: if none of them changed, nothing was written."""

AHEAD = 3_600 * MICROSECONDS
"""By how much a log's clock may be ahead of ours."""

EVERY = 2.0
"""Seconds between two looks at the logs."""

KEPT_DAYS = 90
"""Days that messages are kept after they came, as evidence."""


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed and how: `places` are files or folders, `inbox` what listeners fill;
    `kept_days` is how long its messages are kept, `patient_in` where paths name the patient."""

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
    patient_in: PatientIn | None = None


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
        self._ends: dict[Path, Stamp] = {}  # logs read to their end, as they were then
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
        shelf = Shelf(self._case)
        logs = [log for place in self._following.places for log in _files(place, shelf, done)]
        streams = [self._parts(log, shelf, done) for log in sorted(logs, key=shelf.order)]
        for part in interleaved(streams):
            self._take(part.records, Path(part.position.path).name, done)
            keep(self._case, self._detector, part.position)
            self._spool.receive(0)  # senders need not wait for a long log
        shelf.settle()
        done.unread.update(shelf.lost)

    def _parts(self, log: LogFile, shelf: Shelf, done: Round) -> Iterator[Part]:
        """What is new in a log; what cannot be read is counted."""
        try:
            stamp = _stamp(log)
            if self._ends.get(log.path) == stamp or not (position := shelf.place(log)):
                return
            yield from parts(log, position, self._following.clock, self._following.mapping)
            self._ends[log.path] = stamp
        except DAMAGED as error:
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
            elif read := read_of(record, log, self._following.patient_in):
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


def _files(place: Path, shelf: Shelf, done: Round) -> Iterator[LogFile]:
    """The logs at a place; members of ZIP archives are not followed."""
    if not place.is_dir():
        yield from shelf.beside(place.resolve())
    for log in log_files(place):
        if inside := _members(log):
            done.unread["archive"] += inside
        else:
            yield LogFile(log.path.resolve(), log.name)


def _members(log: LogFile) -> int:
    """How many members a ZIP has; 0 if it is none."""
    try:
        with log.path.open("rb") as file:
            return len(members(file))
    except DAMAGED:
        return 0


def _stamp(log: LogFile) -> Stamp:
    info = log.path.stat()
    return info.st_ino, info.st_size, info.st_mtime_ns
