"""The whole: logs as they grow → readings → alarms, told and kept."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.case import Case
from tocsin.watch.detect.care_source import CareSource
from tocsin.watch.detect.channel import Channel
from tocsin.watch.detect.deliver import deliver
from tocsin.watch.detect.detector import LEARNING_DAYS, Detector
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
from tocsin.watch.detect.tail import Part, Position, parts, rotated
from tocsin.watch.event import Record
from tocsin.watch.logfile import log_files
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import MICROSECONDS, Clock

AHEAD = 3_600 * MICROSECONDS
"""By how much a log's clock may be ahead of ours."""

EVERY = 2.0
"""Seconds between two looks at the logs."""


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed and how: `places` are files or folders."""

    places: Sequence[Path]
    care: CareSource = field(default_factory=CareSource)
    staff: Staff = field(default_factory=Staff)
    register: Register = field(default_factory=Register)
    channels: Sequence[Channel] = ()
    learning_days: int = LEARNING_DAYS
    clock: Clock = field(default_factory=Clock)
    mapping: Mapping | None = None


@dataclass(slots=True)
class Round:
    """What one look at the logs found: `unread` logs that could not be followed, by reason;
    `unsent` channels whose alarms wait; `counts` of readings since the first day."""

    records: int = 0
    unparsed: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    unsent: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    has_limits: bool = False
    unlinked_rows: int = 0
    unread_visits: int = 0


def follow(case: Case, following: Following) -> Iterator[Round]:
    """Look at the logs, tell alarms, again and again: one round each time it is asked."""
    detector = Detector(
        case.subkey(PURPOSE),
        staff=following.staff,
        register=following.register,
        learning_days=following.learning_days,
    )
    restore(case, detector)
    case.journal("watch.followed", logs=len(following.places))
    while True:
        if (links := following.care.changed()) is not None:
            detector.links = links
        done = _look(case, detector, following)
        done.unsent = deliver(case, following.channels)
        done.counts, done.has_limits = detector.counts, detector.limits is not None
        done.unlinked_rows, done.unread_visits = following.care.unparsed, following.care.unread
        yield done


def wait(rounds: Iterable[Round], seen: Callable[[Round], None], every: float = EVERY) -> None:
    """Go on until interrupted."""
    for done in rounds:
        seen(done)
        time.sleep(every)


def _look(case: Case, detector: Detector, following: Following) -> Round:
    done = Round()
    for path in _paths(following.places):
        try:
            for log, position in _unread(case, path, done):
                for part in parts(log, position, following.clock, following.mapping):
                    _take(part, path, detector, done)
                    keep(case, detector, part.position)
        except OSError as error:
            done.unread[type(error).__name__] += 1
        except LookupError:
            done.unread["format"] += 1
    return done


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


def _take(part: Part, path: Path, detector: Detector, done: Round) -> None:
    latest = time.time_ns() // 1_000 + AHEAD
    for record in part.records:
        done.records += 1
        if not isinstance(record, Record):
            done.unparsed += 1
        elif read := read_of(record, path.name):
            detector.take(read, latest=latest)
        else:
            detector.counts["other"] += 1
