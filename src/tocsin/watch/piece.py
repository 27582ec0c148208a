"""Reads one stretch of one log in a worker: events into sealed tables, marks back to the parent."""

import gc
import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from tocsin.case.vault import Vault
from tocsin.watch.act import LEVEL_WEIGHT, Act, Acts, Mark, act_of
from tocsin.watch.batch import EVENTS_A_BATCH, frame_of, seal
from tocsin.watch.event import TIME, Read, Record, Values
from tocsin.watch.logfile import DAMAGED, LogFile
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import MICROSECONDS, Clock
from tocsin.watch.reader import Stretch
from tocsin.watch.readers import BY_NAME
from tocsin.watch.sigma.correlate import Match
from tocsin.watch.sigma.hunt import Hunt
from tocsin.watch.sigma.rule import Rule
from tocsin.watch.trace import traced

STRETCH = 32 << 20
"""Bytes of one stretch of a log that can be read from its middle."""

MEMORY = 4 << 30
MOST_BASE_MATCHES = 200_000
"""Matches of one piece kept for rules over time; more are counted as left out."""

FARTHEST = 4_102_444_800 * MICROSECONDS
"""The year 2100: a time beyond it, or before 1990, is a broken one."""

EARLIEST = 631_152_000 * MICROSECONDS


@dataclass(frozen=True, slots=True)
class Piece:
    """What one task reads: a log (number, file, digest, reader) from `start` to before `end`."""

    log: int
    file: LogFile
    sha256: str
    reader: str
    written: datetime
    start: int = 0
    end: int | None = None
    size: int = 0

    @property
    def seconds(self) -> float:
        """How long its reading may take."""
        return 120 + (self.end - self.start if self.end is not None else self.size * 20) / 50_000


@dataclass(slots=True)
class Batch:
    """One sealed table: how many events, of which time."""

    name: str
    events: int
    first_at: int | None
    last_at: int | None


@dataclass(slots=True)
class PieceDone:
    """What became of a piece."""

    batches: list[Batch] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    unparsed: dict[str, tuple[int, int]] = field(default_factory=dict)
    recovered: int = 0
    untimed: int = 0
    base: list[Match] = field(default_factory=list)
    left_out: int = 0
    fault: str = ""


class _Worker:
    """What a worker knows; set once in it."""

    vault: Vault
    hunt: Hunt
    zone: ZoneInfo
    mapping: Mapping | None
    base_fields: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Orders:
    """What every worker is told: where events go, how times and columns are read, the rules."""

    folder: Path
    key: bytes
    zone: ZoneInfo
    mapping: Mapping | None
    rules: tuple[Rule, ...]
    base_fields: dict[str, tuple[str, ...]]


def start(orders: Orders) -> None:
    """Make this process a worker, of bounded memory."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
    gc.disable()  # a hundred thousand rows without a cycle: the collector would only walk them
    _Worker.vault, _Worker.hunt = Vault(orders.folder, orders.key), Hunt(orders.rules)
    _Worker.zone, _Worker.mapping = orders.zone, orders.mapping
    _Worker.base_fields = orders.base_fields


def read_piece(piece: Piece) -> PieceDone:
    """Read a piece."""
    return _Reading(piece).run()


class _Reading:
    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._done = PieceDone()
        self._acts = Acts()
        self._rows: list[Values] = []
        self._unparsed: Counter[str] = Counter()
        self._marks: dict[str, Mark] = {}

    def run(self) -> PieceDone:
        piece = self._piece
        clock = Clock(_Worker.zone, piece.written)
        try:
            with piece.file.open() as file:
                name = piece.file.name
                stretch = Stretch(file, piece.start, piece.end, clock, _Worker.mapping, name)
                self._take(BY_NAME[piece.reader].read(stretch))
        except DAMAGED as error:
            self._done.fault = f"damaged: {type(error).__name__}"
        self._seal()
        self._done.acts = list(self._acts)
        return self._done

    def _take(self, records: Iterator[Read]) -> None:
        for record in records:
            if isinstance(record, Record):
                self._keep(record)
                if len(self._rows) >= EVENTS_A_BATCH:
                    self._seal()
            else:
                times, first = self._done.unparsed.get(record.reason, (0, record.offset))
                self._done.unparsed[record.reason] = (times + 1, first)

    def _keep(self, record: Record) -> None:
        values = record.values
        values["evidence.offset"] = record.offset
        values["evidence.recovered"] = record.recovered
        moment = values.get(TIME)
        if moment is None or not EARLIEST < moment < FARTHEST:
            values[TIME] = None
            self._done.untimed += 1
        self._done.recovered += record.recovered
        self._rows.append(values)
        if record.fields:
            for rule in _Worker.hunt.matches(values["event.dataset"], record.fields):
                self._match(rule, record)

    def _match(self, rule: Rule, record: Record) -> None:
        mark = self._marks.get(rule.id)
        if mark is None:
            weight = LEVEL_WEIGHT[rule.level]
            mark = Mark("rule", rule.id, rule.title, weight, ",".join(rule.tags))
            self._marks[rule.id] = mark
        self._acts.add([act_of(mark, record.values, self._piece.log)])
        names = _Worker.base_fields.get(rule.id)
        moment = record.values.get(TIME)
        if names is None or moment is None:
            return
        if len(self._done.base) >= MOST_BASE_MATCHES:
            self._done.left_out += 1
        else:
            fields = {name: record.fields.get(name) for name in names}
            match = Match(rule.id, moment, self._piece.log, record.offset, fields)
            self._done.base.append(match)

    def _seal(self) -> None:
        if not self._rows:
            return
        piece = self._piece
        for row in self._rows:
            row["evidence.sha256"] = piece.sha256
        frame = frame_of(self._rows)
        self._rows = []
        for trace, events in traced(frame):
            mark = Mark("trace", trace.id, "", trace.weight, ",".join(trace.tags))
            rows = events.with_columns(_times(events)).iter_rows(named=True)
            self._acts.add(act_of(mark, row, piece.log) for row in rows)
        name = f"{piece.log:06d}-{piece.start:014d}-{len(self._done.batches):05d}"
        seal(_Worker.vault, name, frame)
        times = _times(frame).drop_nulls()
        spans = [int(moment) for moment in (times.min(), times.max()) if isinstance(moment, int)]
        first, last = spans or (None, None)
        self._done.batches.append(Batch(name, len(frame), first, last))


def _times(frame: pl.DataFrame) -> pl.Series:
    """The times of a table as integers."""
    return frame[TIME].dt.epoch("us")
