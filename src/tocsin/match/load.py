"""The hospital's patient index, from whatever file it comes in, with every bad row named."""

import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import polars
from python_calamine import CalamineError

from tocsin.errors import InputError
from tocsin.language import tr
from tocsin.match.clean import BLANKS
from tocsin.match.cleaning import ColumnCleaner
from tocsin.match.collector import collector_paused
from tocsin.match.columns import NAMES, find_columns, missing_column
from tocsin.match.persons import CHUNK, PersonTable
from tocsin.match.sources.delimited import read_delimited
from tocsin.match.sources.fhir import read_fhir
from tocsin.match.sources.spreadsheet import read_parquet, read_spreadsheet
from tocsin.match.sources.table import IndexTable, Line
from tocsin.model.person import INDEX_COLUMNS
from tocsin.progress import Progress, Silent


@dataclass(frozen=True, slots=True)
class IndexIssue:
    """A value or a row of the index that cannot be used. `reason` never quotes it."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoadedIndex:
    """The persons of an index, in its order; what was wrong; how many rows there were."""

    persons: PersonTable
    issues: list[IndexIssue]
    rows: int


def load_index(path: Path, progress: Progress | None = None) -> LoadedIndex:
    """Read the index at `path`: CSV, Excel, OpenDocument, Parquet, FHIR Bundle or NDJSON.

    A malformed secondary value is blanked and the person kept; a row without identifier or name,
    or with one already seen, is set aside. Raises `InputError` if the file cannot serve at all.
    """
    with (progress or Silent()).stage(tr("Lecture de l'index", "Reading the index"), None):
        try:
            with collector_paused():
                return _load(path)
        except (OSError, CalamineError, polars.exceptions.PolarsError) as error:
            raise _unreadable(path) from error
        except (orjson.JSONDecodeError, csv.Error, UnicodeError) as error:
            raise _unknown_format(path) from error


def _load(path: Path) -> LoadedIndex:
    table = reader_for(path)(path)
    if not table.header:
        raise _empty(path)
    columns = find_columns(table.header)
    missing = missing_column(columns)
    if missing:
        raise _missing(missing)
    return _Loader(columns, len(table.header)).load(table)


def reader_for(path: Path) -> Callable[[Path], IndexTable]:
    """Who reads a file of this kind. Raises `OSError`, and `InputError` if it is empty."""
    with path.open("rb") as file:
        head = file.read(64)
    if not head.strip():
        raise _empty(path)
    if head.startswith(b"PAR1"):
        return read_parquet
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return read_spreadsheet
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return read_fhir
    return read_delimited


class _Loader:
    """Takes the rows chunk by chunk: columns are cleaned whole, and memory stays flat."""

    def __init__(self, columns: dict[str, int], width: int) -> None:
        self._columns = columns
        self._width = width
        self._names = [columns[name] for name in NAMES if name in columns]
        self._persons = PersonTable()
        self._issues: list[IndexIssue] = []
        self._seen: set[str] = set()
        self._cleaners = {name: ColumnCleaner(name) for name in columns}

    def load(self, table: IndexTable) -> LoadedIndex:
        rows = 0
        while chunk := list(itertools.islice(table.lines, CHUNK)):
            rows += len(chunk)
            self._take(chunk if self._are_whole(chunk) else list(self._whole(chunk)))
        self._issues.sort(key=lambda issue: issue.line)
        return LoadedIndex(self._persons, self._issues, rows)

    def _are_whole(self, chunk: list[Line]) -> bool:
        """Whether every row can be a person, as is nearly always so: then none is looked at."""
        if any(len(row) != self._width for _, row in chunk):
            return False
        key = self._columns["patient_id"]
        identifiers = {row[key].strip() for _, row in chunk}
        if len(identifiers) < len(chunk) or "" in identifiers or identifiers & self._seen:
            return False
        if not all(any(row[name].strip() for name in self._names) for _, row in chunk):
            return False
        self._seen |= identifiers
        return True

    def _whole(self, chunk: list[Line]) -> Iterator[Line]:
        """The rows that can be a person: right number of cells, identifier, name."""
        key = self._columns["patient_id"]
        for line, row in chunk:
            if len(row) != self._width and not self._only_trailing(row):
                self._report(line, "", f"{len(row)} fields instead of {self._width}")
                continue
            identifier = row[key].strip()
            if not identifier:
                self._report(line, "patient_id", "missing")
            elif identifier in self._seen:
                self._report(line, "patient_id", "duplicate")
            elif not any(row[name].strip() for name in self._names):
                self._report(line, "birth_name", "missing")
            else:
                self._seen.add(identifier)
                yield line, row

    def _only_trailing(self, row: Sequence[str]) -> bool:
        return len(row) > self._width and not any(row[self._width :])

    def _take(self, lines: list[Line]) -> None:
        if not lines:
            return
        numbers = [line for line, _ in lines]
        cells = list(zip(*(row[: self._width] for _, row in lines), strict=True))
        fields: list[Sequence[Any]] = [
            self._cleaned(name, numbers, cells[self._columns[name]])
            if name in self._columns
            else [BLANKS.get(name, "")] * len(lines)
            for name in INDEX_COLUMNS
        ]
        self._persons.extend(fields)

    def _cleaned(self, name: str, numbers: list[int], values: Sequence[str]) -> list[object]:
        cleaner = self._cleaners[name]
        cleaned = cleaner.clean(values)
        for position, reason in cleaner.faults_in(values):
            self._report(numbers[position], name, reason)
        return cleaned

    def _report(self, line: int, column: str, reason: str) -> None:
        self._issues.append(IndexIssue(line, column, reason))


def _unreadable(path: Path) -> InputError:
    return InputError(
        "index.missing",
        f"L'index des patients est introuvable ou illisible : {path}",
        f"The patient index is missing or unreadable: {path}",
        way_out_fr="Vérifiez --patients : un export CSV, Excel, Parquet ou FHIR de vos patients.",
        way_out_en="Check --patients: a CSV, Excel, Parquet or FHIR export of your patients.",
    )


def _unknown_format(path: Path) -> InputError:
    return InputError(
        "index.format",
        f"Le format de l'index des patients n'est pas reconnu : {path}",
        f"The format of the patient index is not known: {path}",
        way_out_fr="Exportez-le en CSV, Excel, Parquet, Bundle FHIR ou NDJSON.",
        way_out_en="Export it as CSV, Excel, Parquet, FHIR Bundle or NDJSON.",
    )


def _empty(path: Path) -> InputError:
    return InputError(
        "index.empty",
        f"L'index des patients est vide : {path}",
        f"The patient index is empty: {path}",
        way_out_fr="Refaites l'export : une ligne d'en-tête, puis une ligne par patient.",
        way_out_en="Export it again: a header line, then a line for each patient.",
    )


def _missing(column: str) -> InputError:
    return InputError(
        f"index.no_{column}",
        f"Il manque la colonne « {column} » dans l'index des patients.",
        f"The patient index has no column “{column}”.",
        way_out_fr="Nommez en première ligne patient_id (ou ipp) et birth_name (ou nom).",
        way_out_en="Name patient_id (or ipp) and birth_name (or nom) in the first line.",
    )
