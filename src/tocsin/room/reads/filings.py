"""The files that were drawn up, each figure in them with the query that made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tocsin.language import screen_language
from tocsin.report.public import query
from tocsin.room.opened import reading

_LATEST = (
    "SELECT max(filing), path, made_at, sha256, json_array_length(figures) FROM filings"
    " GROUP BY path ORDER BY made_at DESC, path"
)
_ONE = (
    "SELECT filing, path, made_at, sha256, json_array_length(figures), figures FROM filings"
    " WHERE filing = ?"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file that was drawn up; `figures` counts those that it gives."""

    number: int
    path: str
    made_at: str
    sha256: str
    figures: int

    @property
    def name(self) -> str:
        """Its name without the folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure of a file. `now` is what its query gives today, None if it was not run again."""

    name: str
    value: object
    sql: str
    parameters: Sequence[object]
    as_of: str
    now: object = None

    @property
    def holds(self) -> bool:
        """Whether the query still gives what the file says."""
        return self.now == self.value


def drawn() -> list[Drawn]:
    """The latest of each file, the newest first."""
    return [Drawn(*row) for row in reading().store.execute(_LATEST)]


def drawn_numbered(number: int, *, again: bool) -> tuple[Drawn, list[Traced]] | None:
    """A file with its figures; `again`: each query is run again."""
    rows = reading().store.execute(_ONE, (number,))
    if not rows:
        return None
    *facts, figures = rows[0]
    return Drawn(*facts), [_traced(record, again) for record in orjson.loads(figures)]


def _traced(record: dict[str, Any], again: bool) -> Traced:
    sql, parameters = record["query"], record["parameters"]
    now = query(reading().store, sql, parameters) if again else None
    name = record[screen_language()]
    return Traced(name, record["value"], sql, parameters, record["as_of"], now)
