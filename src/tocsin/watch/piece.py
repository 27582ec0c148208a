"""Takes in one stretch of one log in a worker: events into sealed tables, marks to the parent.

The worker reads no log itself: a cell behind the wall does, and hands over columns, checked.
"""

import resource
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from tocsin.case.vault import Vault
from tocsin.wall.limits import SPAN, silence
from tocsin.watch.act import LEVEL_WEIGHT, Act, Acts, Mark
from tocsin.watch.batch import EVENTS_A_BATCH, frame_of, seal
from tocsin.watch.event import TIME
from tocsin.watch.logfile import LogFile
from tocsin.watch.mapping import Mapping
from tocsin.watch.marked import acts_of
from tocsin.watch.sigma.correlate import Match
from tocsin.watch.sigma.rule import Rule
from tocsin.watch.trace import Trace, traced, traces
from tocsin.watch.wall.message import End, Knowledge, Read, Rows
from tocsin.watch.wall.walled import UNPACKED, WalledLogs

STRETCH = 32 << 20
"""Bytes of one stretch of a log that can be read from its middle."""

MEMORY = 4 << 30
START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """What one task reads: a log (number, file, digest, reader) from `start` to before `end`."""

    log: int
    file: LogFile
    sha256: str
    reader: str
    start: int = 0
    end: int | None = None
    size: int = 0
    is_packed: bool = False

    @property
    def length(self) -> int:
        """Bytes to be read, about: nobody knows what a packed log holds."""
        if self.is_packed:
            return self.size * UNPACKED
        return (self.end or self.size) - self.start

    @property
    def seconds(self) -> float:
        """How long its worker may take: the wall gives up its cell long before."""
        return START_SECONDS + SPAN * silence(self.length)


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
    logs: WalledLogs
    rules: tuple[Mark, ...]
    traces: tuple[Mark, ...]
    zone: ZoneInfo
    mapping: Mapping | None


@dataclass(frozen=True, slots=True)
class Orders:
    """What every worker is told: where events go, how times and columns are read, the rules, the
    address space of a cell."""

    folder: Path
    key: bytes
    zone: ZoneInfo
    mapping: Mapping | None
    rules: tuple[Rule, ...]
    base_fields: dict[str, tuple[str, ...]]
    memory: int


def start(orders: Orders) -> None:
    """Make this process a worker, of bounded memory."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    _Worker.logs = WalledLogs(Knowledge(orders.rules, orders.base_fields), orders.memory)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
    _Worker.vault = Vault(orders.folder, orders.key)
    _Worker.rules = tuple(map(_rule_mark, orders.rules))
    _Worker.traces = tuple(map(_trace_mark, traces()))
    _Worker.zone, _Worker.mapping = orders.zone, orders.mapping


def _rule_mark(rule: Rule) -> Mark:
    return Mark("rule", rule.id, rule.title, LEVEL_WEIGHT[rule.level], ",".join(rule.tags))


def _trace_mark(trace: Trace) -> Mark:
    return Mark("trace", trace.id, "", trace.weight, ",".join(trace.tags))


def read_piece(piece: Piece) -> PieceDone:
    """Read a piece."""
    return _Reading(piece).run()


class _Reading:
    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._done = PieceDone()
        self._acts = Acts()
        self._frames: list[pl.DataFrame] = []
        self._matches: list[tuple[int, int]] = []
        self._held = 0

    def run(self) -> PieceDone:
        try:
            self._take(_Worker.logs.read(self._piece.file.path, self._order(), self._piece.length))
        except OSError as error:
            self._done.fault = type(error).__name__
        self._seal()
        self._done.acts = list(self._acts)
        return self._done

    def _order(self) -> Read:
        piece, file = self._piece, self._piece.file
        return Read(
            file.name,
            piece.reader,
            file.member,
            piece.start,
            piece.end,
            _Worker.zone.key,
            file.written.timestamp(),
            _Worker.mapping,
        )

    def _take(self, told: Iterator[Rows | End]) -> None:
        for message in told:
            if isinstance(message, End):
                self._done.unparsed.update(message.unparsed)
                self._done.left_out += message.left_out
                self._done.fault = message.fault
            elif message.size:
                self._keep(message)

    def _keep(self, rows: Rows) -> None:
        frame = frame_of(rows, self._piece.sha256)
        self._matches += [(self._held + row, rule) for row, rule in rows.matches]
        self._need(frame, rows)
        self._done.untimed += frame[TIME].null_count()
        self._done.recovered += int(frame["evidence.recovered"].sum())
        self._frames.append(frame)
        self._held += rows.size
        if self._held >= EVENTS_A_BATCH:
            self._seal()

    def _mark(
        self, frame: pl.DataFrame, matches: Sequence[tuple[int, int]], marks: Sequence[Mark]
    ) -> None:
        """Gather the acts of marked rows."""
        if matches:
            places, numbers = zip(*matches, strict=True)
            events = frame[list(places)].with_columns(mark=pl.Series(numbers))
            self._acts.add(acts_of(events, marks, self._piece.log))

    def _need(self, frame: pl.DataFrame, rows: Rows) -> None:
        """Keep the matches that rules over time count."""
        if not rows.needed:
            return
        moments = frame[TIME].dt.epoch("us").to_list()
        offsets = frame["evidence.offset"].to_list()
        for row, number, fields in rows.needed:
            if moments[row] is not None:
                rule = _Worker.rules[number].id
                match = Match(rule, moments[row], self._piece.log, offsets[row], fields)
                self._done.base.append(match)

    def _seal(self) -> None:
        if not self._frames:
            return
        piece, frame = self._piece, pl.concat(self._frames, rechunk=True)
        self._mark(frame, self._matches, _Worker.rules)
        self._mark(frame, traced(frame), _Worker.traces)
        self._frames, self._matches, self._held = [], [], 0
        name = f"{piece.log:06d}-{piece.start:014d}-{len(self._done.batches):05d}"
        seal(_Worker.vault, name, frame)
        times = frame[TIME].dt.epoch("us").drop_nulls()
        spans = [int(moment) for moment in (times.min(), times.max()) if isinstance(moment, int)]
        first, last = spans or (None, None)
        self._done.batches.append(Batch(name, len(frame), first, last))
