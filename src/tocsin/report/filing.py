"""The ledger of filings: each file that was drawn up, with its figures and what it prints."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from tocsin.case import Case, Store
from tocsin.report.block import Fields, Printed
from tocsin.report.figure import Figure, figure_record


@dataclass(frozen=True, slots=True)
class Filing:
    """A file before it is written: what it is, its bytes, the figures in it and their places.

    `name` is its path under the folder of reports.
    """

    kind: str
    name: str
    content: bytes
    figures: tuple[Figure, ...] = ()
    numbers: tuple[Printed, ...] = ()
    fields: Fields = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def keep(case: Case, path: Path, filing: Filing, made_at: str) -> None:
    """Write down that `filing` was drawn up at `path`; what was there before keeps its row."""
    row = (
        filing.kind,
        str(path.resolve()),
        filing.sha256,
        _json([figure_record(figure) for figure in filing.figures]),
        _json([[number.text, number.figure] for number in filing.numbers]),
        _json(filing.fields),
        made_at,
    )
    case.store.insert(
        "INSERT INTO filings (kind, path, sha256, figures, numbers, fields, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def fields_filed(store: Store, kind: str, until: str) -> Fields | None:
    """What the latest form of `kind` that was drawn up by `until` said; None if there is none.

    `until` is an ISO 8601 moment, or a date, which counts whole.
    """
    rows = store.execute(
        "SELECT fields FROM filings WHERE kind = ?1 AND fields <> '{}' AND"
        " CASE length(?2) WHEN 10 THEN substr(made_at, 1, 10) <= ?2"
        " ELSE unixepoch(made_at) <= unixepoch(?2) END ORDER BY filing DESC LIMIT 1",
        (kind, until),
    )
    found: Fields | None = orjson.loads(rows[0][0]) if rows else None
    return found


def traces(filings: Iterable[Filing], as_of: str) -> dict[str, Any]:
    """`trace.json`: for each file its digest and the figures at each number it prints."""
    every = tuple(filings)
    figures = {figure.id: figure_record(figure) for filing in every for figure in filing.figures}
    files = {
        filing.name: {
            "sha256": filing.sha256,
            "figures": [figure.id for figure in filing.figures],
            "numbers": [[number.text, number.figure] for number in filing.numbers],
        }
        for filing in every
    }
    return {"as_of": as_of, "figures": figures, "files": files}


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
