"""What every reader of logs does: recognise its files, and account for every record in them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from tocsin.watch.event import Read, Record, Unparsed, Values
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import Clock

HEAD_BYTES = 65_536
LONGEST_LINE = 1 << 20
"""A longer line is no record: it is passed over and counted."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an open log: records that begin in `[start, end)`; `end` None: to its end."""

    file: BinaryIO
    start: int = 0
    end: int | None = None
    clock: Clock = field(default_factory=Clock)
    mapping: Mapping | None = None
    name: str = ""

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Each line that begins here, with its offset; an overlong one comes cut."""
        offset = self.start
        if offset:
            self.file.seek(offset - 1)
            offset += self._rest_of_line() - 1  # the line that holds `start - 1` is not ours
        while self.end is None or offset < self.end:
            line = self.file.readline(LONGEST_LINE)
            if not line:
                return
            yield offset, line
            offset += len(line)
            if not line.endswith(b"\n"):
                offset += self._rest_of_line()

    def _rest_of_line(self) -> int:
        taken = 0
        while part := self.file.readline(LONGEST_LINE):
            taken += len(part)
            if part.endswith(b"\n"):
                break
        return taken


class Reader(ABC):
    """A kind of log.

    `name` is the event's `event.dataset` (or its first part), `splits` whether a stretch in the
    middle of a file can be read without what stands before it, `blind` what such a log cannot
    show (French, English), which is said, never taken for "did not happen".
    """

    name: ClassVar[str]
    splits: ClassVar[bool] = False
    blind: ClassVar[tuple[str, str]]

    @abstractmethod
    def recognises(self, head: bytes, name: str) -> bool:
        """Whether a file that begins so, and is called so, is one of these logs."""

    @abstractmethod
    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Every record of the stretch, as an event or as unparsed."""


class LineReader(Reader):
    """A log with one record a line."""

    splits = True

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002 - the contract's
        """Half of the first lines or more can be parsed."""
        lines = [line for line in head.split(b"\n")[:40] if line.strip()]
        lines = [line for line in lines if not self.is_comment(line.decode("utf-8", "replace"))]
        if len(head) >= HEAD_BYTES:
            lines = lines[:-1] or lines
        return bool(lines) and 2 * sum(map(self.looks_right, lines)) >= len(lines)

    def looks_right(self, line: bytes) -> bool:
        """Whether a line may be one of these, at a glance."""
        try:
            return self.parse(line.decode("utf-8", "replace").rstrip("\r"), Clock()) is not None
        except (ValueError, LookupError, TypeError, AttributeError):
            return False

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Line by line; blank lines and comments are no records."""
        for offset, raw in stretch.lines():
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if not line or self.is_comment(line):
                continue
            if len(raw) >= LONGEST_LINE:
                yield Unparsed(offset, "too long")
                continue
            yield self._one(offset, line, stretch.clock)

    def _one(self, offset: int, line: str, clock: Clock) -> Read:
        try:
            parsed = self.parse(line, clock)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
            parsed = None
        if parsed is None:
            return Unparsed(offset, "shape")
        values, fields = parsed
        values.setdefault("event.dataset", self.name)
        return Record(offset, values, fields)

    def is_comment(self, line: str) -> bool:
        """Whether the line is no record."""
        return line.startswith("#")

    @abstractmethod
    def parse(self, line: str, clock: Clock) -> tuple[Values, Values] | None:
        """The event and the record's own fields; None or `ValueError` if it is none of these."""
