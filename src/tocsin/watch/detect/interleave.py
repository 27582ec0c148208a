"""Several logs in the order of time: what one tells of Monday before what another tells of Tuesday.

Without it, the logs of a month read one after the other would be a month late, all but the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tocsin.watch.detect.patient_read import HOUR
from tocsin.watch.detect.said import Said
from tocsin.watch.detect.tail import Part

AHEAD = HOUR
"""By how much a log may run ahead of the one that is behind most."""

_UNTIMED = -1


class _Stream:
    """A log's parts, given out in slices."""

    def __init__(self, parts: Iterator[Part], first: Part) -> None:
        self._parts, self._part, self._at = parts, first, 0
        self.is_over = False

    @property
    def next(self) -> int:
        """When its next record is of."""
        return next(filter(None, map(_time, self._part.records[self._at :])), _UNTIMED)

    def until(self, limit: float) -> Part:
        """Its records up to that time, at least one, but no further than its part."""
        part, begin, end = self._part, self._at, self._at + 1
        while end < len(part.records) and (_time(part.records[end]) or 0) <= limit:
            end += 1
        if end >= len(part.records):
            self._turn()
            return Part(part.position, part.records[begin:])
        self._at = end
        position = replace(part.position, offset=part.records[end].offset)
        return Part(position, part.records[begin:end])

    def _turn(self) -> None:
        """On to the next part."""
        following = next(self._parts, None)
        self.is_over = following is None
        self._part, self._at = following or self._part, 0


def interleaved(logs: Iterable[Iterator[Part]]) -> Iterator[Part]:
    """The parts of all logs, each log's in its own order. What a log raises is raised."""
    streams = [_Stream(log, first) for log in logs if (first := next(log, None)) is not None]
    while streams:
        order = sorted(streams, key=lambda stream: stream.next)
        limit = order[1].next + AHEAD if len(order) > 1 else float("inf")
        yield order[0].until(limit)
        streams = [stream for stream in streams if not stream.is_over]


def _time(record: Said) -> int | None:
    return record.at
