"""One pass over all events into small tables: who read how much when, what left for where, who
came in from where. Memory is bounded: tables are summed up as they grow.
"""

from dataclasses import dataclass

import polars as pl

from tocsin.watch.address import is_outside
from tocsin.watch.event import READ_ACTIONS, TIME
from tocsin.watch.events import DATASET, Events

COLUMNS = [
    TIME, DATASET, "event.action", "event.outcome", "user.name", "host.name", "source.ip",
    "source.nat.ip", "source.bytes", "destination.ip", "destination.domain", "destination.bytes",
    "event.records", "evidence.sha256", "evidence.offset",
]  # fmt: skip
MOST_ROWS = 500_000
HOUR = pl.col(TIME).dt.epoch("s") // 3600 * 3600


@dataclass(frozen=True, slots=True)
class Profile:
    """What the pass found.

    `reads`: hour, account, source → events, records read. `flows`: hour, dataset, inside, outside
    → bytes sent out, first and last. `doors`: every coming in from outside, or through a tunnel,
    and every going. `hours`: hour → events, reads.
    """

    reads: pl.DataFrame
    flows: pl.DataFrame
    doors: pl.DataFrame
    hours: pl.DataFrame


class Sums:
    """A table of sums that takes in others of its kind.

    It is summed up anew when it has doubled, so that the work grows with what is taken in.
    """

    def __init__(self, keys: list[str], sums: dict[str, pl.Expr]) -> None:
        self._keys, self._sums = keys, sums
        self._parts: list[pl.DataFrame] = []
        self._summed = self._waiting = 0

    def add(self, part: pl.DataFrame) -> None:
        """Take in a table."""
        self._parts.append(part)
        self._waiting += len(part)
        if self._waiting > max(MOST_ROWS, self._summed):
            self._parts = [self.table()]
            self._summed, self._waiting = len(self._parts[0]), 0

    def table(self) -> pl.DataFrame:
        """All of it, summed up."""
        if not self._parts:
            return pl.DataFrame()
        whole = pl.concat([part.lazy() for part in self._parts])
        return whole.group_by(self._keys).agg(**self._sums).collect(engine="streaming")


def profile(events: Events) -> Profile:
    """Go once over the events."""
    counted = {"reads": pl.sum("reads"), "records": pl.sum("records")}
    spans = {"first": pl.min("first"), "last": pl.max("last"), "bytes": pl.sum("bytes")}
    reads = Sums(["hour", "user.name", "source.ip"], counted)
    flows = Sums(["hour", DATASET, "inside", "outside"], spans)
    hours = Sums(["hour"], {"events": pl.sum("events"), "reads": pl.sum("reads")})
    doors: list[pl.DataFrame] = []
    for frame in events.batches(COLUMNS):
        timed = frame.filter(pl.col(TIME).is_not_null()).with_columns(hour=HOUR)
        reads.add(_reads(timed))
        flows.add(_flows(timed))
        hours.add(_hours(timed))
        doors.append(_doors(timed))
    return Profile(
        reads.table(), flows.table(), pl.concat(doors) if doors else pl.DataFrame(), hours.table()
    )


def _is_read() -> pl.Expr:
    return pl.col("event.action").is_in(READ_ACTIONS) & (
        pl.col("event.outcome").fill_null("success") != "failure"
    )


def _reads(frame: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.lazy()
        .filter(_is_read())
        .group_by("hour", "user.name", "source.ip")
        .agg(
            pl.len().cast(pl.Int64).alias("reads"),
            pl.col("event.records").fill_null(1).sum().alias("records"),
        )
        .collect()
    )


def _flows(frame: pl.DataFrame) -> pl.DataFrame:
    """Bytes that left: sent by an inside source, or sent back to an outside one."""
    outside = pl.coalesce("destination.domain", "destination.ip")
    columns = {
        "hour": pl.col("hour"),
        DATASET: pl.col(DATASET),
        "time": pl.col(TIME).dt.epoch("us"),
    }
    sending = frame.filter(pl.col("source.bytes") > 0)
    sent = sending.filter(is_outside("destination.ip") & ~is_outside("source.ip")).select(
        **columns, inside=pl.col("source.ip"), outside=outside, bytes=pl.col("source.bytes")
    )
    sending_back = frame.filter(pl.col("destination.bytes") > 0)
    fetched = sending_back.filter(is_outside("source.ip")).select(
        **columns,
        inside=pl.coalesce("destination.ip", "host.name"),
        outside=pl.col("source.ip"),
        bytes=pl.col("destination.bytes"),
    )
    return (
        pl.concat([sent, fetched])
        .group_by("hour", DATASET, "inside", "outside")
        .agg(pl.min("time").alias("first"), pl.max("time").alias("last"), pl.sum("bytes"))
    )


def _doors(frame: pl.DataFrame) -> pl.DataFrame:
    coming = frame.filter(pl.col("event.action").is_in(("logged-in", "logged-out")))
    through = is_outside("source.ip") | pl.col("source.nat.ip").is_not_null()
    return coming.filter(through).select(
        pl.col(TIME).dt.epoch("us").alias("time"),
        "event.action", "event.outcome", "user.name", "source.ip", "source.nat.ip",
        "host.name", "evidence.sha256", "evidence.offset",
    )  # fmt: skip


def _hours(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("hour").agg(
        pl.len().cast(pl.Int64).alias("events"), _is_read().sum().cast(pl.Int64).alias("reads")
    )
