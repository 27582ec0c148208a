"""Files and records that the intruder read or copied, each with how sure that is.

`certain`: the log says that it was read or handed over, in a session of the intruder's. `likely`:
the same around strong acts of an account that has no session, or a folder that was put into an
archive. `cannot_be_excluded`: seen in a listing, or opened without the log saying for what.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from tocsin.case import Case
from tocsin.watch.deeds import SURE
from tocsin.watch.event import READ_ACTIONS, TIME

TOUCHED = (*READ_ACTIONS, "file-listed", "file-opened", "file-access", "record-searched")
MOST_BATCHES = 16
_FOLDER = re.compile(
    r'\b(?:a|-r|-cf|copy|sync|move|/e|/s|/mir|-Path|-c)\b.{0,300}?"?((?:[A-Za-z]:\\|\\\\|/)[^"|<>*?]{3,300}?)(?:\\\*|/\*|"|\s|$)',
    re.IGNORECASE,
)


class Certainty(StrEnum):
    """How sure it is that a document was taken (contract of `taken.csv`)."""

    CERTAIN = "certain"
    LIKELY = "likely"
    CANNOT_BE_EXCLUDED = "cannot_be_excluded"


RANK = {certainty: rank for rank, certainty in enumerate(Certainty)}


@dataclass(frozen=True, slots=True)
class _Kind:
    """Documents or patients: the column that names them, the table they go to."""

    column: str
    name: pl.Expr
    table: str


_DOCUMENTS = _Kind(
    "file.path", pl.col("file.path").str.replace_all("\\", "/", literal=True), "taken"
)
_PATIENTS = _Kind("patient.id", pl.col("patient.id"), "taken_patients")


class Takings:
    """What was taken, gathered batch by batch; one row a document, however often it was read."""

    def __init__(self) -> None:
        self._parts: dict[str, list[pl.DataFrame]] = {"taken": [], "taken_patients": []}
        self._folders: list[tuple[str, int, str, int]] = []

    def add(self, deeds: pl.DataFrame) -> None:
        """Take in some of the intruder's events."""
        for kind in (_DOCUMENTS, _PATIENTS):
            parts = self._parts[kind.table]
            parts.append(_touched(deeds, kind))
            if len(parts) > MOST_BATCHES:
                self._parts[kind.table] = [_summed(parts)]
        self._folders += _packed_folders(deeds)

    def write(self, case: Case) -> None:
        """Keep it."""
        documents = _summed(self._parts["taken"])
        case.store.many(
            "INSERT INTO taken VALUES (?, ?, ?, ?, ?, ?, ?)",
            documents.select(
                "name",
                _certainty(),
                "basis",
                "first",
                "times",
                "evidence.sha256",
                "evidence.offset",
            ).iter_rows(),
        )
        case.store.many(
            "INSERT INTO taken VALUES (?, 'likely', 'archived', ?, 1, ?, ?) ON CONFLICT DO NOTHING",
            self._folders,
        )
        patients = _summed(self._parts["taken_patients"])
        case.store.many(
            "INSERT INTO taken_patients VALUES (?, ?, ?, ?, ?, ?)",
            patients.select(
                "name", _certainty(), "first", "times", "evidence.sha256", "evidence.offset"
            ).iter_rows(),
        )


def _touched(deeds: pl.DataFrame, kind: _Kind) -> pl.DataFrame:
    is_read = pl.col("event.action").is_in(READ_ACTIONS)
    rank = (
        pl.when(~is_read)
        .then(RANK[Certainty.CANNOT_BE_EXCLUDED])
        .when(pl.col(SURE))
        .then(RANK[Certainty.CERTAIN])
        .otherwise(RANK[Certainty.LIKELY])
    )
    rows = deeds.filter(
        pl.col(kind.column).is_not_null()
        & pl.col("event.action").is_in(TOUCHED)
        & (pl.col("event.outcome").fill_null("success") != "failure")
    ).select(
        kind.name.alias("name"),
        rank.cast(pl.Int32).alias("rank"),
        pl.col(TIME).dt.epoch("us").alias("first"),
        pl.lit(1, pl.Int64).alias("times"),
        pl.col("event.action").alias("basis"),
        "evidence.sha256",
        "evidence.offset",
    )
    return _grouped(rows)


def _summed(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """All parts as one: a name stands in several, and keeps its surest reading."""
    return _grouped(pl.concat(parts)) if parts else _touched(_none(), _DOCUMENTS)


def _certainty() -> pl.Expr:
    names = {rank: certainty.value for certainty, rank in RANK.items()}
    return pl.col("rank").replace_strict(names, return_dtype=pl.String).alias("certainty")


def _grouped(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a name: the surest reading, the first of them, its evidence."""
    kept = ["rank", "first", "basis", "evidence.sha256", "evidence.offset"]
    return (
        rows.sort("rank", "first")
        .group_by("name", maintain_order=True)
        .agg(*(pl.first(name) for name in kept), pl.sum("times"))
        .select(["name", "rank", "first", "times", "basis", "evidence.sha256", "evidence.offset"])
    )


def _none() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "file.path": pl.String, "patient.id": pl.String, "event.action": pl.String,
            "event.outcome": pl.String, TIME: pl.Datetime("us", "UTC"), SURE: pl.Boolean,
            "evidence.sha256": pl.String, "evidence.offset": pl.Int64,
        }
    )  # fmt: skip


def _packed_folders(deeds: pl.DataFrame) -> list[tuple[str, int, str, int]]:
    """Folders named by the intruder's commands that pack or copy."""
    commands = deeds.filter(pl.col("process.command_line").is_not_null())
    found = []
    for row in commands.iter_rows(named=True):
        match = _FOLDER.search(row["process.command_line"][:2_000])
        if match and "." not in match[1].replace("\\", "/").rstrip("/").rpartition("/")[2]:
            folder = match[1].replace("\\", "/").strip("/") + "/"
            moment = int(row[TIME].timestamp() * 1_000_000)
            found.append((folder, moment, row["evidence.sha256"], row["evidence.offset"]))
    return found
