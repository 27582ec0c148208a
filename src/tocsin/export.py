"""export: the contract's tables as CSV (and Parquet), each row a fact of the case."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tocsin.case import Case, Reading
from tocsin.errors import CaseError, MachineError
from tocsin.language import tr
from tocsin.progress import Progress


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the export: its name, its columns (the contract) and the query behind it."""

    name: str
    columns: tuple[str, ...]
    sql: str


NOT_OPENED = "not opened: not taken by the logs"
"""The reason of files that `scope --only` set aside."""

TABLES = (
    Table(
        "persons",
        ("patient_id", "tier", "categories", "status", "documents"),
        "SELECT patient_id, tier, categories, status, documents"
        " FROM affected JOIN persons USING (person) ORDER BY patient_id",
    ),
    Table(
        "exposures",
        ("patient_id", "category", "document", "locator", "confidence", "basis"),
        "SELECT patient_id, category, path, locator, round(confidence, 4), basis FROM standing"
        " JOIN persons USING (person) JOIN documents USING (document)"
        " ORDER BY path, patient_id, category",
    ),
    Table(
        "documents",
        (
            "document",
            "parent",
            "sha256",
            "size",
            "media_type",
            "kind",
            "status",
            "reason",
            "persons",
        ),
        "SELECT path, parent, sha256, size, media_type, kind, status, reason,"
        " (SELECT count(DISTINCT person) FROM standing s WHERE s.document = d.document)"
        " FROM documents d UNION ALL"
        # Every file has its row (decision 092): name, size and digest of these are known, no more.
        f" SELECT path, '', coalesce(sha256, ''), size, '', 'other', 'partial', '{NOT_OPENED}', 0"
        " FROM items WHERE aside = 1 ORDER BY path",
    ),
    Table(
        "unmatched",
        ("document", "name", "categories", "reason"),
        "SELECT path, name, categories, strangers.reason || ' (' || documents"
        " || iif(documents = 1, ' document)', ' documents)') FROM strangers"
        " JOIN documents USING (document) ORDER BY path, name, stranger",
    ),
    Table(
        "near_duplicates",
        ("document", "near", "similarity"),
        "SELECT d.path, n.path, similarity FROM near_duplicates"
        " JOIN documents d USING (document) JOIN documents n ON n.document = near ORDER BY d.path",
    ),
    Table(
        "index_issues",
        ("line", "column", "reason"),
        "SELECT line, column_name, reason FROM index_issues ORDER BY line, column_name, reason",
    ),
)


def export(case: Case, out: Path, progress: Progress, *, parquet: bool = False) -> dict[str, int]:
    """Write the tables of `case` into the folder `out`; the number of rows of each.

    Raises `CaseError` if nothing was scoped yet, `MachineError` if `out` cannot be written.
    """
    require_scope(case)
    _make(out)
    name, unit = tr("Export", "Export"), tr("tables", "tables")
    with case.store.snapshot(), progress.stage(name, len(TABLES), unit) as stage:
        rows = {}
        for table in TABLES:
            rows[table.name] = _write_csv(case, table, out)
            if parquet:
                _write_parquet(out / f"{table.name}.csv")
            stage.advance()
    case.journal("export.written", rows=rows)
    return rows


def _write_csv(case: Case, table: Table, out: Path) -> int:
    with replacing(out / f"{table.name}.csv") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        return _count_rows(writer, case.store.stream(table.sql))


def _count_rows(writer: Any, rows: Iterable[tuple[Any, ...]]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the answer
        writer.writerow(row)
    return count


def _write_parquet(path: Path) -> None:
    import polars

    polars.read_csv(path, infer_schema_length=None).write_parquet(path.with_suffix(".parquet"))
    path.with_suffix(".parquet").chmod(0o600)


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A file that takes the place of `path` once whole, readable by its owner alone."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise MachineError(
            "export.not_writable",
            f"Impossible d'écrire dans {out}",
            f"Cannot write into {out}",
            way_out_fr="Donnez à --to un dossier où vous avez le droit d'écrire.",
            way_out_en="Give --to a folder you may write to.",
        ) from error


def require_scope(case: Case, *, whole: bool = False) -> None:
    """Raise `CaseError` unless every stolen file of the case has been gone through.

    Pictures may still wait for OCR, unless it must be the `whole`.
    """
    reached = case.reading
    if reached is Reading.WHOLE or (reached is Reading.TEXTS and not whole):
        return
    if reached is Reading.TEXTS:
        raise CaseError(
            "case.pictures_waiting",
            "Des images des fichiers volés attendent encore leur lecture.",
            "Pictures among the stolen files still wait to be read.",
            way_out_fr="Relancez « tocsin scope » jusqu'à sa fin : personne ne doit être oublié.",
            way_out_en='Run "tocsin scope" again to its end: nobody must be forgotten.',
        )
    raise CaseError(
        "case.not_scoped",
        "La lecture des fichiers volés n'est pas terminée pour cette affaire.",
        "The stolen files of this case have not been read to the end.",
        way_out_fr="Lancez (ou relancez) d'abord : tocsin scope SOURCE --patients FICHIER --case …",
        way_out_en="First run (or resume): tocsin scope SOURCE --patients FILE --case …",
    )
