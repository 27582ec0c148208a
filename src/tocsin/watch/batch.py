"""Events as a table: from what readers give to sealed Parquet, and back."""

from collections.abc import Sequence
from io import BytesIO

import polars as pl

from tocsin.case.vault import Vault
from tocsin.watch.event import COLUMNS, TIME, Values

EVENTS_A_BATCH = 100_000
IDENTITY = [name for name in COLUMNS if not name.startswith("evidence.")]
"""What makes two records the same event."""

STORED = pl.Schema({**COLUMNS, "event.hash": pl.UInt64})


def frame_of(rows: Sequence[Values]) -> pl.DataFrame:
    """The rows as a table with all columns; a value that does not fit its column is null."""
    present = set().union(*rows) if rows else set()
    data = {
        name: pl.Series(name, [row.get(name) for row in rows], _raw(kind), strict=False)
        if name in present
        else pl.Series(name, [], kind).extend_constant(None, len(rows))
        for name, kind in COLUMNS.items()
    }
    frame = pl.DataFrame(data).with_columns(pl.col(TIME).cast(COLUMNS[TIME]))
    return frame.with_columns(pl.struct(IDENTITY).hash(seed=0).alias("event.hash"))


def _raw(kind: pl.DataType) -> pl.DataType:
    """Times come as integers."""
    return pl.Int64() if isinstance(kind, pl.Datetime) else kind


def seal(vault: Vault, name: str, frame: pl.DataFrame) -> None:
    """Write the table under `name`."""
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1, statistics=False)
    vault.write(name, buffer.getvalue())


def unseal(vault: Vault, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The table under `name`, or some of its columns."""
    return pl.read_parquet(BytesIO(vault.read(name)), columns=list(columns) if columns else None)
