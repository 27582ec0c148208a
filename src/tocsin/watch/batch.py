"""Events as a table: from what crosses the wall to sealed Parquet, and back."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

import polars as pl

from tocsin.case.vault import Vault
from tocsin.watch.event import COLUMNS, LONGEST_TEXT, Kind
from tocsin.watch.moment import MICROSECONDS
from tocsin.watch.wall.message import Rows

EVENTS_A_BATCH = 100_000
IDENTITY = [name for name in COLUMNS if not name.startswith("evidence.")]
"""What makes two records the same event."""

FARTHEST = 4_102_444_800 * MICROSECONDS
"""The year 2100: a time beyond it, or before 1990, is a broken one."""

EARLIEST = 631_152_000 * MICROSECONDS

_TYPES: Final[dict[Kind, Any]] = {
    Kind.TEXT: pl.String,
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    Kind.COUNT: pl.Int64,
    Kind.PORT: pl.Int32,
    Kind.FLAG: pl.Boolean,
}
TYPES: Final = {name: _TYPES[kind] for name, kind in COLUMNS.items()}


_CROSSING: Final[dict[Kind, Any]] = {Kind.TEXT: pl.String, Kind.FLAG: pl.Boolean}


def frame_of(rows: Rows, sha256: str) -> pl.DataFrame:
    """The events of a log with this digest as a table with all columns.

    Numbers that do not fit their column are null, so are times that nobody can mean; texts are cut.
    """
    columns: dict[str, Any] = {**rows.texts, **rows.numbers, **rows.flags}
    kinds = {name: _CROSSING.get(COLUMNS[name], pl.Int64) for name in columns}
    there = pl.DataFrame(columns, schema=kinds)
    whole = there.select(
        (_fitting(name) if name in columns else pl.lit(None, kind)).alias(name)
        for name, kind in TYPES.items()
    )
    return whole.with_columns(pl.lit(sha256).alias("evidence.sha256"))


def _fitting(name: str) -> pl.Expr:
    column = pl.col(name)
    match COLUMNS[name]:
        case Kind.TEXT:
            return column.str.slice(0, LONGEST_TEXT)
        case Kind.MOMENT:
            known = pl.when(column.is_between(EARLIEST, FARTHEST, closed="none")).then(column)
            return known.cast(TYPES[name])
        case _:
            return column.cast(TYPES[name], strict=False)


def seal(vault: Vault, name: str, frame: pl.DataFrame) -> None:
    """Write the table under `name`, each event with the hash that tells it from others."""
    hashed = frame.with_columns(pl.struct(IDENTITY).hash(seed=0).alias("event.hash"))
    buffer = BytesIO()
    hashed.write_parquet(buffer, compression="zstd", compression_level=1, statistics=False)
    vault.write(name, buffer.getvalue())


def unseal(vault: Vault, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The table under `name`, or some of its columns."""
    return pl.read_parquet(BytesIO(vault.read(name)), columns=list(columns) if columns else None)
