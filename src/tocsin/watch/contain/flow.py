"""Flows: who connects to whom, as the logs saw it, summed up over all of the time they cover.

Places outside the hospital that nobody asks about are one place, `INTERNET`. Memory is bounded by
the number of distinct ends, not of events.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

from tocsin.watch.address import is_outside
from tocsin.watch.event import TIME
from tocsin.watch.events import Events
from tocsin.watch.moment import MICROSECONDS
from tocsin.watch.profile import Sums

COLUMNS: Final = [
    TIME, "event.outcome", "host.name", "user.name", "source.ip", "source.nat.ip", "source.bytes",
    "destination.ip", "destination.port", "destination.domain", "destination.bytes",
]  # fmt: skip
INTERNET: Final = "internet"
_KEYS: Final = ["source", "target", "port", "account", "from_outside", "to_outside"]
_INSIDE_NAME = r"(?i)^[^.]*$|\.(?:local|lan|internal|intra|intranet|home\.arpa|localdomain)\.?$"


@dataclass(frozen=True, slots=True)
class Flow:
    """Connections of one account from one place to a port of another (0: not told).

    `times` of them, `bytes` both ways, first and last in microseconds UTC.
    """

    source: str
    target: str
    port: int
    account: str
    times: int
    bytes: int
    first_at: int
    last_at: int


@dataclass(frozen=True, slots=True)
class Observed:
    """All flows, the hours they were watched for (at least one), the places that lie outside."""

    flows: tuple[Flow, ...]
    hours: float
    outside: frozenset[str]


def observe(
    events: Events, kept: Collection[str] = (), name_of: Callable[[str], str] = str
) -> Observed:
    """The flows. `kept` are outside places to keep apart; `name_of` renames inside ones."""
    sums = Sums(
        _KEYS,
        {
            "times": pl.sum("times"),
            "bytes": pl.sum("bytes"),
            "first": pl.min("first"),
            "last": pl.max("last"),
        },
    )
    for frame in events.batches(COLUMNS):
        sums.add(_flows(frame, sorted(kept)))
    return _observed(sums.table(), name_of)


def _observed(table: pl.DataFrame, name_of: Callable[[str], str]) -> Observed:
    if table.is_empty():
        return Observed((), 1.0, frozenset({INTERNET}))
    flows: list[Flow] = []
    outside = {INTERNET}
    for row in table.sort(_KEYS).iter_rows():
        source, target, port, account, from_outside, to_outside, *counted = row
        source = source if from_outside else name_of(source)
        target = target if to_outside else name_of(target)
        outside.update(p for p, out in ((source, from_outside), (target, to_outside)) if out)
        if source != target:
            flows.append(Flow(source, target, port, account, *counted))
    span = int(table["last"].max()) - int(table["first"].min())  # type: ignore[arg-type]
    return Observed(tuple(flows), max(1.0, span / MICROSECONDS / 3600), frozenset(outside))


def _flows(frame: pl.DataFrame, kept: list[str]) -> pl.DataFrame:
    seen = frame.filter(
        pl.col(TIME).is_not_null()
        & (pl.col("event.outcome").fill_null("success") != "failure")
        & pl.col("source.ip").is_not_null()
    )
    target = pl.coalesce("destination.domain", "destination.ip", "host.name").str.to_lowercase()
    direct = _ends(seen, pl.col("source.ip"), target, _to_outside(), kept)
    # Whoever came through a tunnel acts from the address that it gave them.
    tunnels = seen.filter(pl.col("source.nat.ip").is_not_null())
    given = pl.col("source.nat.ip")
    through = _ends(tunnels, target, given, is_outside("source.nat.ip"), kept, pl.lit(value=False))
    return pl.concat([direct, through])


def _to_outside() -> pl.Expr:
    """By its address where there is one, else by its name."""
    named = pl.col("destination.domain").is_not_null()
    by_name = named & ~pl.col("destination.domain").str.contains(_INSIDE_NAME)
    return (
        pl.when(pl.col("destination.ip").is_not_null())
        .then(is_outside("destination.ip"))
        .otherwise(by_name.fill_null(value=False))
    )


def _ends(
    frame: pl.DataFrame,
    source: pl.Expr,
    target: pl.Expr,
    to_outside: pl.Expr,
    kept: list[str],
    from_outside: pl.Expr | None = None,
) -> pl.DataFrame:
    outer = is_outside("source.ip") if from_outside is None else from_outside
    return (
        frame.select(
            source=source,
            target=target,
            port=pl.col("destination.port").fill_null(0).cast(pl.Int64),
            account=pl.col("user.name").fill_null(""),
            from_outside=outer,
            to_outside=to_outside,
            time=pl.col(TIME).dt.epoch("us"),
            bytes=pl.col("source.bytes").fill_null(0) + pl.col("destination.bytes").fill_null(0),
        )
        .filter(pl.col("source").is_not_null() & pl.col("target").is_not_null())
        .with_columns(_place("source", "from_outside", kept), _place("target", "to_outside", kept))
        .group_by(_KEYS)
        .agg(
            pl.len().cast(pl.Int64).alias("times"),
            pl.sum("bytes"),
            pl.min("time").alias("first"),
            pl.max("time").alias("last"),
        )
    )


def _place(end: str, outside: str, kept: list[str]) -> pl.Expr:
    """One name for all places outside but those to be kept."""
    is_other = pl.col(outside) & ~pl.col(end).is_in(kept)
    return pl.when(is_other).then(pl.lit(INTERNET)).otherwise(pl.col(end)).alias(end)
