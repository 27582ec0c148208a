"""The events of a case: written once, read batch by batch, so that memory does not grow with them.

    for frame in Events(case).batches(["@timestamp", "user.name", "patient.id"]): ...

A batch holds events of one log file. Events that another sensor tells as well are left out; times
are put right where a clock was found wrong.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

import numpy as np
import polars as pl

from tocsin.case import Case
from tocsin.case.vault import Vault
from tocsin.watch.batch import unseal
from tocsin.watch.event import TIME

FOLDER = "events"
DROPPED = ".dropped"
DATASET = "event.dataset"


def vault_of(case: Case) -> Vault:
    """Where the events of a case stand."""
    return Vault(case.folder / FOLDER, case.subkey(FOLDER))


class Events:
    """The events of a case."""

    def __init__(self, case: Case) -> None:
        self._store = case.store
        self.vault = vault_of(case)

    def __len__(self) -> int:
        return self._store.count(
            "SELECT coalesce((SELECT sum(events) FROM event_batches), 0)"
            " - coalesce((SELECT sum(merged) FROM log_files), 0)"
        )

    def names(self, *, since: int | None = None, until: int | None = None) -> list[str]:
        """The batches, or those that may hold events of a time (microseconds)."""
        rows = self._store.execute(
            "SELECT batch FROM event_batches WHERE first_at IS NULL"
            " OR (coalesce(last_at >= ?1, 1) AND coalesce(first_at <= ?2, 1)) ORDER BY batch",
            (since, until),
        )
        return [name for (name,) in rows]

    def batches(
        self,
        columns: Sequence[str] | None = None,
        *,
        since: int | None = None,
        until: int | None = None,
    ) -> Iterator[pl.DataFrame]:
        """The events, one table a batch, with these columns or all."""
        skews = self.skews()
        for name in self.names(since=since, until=until):
            wanted = None if columns is None else list(dict.fromkeys([*columns, *_for(skews)]))
            frame = self.kept(name, unseal(self.vault, name, wanted))
            frame = _put_right(frame, skews)
            yield frame if columns is None else frame.select(columns)

    def skews(self) -> dict[str, float]:
        """Seconds by which the clock of each dataset is ahead."""
        return dict(self._store.execute("SELECT dataset, seconds FROM clock_skews"))

    def kept(self, name: str, frame: pl.DataFrame) -> pl.DataFrame:
        """Without the rows that another sensor tells as well."""
        if not (self.vault.folder / (name + DROPPED)).exists():
            return frame
        dropped = np.load(BytesIO(self.vault.read(name + DROPPED)))
        keep = np.ones(len(frame), bool)
        keep[dropped] = False
        return frame.filter(pl.Series(keep))

    def drop(self, name: str, rows: np.ndarray) -> None:
        """Leave these rows of a batch out from now on."""
        buffer = BytesIO()
        np.save(buffer, rows)
        self.vault.write(name + DROPPED, buffer.getvalue())


def _for(skews: dict[str, float]) -> tuple[str, ...]:
    return (TIME, DATASET) if skews else ()


def _put_right(frame: pl.DataFrame, skews: dict[str, float]) -> pl.DataFrame:
    if not skews:
        return frame
    ahead = pl.col(DATASET).replace_strict(skews, default=0.0, return_dtype=pl.Float64)
    return frame.with_columns(pl.col(TIME) - pl.duration(microseconds=(ahead * 1e6).cast(pl.Int64)))
