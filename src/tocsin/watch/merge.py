"""One event told by several sensors is kept once; sensors whose clocks differ are put right.

The same record of two files (a log copied twice, a collector beside the machine's own log) has the
same identity, evidence aside. The same connection seen by two kinds of sensor has the same
addresses and ports within `CONNECTION`; the source port is new for each. Two equal records of one
file are two events.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from tocsin.case import Case
from tocsin.watch.batch import unseal
from tocsin.watch.event import TIME
from tocsin.watch.events import DATASET, Events
from tocsin.watch.moment import MICROSECONDS

EVENTS_A_PASS = 6_000_000
"""Events looked at together (24 bytes each); more are looked at by part of their identity."""

CONNECTION = 300 * MICROSECONDS
WIDEST_SKEW = 6 * 3600 * MICROSECONDS
"""Beyond this two sightings of a port are two connections, not a wrong clock."""

LEAST_PAIRS = 20
LEAST_SKEW = 2.0
MOST_SPREAD = 5.0
"""Seconds: below the one a clock is right; above the other the differences are no clock's."""

FIVE = ("source.ip", "source.port", "destination.ip", "destination.port")


def merge(case: Case) -> int:
    """Find the clocks that are wrong, then the events told twice; how many were merged."""
    events, merged = Events(case), _Merged()
    connections = _passes(_count_connections(events))
    _find_skews(case, connections)
    logs = case.store.count("SELECT count(DISTINCT log) FROM event_batches")
    total = case.store.count("SELECT coalesce(sum(events), 0) FROM event_batches")
    for part in range(_passes(total) if logs > 1 else 0):
        merged.add(_same_records(events, _passes(total), part))
    for part in range(connections):
        merged.add(_same_connections(events, connections, part))
    merged.write(case, events)
    return merged.total


def _passes(events: int) -> int:
    return -(-events // EVENTS_A_PASS)


def _count_connections(events: Events) -> int:
    return sum(int(_is_connection(frame).sum()) for _, frame in _tables(events, ["event.action"]))


def _is_connection(frame: pl.DataFrame) -> pl.Series:
    return frame["event.action"].eq_missing("connection")


class _Merged:
    """Rows to leave out, by batch."""

    def __init__(self) -> None:
        self._rows: dict[int, list[np.ndarray]] = {}
        self.total = 0

    def add(self, found: pl.DataFrame) -> None:
        """Take in a table of batch and row."""
        for (batch,), rows in found.group_by("batch"):
            self._rows.setdefault(int(str(batch)), []).append(rows["row"].to_numpy())

    def write(self, case: Case, events: Events) -> None:
        names = events.names()
        with case.store.transaction():
            for batch, arrays in self._rows.items():
                rows = np.unique(np.concatenate(arrays))
                events.drop(names[batch], rows)
                self.total += len(rows)
                case.store.execute(
                    "UPDATE log_files SET merged = merged + ?"
                    " WHERE log = (SELECT log FROM event_batches WHERE batch = ?)",
                    (len(rows), names[batch]),
                )


def _tables(events: Events, columns: list[str]) -> Iterator[tuple[int, pl.DataFrame]]:
    for number, name in enumerate(events.names()):
        frame = unseal(events.vault, name, columns)
        yield number, frame.with_columns(batch=pl.lit(number, pl.UInt32)).with_row_index("row")


def _same_records(events: Events, parts: int, part: int) -> pl.DataFrame:
    """Of records that are the same but for their evidence, those of all files but one."""
    frames = [
        frame.filter(pl.col("event.hash") % parts == part).select(
            "event.hash", "batch", "row", pl.col("evidence.sha256").hash().alias("file")
        )
        for _, frame in _tables(events, ["event.hash", "evidence.sha256"])
    ]
    if not frames:
        return pl.DataFrame({"batch": [], "row": []})
    together = pl.concat(frames).filter(pl.col("event.hash").is_duplicated())
    told = together.group_by("event.hash", "file").len().sort("event.hash", "len", "file")
    # The file that tells it most often tells all there were.
    kept = told.group_by("event.hash").agg(pl.last("file").alias("kept"), pl.len().alias("files"))
    return (
        together.join(kept.filter(pl.col("files") > 1), on="event.hash")
        .filter(pl.col("file") != pl.col("kept"))
        .select("batch", "row")
    )


def _connections(events: Events, parts: int, part: int) -> pl.DataFrame:
    """Connections with all of their ends, in order of ends and time."""
    skews = events.skews()
    ends = pl.struct(FIVE).hash()
    frames = [
        frame.filter(
            _is_connection(frame)
            & pl.all_horizontal(pl.col(name).is_not_null() for name in (*FIVE, TIME))
        )
        .select(
            ends.alias("ends"),
            (
                pl.col(TIME).dt.epoch("us")
                - pl.col(DATASET)
                .replace_strict(skews, default=0.0, return_dtype=pl.Float64)
                .mul(MICROSECONDS)
                .cast(pl.Int64)
            ).alias("time"),
            DATASET,
            "batch",
            "row",
        )
        .filter(pl.col("ends") % parts == part)
        for _, frame in _tables(events, [TIME, DATASET, "event.action", *FIVE])
    ]
    if not frames:
        return pl.DataFrame()
    return pl.concat(frames).sort("ends", "time")


def _same_connections(events: Events, parts: int, part: int) -> pl.DataFrame:
    """Of sightings of one connection by several kinds of sensor, the later ones."""
    seen = _connections(events, parts, part)
    if seen.is_empty():
        return pl.DataFrame({"batch": [], "row": []})
    same = (
        (pl.col("ends") == pl.col("ends").shift())
        & (pl.col("time") - pl.col("time").shift() <= CONNECTION)
        & (pl.col(DATASET) != pl.col(DATASET).shift())
    )
    return seen.filter(same.fill_null(value=False)).select("batch", "row")


def _find_skews(case: Case, parts: int) -> None:
    """The median difference of two sensors over the connections both saw exactly once.

    One part of the connections says as much as all of them.
    """
    seen = _connections(Events(case), parts, 0) if parts else pl.DataFrame()
    if seen.is_empty():
        return
    once = seen.filter(pl.len().over("ends", DATASET) == 1)
    counts = once.group_by(DATASET).len().sort("len", descending=True)[DATASET].to_list()
    reference = counts[0] if counts else None
    for dataset in counts[1:]:
        pairs = once.filter(pl.col(DATASET) == reference).join(
            once.filter(pl.col(DATASET) == dataset), on="ends", suffix="_other"
        )
        ahead = (pairs["time_other"] - pairs["time"]).filter(
            (pairs["time_other"] - pairs["time"]).abs() <= WIDEST_SKEW
        ) / MICROSECONDS
        _note_skew(case, dataset, str(reference), ahead)


def _note_skew(case: Case, dataset: str, reference: str, ahead: pl.Series) -> None:
    if len(ahead) < LEAST_PAIRS:
        return
    middle = float(ahead.median() or 0.0)  # type: ignore[arg-type]
    spread = float((ahead - middle).abs().median() or 0.0)  # type: ignore[arg-type]
    if abs(middle) >= LEAST_SKEW and spread <= MOST_SPREAD:
        case.store.execute(
            "INSERT INTO clock_skews VALUES (?, ?, ?, ?)", (dataset, reference, middle, len(ahead))
        )
