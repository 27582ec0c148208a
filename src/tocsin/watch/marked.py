"""Acts of many events at once: those that bear a mark, gathered by mark, actor and hour."""

from collections.abc import Iterator, Sequence

import polars as pl

from tocsin.watch.act import HOUR, MOST_DETAIL, Act, Mark
from tocsin.watch.event import TIME

_MOMENT = pl.col(TIME).dt.epoch("us")
_DETAIL = ("process.command_line", "url.original", "file.path", "message", "event.action")
_ACTOR = {
    "account": pl.col("user.name").fill_null(""),
    "host": pl.col("host.name").fill_null(""),
    "source": pl.col("source.ip").fill_null(""),
    "destination": pl.coalesce(
        pl.col(name).replace("", None) for name in ("destination.domain", "destination.ip")
    ).fill_null(""),
}


def acts_of(events: pl.DataFrame, marks: Sequence[Mark], log: int) -> Iterator[Act]:
    """The acts of events, of which column `mark` says which mark they bear (by number).

    Events without a time are none: nobody knows when they were.
    """
    said = pl.coalesce(pl.col(name).replace("", None) for name in _DETAIL).fill_null("")
    gathered = (
        events.lazy()
        .filter(pl.col(TIME).is_not_null())
        .select(
            "mark",
            **_ACTOR,
            moment=_MOMENT,
            hour=_MOMENT.floordiv(HOUR),
            bytes=pl.col("source.bytes").fill_null(0),
            detail=said.str.slice(0, MOST_DETAIL),
            record=pl.col("evidence.offset").fill_null(0),
        )
        .sort("moment", maintain_order=True)
        .group_by("mark", *_ACTOR, "hour", maintain_order=True)
        .agg(
            pl.first("detail"),
            pl.len().alias("times"),
            pl.sum("bytes"),
            pl.first("moment").alias("first_at"),
            pl.last("moment").alias("last_at"),
            pl.first("record"),
        )
        .drop("hour")
        .collect()
    )
    for row in gathered.iter_rows(named=True):
        mark = marks[row.pop("mark")]
        yield Act(mark.kind, mark.id, mark.title, mark.weight, mark.tags, **row, log=log)
