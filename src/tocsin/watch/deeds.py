"""The intruder's own events, told from those of the people whose accounts were used.

An event is the intruder's if it comes from an address of theirs (while that address was theirs),
or if an account of theirs acts during one of their sessions from an address at which that account
is not at home.
"""

from collections.abc import Iterable, Iterator

import polars as pl

from tocsin.watch.event import TIME
from tocsin.watch.events import Events
from tocsin.watch.intruder import Intruder

COLUMNS = [
    TIME, "event.dataset", "event.action", "event.outcome", "user.name", "host.name", "source.ip",
    "destination.ip", "file.path", "patient.id", "event.records", "process.command_line",
    "evidence.sha256", "evidence.offset",
]  # fmt: skip
SURE = "sure"
SHARE_AT_HOME = 0.2
"""An account is at home at an address where this share of its other events come from."""


class Deeds:
    """The intruder's events, batch by batch; `sure` says whether within a session."""

    def __init__(self, events: Events, intruder: Intruder) -> None:
        self._events = events
        self._windows = _table("user.name", intruder.windows)
        places = [(v.address, EVER[0], EVER[1], True) for v in intruder.visits]
        places += [(v.tunnel, v.begin, v.end, True) for v in intruder.visits if v.tunnel]
        self._places = _table("source.ip", places)
        self._accounts = sorted(intruder.accounts)
        self._homes = self._find_homes()

    def batches(self) -> Iterator[pl.DataFrame]:
        """The events, in the order of the batches."""
        for frame in self._events.batches(COLUMNS):
            found = self._of(frame)
            if len(found):
                yield found

    def _of(self, frame: pl.DataFrame) -> pl.DataFrame:
        rows = frame.filter(pl.col(TIME).is_not_null()).with_row_index("row")
        by_account = self._within(rows, "user.name", self._windows)
        by_account = by_account.join(
            self._homes, on=["user.name", "source.ip"], how="anti", nulls_equal=True
        )
        found = pl.concat([by_account, self._within(rows, "source.ip", self._places)])
        return found.sort("row", SURE).unique("row", keep="last", maintain_order=True).drop("row")

    def _within(self, rows: pl.DataFrame, column: str, windows: pl.DataFrame) -> pl.DataFrame:
        """The rows that lie in a window of what `column` names."""
        moment = pl.col(TIME).dt.epoch("us").alias("moment")
        named = rows.filter(pl.col(column).is_in(windows[column].unique().to_list()))
        return (
            named.with_columns(moment)
            .sort("moment")
            .join_asof(
                windows, left_on="moment", right_on="begin", by=column, check_sortedness=False
            )
            .filter(pl.col("moment") <= pl.col("end"))
            .select(*rows.columns, SURE)
        )

    def _find_homes(self) -> pl.DataFrame:
        """Where the accounts act from while the intruder is not at work."""
        outside: list[pl.DataFrame] = []
        columns = [TIME, "user.name", "source.ip", "event.dataset"]
        for frame in self._events.batches(columns):
            rows = frame.filter(
                pl.col("user.name").is_in(self._accounts)
                & pl.col("source.ip").is_not_null()
                & pl.col(TIME).is_not_null()
            ).with_row_index("row")
            at_work = self._within(rows, "user.name", self._windows)
            rest = rows.join(at_work, on="row", how="anti")
            outside.append(rest.group_by("user.name", "source.ip").len())
        if not outside:
            return pl.DataFrame(schema={"user.name": pl.String, "source.ip": pl.String})
        counts = pl.concat(outside).group_by("user.name", "source.ip").agg(pl.sum("len"))
        share = pl.col("len") / pl.sum("len").over("user.name")
        return counts.filter(share >= SHARE_AT_HOME).select("user.name", "source.ip")


EVER = (-(2**62), 2**62)
"""Begin and end of a time without either."""


def _table(column: str, windows: Iterable[tuple[str, int, int, bool]]) -> pl.DataFrame:
    """Windows as a table in which no two of one name overlap, so that an event lies in one only."""
    joined: list[tuple[str, int, int, bool]] = []
    for name, begin, end, sure in sorted(windows):
        if joined and joined[-1][0] == name and begin <= joined[-1][2]:
            _, first, last, known = joined.pop()
            joined.append((name, first, max(last, end), known or sure))
        else:
            joined.append((name, begin, end, sure))
    schema = {column: pl.String, "begin": pl.Int64, "end": pl.Int64, SURE: pl.Boolean}
    return pl.DataFrame(joined, schema=schema, orient="row").sort("begin")
