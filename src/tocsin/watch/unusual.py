"""Hours in which somebody read, or sent out, far more than they and others do.

Robust z: distance from the median in units of 1.4826 MAD, on the logarithm, since counts of
accesses are skewed. Own past is the first third of the time the logs cover; who has none is held
against the others only.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tocsin.watch.act import Act
from tocsin.watch.moment import MICROSECONDS

LEAST_READS = 100
"""Reads in an hour below which no hour stands out, whoever it is."""

LEAST_BYTES = 50_000_000
"""Bytes to one address in an hour below which no sending stands out."""

LIMIT = 4.0
OWN_HOURS = 4
FLOOR = 0.25
"""The least spread that is believed, on the logarithm: a clock that always does the same varies."""

READING_WEIGHT, FLOW_WEIGHT = 0.65, 0.6


@dataclass(frozen=True, slots=True)
class Baseline:
    """The usual, on the logarithm."""

    median: float
    spread: float

    def z(self, column: str) -> pl.Expr:
        """How far a count stands out."""
        return (pl.col(column).log1p() - self.median) / self.spread


def baseline_of(counts: pl.Series) -> Baseline:
    """Median and MAD."""
    logs = counts.cast(pl.Float64).log1p()
    middle = float(logs.median() or 0.0)  # type: ignore[arg-type]
    spread = float((logs - middle).abs().median() or 0.0)  # type: ignore[arg-type]
    return Baseline(middle, max(FLOOR, 1.4826 * spread))


def unusual_hours(table: pl.DataFrame, who: list[str], count: str, least: int) -> pl.DataFrame:
    """The rows of a table by hour in which `count` stands out from all others and own past."""
    if table.is_empty():
        return table
    begin, end = int(table["hour"].min()), int(table["hour"].max())  # type: ignore[arg-type]
    past = table.filter(pl.col("hour") < begin + (end - begin) // 3)
    logs = pl.col(count).cast(pl.Float64).log1p()
    own = past.group_by(who).agg(
        pl.len().alias("own_hours"),
        logs.median().alias("own_median"),
        ((logs - logs.median()).abs().median() * 1.4826).alias("own_spread"),
    )
    everyone = baseline_of(table[count])
    own_z = (logs - pl.col("own_median")) / pl.max_horizontal("own_spread", pl.lit(FLOOR))
    return (
        table.join(own, on=who, how="left", nulls_equal=True)
        .filter((pl.col(count) >= least) & (everyone.z(count) >= LIMIT))
        .filter((pl.col("own_hours").fill_null(0) < OWN_HOURS) | (own_z >= LIMIT))
        .drop("own_hours", "own_median", "own_spread")
    )


def reading_acts(reads: pl.DataFrame) -> Iterator[Act]:
    """Hours in which an account read far too much."""
    if reads.is_empty():
        return
    named = reads.filter(pl.col("user.name").is_not_null() | pl.col("source.ip").is_not_null())
    for row in unusual_hours(named, ["user.name"], "records", LEAST_READS).iter_rows(named=True):
        begin = row["hour"] * MICROSECONDS
        yield Act(
            "reading", "mass-reading", "", READING_WEIGHT, "attack.collection,attack.t1039",
            row["user.name"] or "", "", row["source.ip"] or "", "", "",
            int(row["records"]), 0, begin, begin + 3_600 * MICROSECONDS - 1, 0, 0,
        )  # fmt: skip


def flow_acts(flows: pl.DataFrame) -> Iterator[Act]:
    """Hours in which far too much left for an address outside; of several sensors the largest."""
    if flows.is_empty():
        return
    largest = flows.group_by("hour", "inside", "outside").agg(
        pl.max("bytes"), pl.min("first"), pl.max("last")
    )
    found = unusual_hours(largest, ["inside", "outside"], "bytes", LEAST_BYTES)
    for row in found.iter_rows(named=True):
        yield Act(
            "flow", "mass-sending", "", FLOW_WEIGHT, "attack.exfiltration,attack.t1048",
            "", "", row["inside"] or "", row["outside"] or "", "",
            1, int(row["bytes"]), int(row["first"]), int(row["last"]), 0, 0,
        )  # fmt: skip
