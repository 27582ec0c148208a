"""The whole: logs as they grow, messages as they come → readings → alarms, told and kept."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from tocsin.case import Case
from tocsin.watch.detect.care_source import CareSource
from tocsin.watch.detect.channel import Channel
from tocsin.watch.detect.deliver import deliver
from tocsin.watch.detect.detector import LEARNING_DAYS, Detector
from tocsin.watch.detect.growing import DAMAGED, GrowingLog
from tocsin.watch.detect.interleave import interleaved
from tocsin.watch.detect.listen.inbox import Inbox
from tocsin.watch.detect.listen.spool import Spool, prune, unread
from tocsin.watch.detect.patient_read import PatientIn
from tocsin.watch.detect.register import Register
from tocsin.watch.detect.rotation import Shelf
from tocsin.watch.detect.said import Said
from tocsin.watch.detect.staff import Staff
from tocsin.watch.detect.state import PURPOSE, keep, restore
from tocsin.watch.detect.tail import Part, parts
from tocsin.watch.detect.wall.message import Knowledge
from tocsin.watch.detect.wall.walled import UnreadableLogError, WalledReader
from tocsin.watch.logfile import log_files
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import MICROSECONDS, PARIS

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
    zone: ZoneInfo = PARIS
    mapping: Mapping | None = None
    inbox: Inbox = field(default_factory=Inbox)
    kept_days: int = KEPT_DAYS
    patient_in: PatientIn | None = None

    def reader(self) -> WalledReader:
        """What reads them, behind the wall."""
        pattern = self.patient_in.pattern if self.patient_in else ""
        return WalledReader(Knowledge(self.zone.key, self.mapping, pattern))


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
    """One run: what is known stands in the case, so that the next run goes on from there.

    Use it as a context: it has a process that reads, by default that of `following`.
    """

    def __init__(
        self, case: Case, following: Following, reader: WalledReader | None = None
    ) -> None:
        self._case, self._following = case, following
        self._reader = reader or following.reader()
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

    def __enter__(self) -> "Follower":
        return self

    def __exit__(self, *_error: object) -> None:
        self._reader.close()

    def look(self) -> Round:
        """Look at the logs and at what came, tell alarms."""
        following, detector, done = self._following, self._detector, Round()
        if (links := following.care.changed()) is not None:
            detector.links = links
        self._read_logs(done)
        self._read_received(done)
        self._reader.renew()
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
        shelf = Shelf(self._case, self._reader)
        logs = [log for place in self._following.places for log in self._files(place, shelf, done)]
        streams = [self._parts(log, shelf, done) for log in sorted(logs, key=shelf.order)]
        for part in interleaved(streams):
            self._take(part.records, Path(part.position.path).name, done)
            keep(self._case, self._detector, part.position)
            self._spool.receive(0)  # senders need not wait for a long log
        shelf.settle()
        done.unread.update(shelf.lost)

    def _files(self, place: Path, shelf: Shelf, done: Round) -> Iterator[GrowingLog]:
        """The logs at a place; members of ZIP archives are not followed."""
        if not place.is_dir():
            yield from shelf.beside(place.resolve())
        for log in log_files(place):
            growing = GrowingLog(log.path.resolve(), self._reader)
            if _is_archive(growing):
                done.unread["archive"] += 1
            else:
                yield growing

    def _parts(self, log: GrowingLog, shelf: Shelf, done: Round) -> Iterator[Part]:
        """What is new in a log; what cannot be read is counted."""
        try:
            stamp = _stamp(log)
            if self._ends.get(log.path) == stamp or not (position := shelf.place(log)):
                return
            yield from parts(log, position)
            self._ends[log.path] = stamp
        except UnreadableLogError as error:
            done.unread[error.reason] += 1
        except DAMAGED as error:
            done.unread[type(error).__name__] += 1
        except LookupError:
            done.unread["format"] += 1

    def _read_received(self, done: Round) -> None:
        self._spool.receive(0)
        for batch in unread(self._case):
            try:
                said = self._reader.messages(batch.messages, batch.first, batch.at / MICROSECONDS)
            except UnreadableLogError as error:
                done.unread[error.reason] += 1
                return
            self._take(said, batch.log, done)
            keep(self._case, self._detector, batch)

    def _take(self, told: list[Said], log: str, done: Round) -> None:
        latest, counts = time.time_ns() // 1_000 + AHEAD, self._detector.counts
        killed = [record for record in told if record.killed]
        if killed:
            first = killed[0]
            what = {"records": len(killed), "offset": first.offset, "reason": first.reason}
            self._case.journal("watch.reader_killed", log=log, **what)
            counts["killed"] += len(killed)
        for record in told:
            done.records += 1
            if record.reason:
                done.unparsed += 1
            elif record.read:
                self._detector.take(replace(record.read, log=log), latest=latest)
            else:
                counts["other"] += 1


def follow(case: Case, following: Following, reader: WalledReader | None = None) -> Iterator[Round]:
    """Look at the logs, tell alarms, again and again: one round each time it is asked."""
    with Follower(case, following, reader) as follower:
        while True:
            yield follower.look()


def wait(follower: Follower, seen: Callable[[Round], None], every: float = EVERY) -> None:
    """Go on until interrupted."""
    while True:
        follower.rest(every)
        seen(follower.look())


def _is_archive(log: GrowingLog) -> bool:
    try:
        return log.is_archive
    except DAMAGED:  # gone by now, or not ours to read: counted where it is opened
        return False


def _stamp(log: GrowingLog) -> Stamp:
    info = log.path.stat()
    return info.st_ino, info.st_size, info.st_mtime_ns
