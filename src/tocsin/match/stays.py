"""The hospital's list of stays: which patient each number belongs to, from whatever file."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import polars
from python_calamine import CalamineError

from tocsin.errors import InputError
from tocsin.match.columns import find_columns, find_stay_column
from tocsin.match.idshape import id_key
from tocsin.match.load import IndexIssue, reader_for
from tocsin.match.sources.table import IndexTable

COLUMN = "stays"
_SEVERAL = re.compile(r"[;,|\s]+")


@dataclass(slots=True)
class LoadedStays:
    """Pairs of a stay's number and a patient's, and the rows that could not be used."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    issues: list[IndexIssue] = field(default_factory=list)


def load_stays(path: Path, patients: Mapping[str, str]) -> LoadedStays:
    """Read a list of stays: a column of patient numbers, and one of stays (several in a cell are
    parted by spaces, commas or semicolons). The index itself may serve, if it has such a column.

    `patients` gives for the key of a number (`id_key`) the number as the index writes it. A row of
    nobody in the index is named by its line. Raises `InputError` if the file cannot serve.
    """
    try:
        return _load(reader_for(path)(path), patients)
    except (
        OSError,
        CalamineError,
        polars.exceptions.PolarsError,
        orjson.JSONDecodeError,
        csv.Error,
        UnicodeError,
    ) as error:
        raise unusable_stays(path) from error


def _load(table: IndexTable, patients: Mapping[str, str]) -> LoadedStays:
    patient = find_columns(table.header).get("patient_id", -1)
    stay = find_stay_column(table.header)
    if patient < 0 or stay < 0:
        raise _no_column()
    found = LoadedStays()
    for line, row in table.lines:
        if max(patient, stay) >= len(row):
            found.issues.append(IndexIssue(line, COLUMN, f"{len(row)} fields"))
        elif whose := patients.get(id_key(row[patient])):
            found.pairs += [(number, whose) for number in _numbers(row[stay])]
        else:
            found.issues.append(IndexIssue(line, COLUMN, "patient not in the index"))
    return found


def _numbers(cell: str) -> Iterator[str]:
    return (number for number in _SEVERAL.split(cell) if id_key(number))


def unusable_stays(path: Path) -> InputError:
    """What is said of a list that cannot be read."""
    return InputError(
        "stays.unusable",
        f"La liste des séjours est introuvable ou illisible : {path}",
        f"The list of stays is missing or unreadable: {path}",
        way_out_fr="Vérifiez --stays : un export CSV, Excel ou Parquet, ou ôtez l'option.",
        way_out_en="Check --stays: a CSV, Excel or Parquet export, or leave the option out.",
    )


def _no_column() -> InputError:
    return InputError(
        "stays.no_column",
        "Il manque à la liste des séjours la colonne des patients ou celle des séjours.",
        "The list of stays lacks the column of patients or that of stays.",
        way_out_fr="Nommez en première ligne patient_id (ou ipp) et stay_id (ou nda, iep, sejour).",
        way_out_en="Name patient_id (or ipp) and stay_id (or nda, iep, sejour) in the first line.",
    )
