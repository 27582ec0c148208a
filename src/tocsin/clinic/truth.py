"""What is true of the stolen folder: who stands in which document, with what, how hard to see.

Written beside the folder as five tables (`docs/clinic.md` defines every column):
`persons.csv`, `exposures.csv`, `documents.csv`, `unmatched.csv` and `bad_rows.csv`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tocsin.model.category import Category, Tier


class Difficulty(StrEnum):
    """How a person is written in a document."""

    PLAIN = "plain"
    ORDER = "given_name_first"
    LOWER_CASE = "lower_case"
    NO_ACCENTS = "accents_dropped"
    MARRIED = "birth_and_married_name"
    USED_NAME = "used_name_only"
    BIRTH_NAME = "birth_name_only"
    INITIAL = "initial"
    GIVEN_NAMES = "several_given_names"
    TRUNCATED = "truncated_column"
    LINE_BREAK = "across_line_break"
    CELLS = "across_cells"
    DATE_STYLE = "date_style"
    NIR_SPELLING = "nir_spelling"
    NIR_NO_KEY = "nir_without_key"
    NIR_WRONG_KEY = "nir_wrong_key"
    NIR_ONLY = "nir_only"
    TYPO = "typo"
    OCR = "ocr"
    FILE_NAME = "file_name"
    MAIL_HEADER = "mail_header"
    PAGE_HEADER = "page_header"
    PATIENT_ID_ONLY = "patient_id_only"
    EMAIL_ONLY = "email_only"
    PHONE = "name_and_phone"
    ADDRESS = "name_and_address"
    HOMONYM = "homonym_with_birth_date"
    HOMONYM_OPEN = "homonym_undecidable"
    TWIN = "twin"
    INSURED_NIR = "child_under_parents_nir"
    AGE = "name_and_age"
    BARE_NAME = "bare_name"
    SWAPPED_DATE = "day_and_month_swapped"


class Certainty(StrEnum):
    """What an honest reader can conclude: `status_expected` of the truth.

    `confirmed`: the document says enough. `either`: one person bears the name, yet little else is
    said; confirming and asking are both right. `to_review`: several persons fit equally.
    """

    CONFIRMED = "confirmed"
    EITHER = "either"
    TO_REVIEW = "to_review"


class Readable(StrEnum):
    """What a reader should make of a file. `damaged`: anything but silence."""

    YES = "yes"
    NO = "no"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Trace:
    """A patient stands in a document with these kinds of data."""

    patient_id: str
    categories: tuple[Category, ...]
    difficulty: Difficulty = Difficulty.PLAIN
    certainty: Certainty = Certainty.CONFIRMED


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is not in the index stands in a document. `name` is `SURNAME GIVEN`, bare."""

    name: str
    categories: tuple[Category, ...]


@dataclass(slots=True)
class Witness:
    """The truth about one document."""

    document: str
    readable: Readable = Readable.YES
    duplicate_of: str = ""
    traces: Sequence[Trace] = ()
    strangers: Sequence[Stranger] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of the index that is not right. `expected`: `set_aside` or `mended`."""

    line: int
    column: str
    reason: str
    expected: str


@dataclass(slots=True)
class _Known:
    categories: set[Category] = field(default_factory=set)
    documents: list[str] = field(default_factory=list)
    difficulties: list[Difficulty] = field(default_factory=list)
    certainties: set[Certainty] = field(default_factory=set)


def write_truth(folder: Path, witnesses: Sequence[Witness], bad_rows: Iterable[BadRow]) -> None:
    """Write the five tables into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _table(folder / "persons.csv", PERSON_COLUMNS, _person_rows(witnesses))
    _table(folder / "exposures.csv", EXPOSURE_COLUMNS, _exposure_rows(witnesses))
    _table(folder / "documents.csv", DOCUMENT_COLUMNS, _document_rows(witnesses))
    _table(
        folder / "unmatched.csv",
        ("document", "name", "categories"),
        (
            (witness.document, stranger.name, ";".join(stranger.categories))
            for witness in witnesses
            for stranger in witness.strangers
        ),
    )
    _table(
        folder / "bad_rows.csv",
        ("line", "column", "reason", "expected"),
        ((row.line, row.column, row.reason, row.expected) for row in bad_rows),
    )


PERSON_COLUMNS = (
    "patient_id",
    "tier",
    "categories",
    "status_expected",
    "only_in",
    "difficulty",
)
EXPOSURE_COLUMNS = ("patient_id", "category", "document", "difficulty", "certainty")
DOCUMENT_COLUMNS = ("document", "readable", "duplicate_of", "names_nobody")


def _person_rows(witnesses: Sequence[Witness]) -> Iterable[tuple[str, ...]]:
    known: dict[str, _Known] = defaultdict(_Known)
    for witness in witnesses:
        for trace in witness.traces:
            person = known[trace.patient_id]
            person.documents.append(witness.document)
            person.difficulties.append(trace.difficulty)
            person.certainties.add(trace.certainty)
            person.categories.update(trace.categories)
    for patient_id in sorted(known):
        person = known[patient_id]
        certainty = next(c for c in Certainty if c in person.certainties)
        tier = Tier.MEDICAL if Category.HEALTH in person.categories else Tier.ADMINISTRATIVE
        yield (
            patient_id,
            tier,
            ";".join(c for c in Category if c in person.categories),
            certainty,
            person.documents[0] if len(set(person.documents)) == 1 else "",
            min(person.difficulties, key=list(Difficulty).index),
        )


def _exposure_rows(witnesses: Sequence[Witness]) -> Iterable[tuple[str, ...]]:
    for witness in witnesses:
        for trace in witness.traces:
            for category in trace.categories:
                yield (
                    trace.patient_id,
                    category.value,
                    witness.document,
                    trace.difficulty.value,
                    trace.certainty.value,
                )


def _document_rows(witnesses: Sequence[Witness]) -> Iterable[tuple[str, ...]]:
    for witness in sorted(witnesses, key=lambda w: w.document):
        nobody = "no" if witness.traces else "yes"
        yield witness.document, witness.readable.value, witness.duplicate_of, nobody


def _table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
