"""What the intruder did, told as acts: coming in, reading by place and hour."""

import polars as pl

from tocsin.watch.act import Act
from tocsin.watch.deeds import SURE
from tocsin.watch.event import READ_ACTIONS, TIME
from tocsin.watch.intruder import Intruder

VISIT_WEIGHT = 0.7


def visit_acts(intruder: Intruder, logs: dict[str, int]) -> list[Act]:
    """Each session; `logs` are the numbers of the logs by digest."""
    return [
        Act(
            "visit", "visit", "", VISIT_WEIGHT, "attack.initial-access,attack.t1078",
            v.account, v.gate, v.address, v.tunnel, "", 1, 0, v.begin, v.end,
            logs.get(v.sha256, 0), v.record,
        )
        for v in sorted(intruder.visits, key=lambda v: v.begin)
    ]  # fmt: skip


class Readings:
    """The intruder's reading, by hour, account, source, machine and share."""

    KEYS = ("hour", "user.name", "source.ip", "host.name", "place")

    def __init__(self) -> None:
        self._parts: list[pl.DataFrame] = []

    def add(self, deeds: pl.DataFrame) -> None:
        """Take in some of the intruder's events."""
        self._parts.append(
            deeds.filter(pl.col("event.action").is_in(READ_ACTIONS))
            .with_columns(
                hour=pl.col(TIME).dt.epoch("s") // 3600 * 3600,
                place=pl.col("file.path").str.extract(r"^[\\/]*([^\\/]{1,80})").fill_null(""),
                time=pl.col(TIME).dt.epoch("us"),
            )
            .group_by(self.KEYS)
            .agg(
                pl.len().cast(pl.Int64).alias("times"),
                pl.min("time").alias("first"),
                pl.max("time").alias("last"),
                pl.col("patient.id").n_unique().cast(pl.Int64).alias("patients"),
                pl.col("evidence.sha256").sort_by("time").first(),
                pl.col("evidence.offset").sort_by("time").first(),
                pl.col(SURE).any(),
            )
        )

    def table(self) -> pl.DataFrame:
        """All of it."""
        if not self._parts:
            return pl.DataFrame()
        return (
            pl.concat(self._parts)
            .group_by(self.KEYS)
            .agg(
                pl.sum("times"), pl.min("first"), pl.max("last"), pl.sum("patients"),
                pl.col("evidence.sha256").sort_by("first").first(),
                pl.col("evidence.offset").sort_by("first").first(),
            )
            .sort("first")
        )  # fmt: skip

    def acts(self, logs: dict[str, int]) -> list[Act]:
        """As acts; `logs` are the numbers of the logs by digest."""
        return [
            Act(
                "read", "read", "", VISIT_WEIGHT, "attack.collection,attack.t1039",
                row["user.name"] or "", row["host.name"] or "", row["source.ip"] or "",
                row["place"], "", row["times"], 0, row["first"], row["last"],
                logs.get(row["evidence.sha256"], 0), row["evidence.offset"],
            )
            for row in self.table().iter_rows(named=True)
        ]  # fmt: skip
