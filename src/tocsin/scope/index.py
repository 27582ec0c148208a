"""The patient index of the case: read once from the file given, kept in the table `persons`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.case import Case
from tocsin.errors import CaseError, InputError
from tocsin.language import tr
from tocsin.match import corrections, load_index
from tocsin.model.person import INDEX_COLUMNS, Person
from tocsin.progress import Progress
from tocsin.seal.inventory import hash_file

_DATES = ("birth_date", "deceased_on")


def persons_of(case: Case, patients: Path, progress: Progress) -> list[Person]:
    """The persons of the index file `patients`, loaded into the case if it is new to it.

    Another file than before starts the reading anew, unless notices were already made from it
    (`CaseError`): person numbers would no longer be the same.
    """
    digest, fault = hash_file(patients)
    if fault:
        raise _unusable(patients)
    if case.get("index_sha256") != digest:
        _replace(case, patients, digest, progress)
    return stored_persons(case)


def stored_persons(case: Case) -> list[Person]:
    """The persons as the index has them, in the order of their numbers."""
    columns = ", ".join(INDEX_COLUMNS)
    given = corrections.index_values(case.store)
    rows = case.store.stream(f"SELECT person, {columns} FROM persons ORDER BY person")
    return [_person(row, given) for row in rows]


def _person(row: Sequence[Any], given: Mapping[tuple[int, str], str | None]) -> Person:
    fields = dict(zip(INDEX_COLUMNS, row[1:], strict=True))
    if given:  # what people corrected changes no finding
        fields |= {name: given[row[0], name] for name in INDEX_COLUMNS if (row[0], name) in given}
    return Person(**_typed(fields))


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    for name in _DATES:
        text = row[name]
        row[name] = date.fromisoformat(str(text)) if text else None
    return row


def _replace(case: Case, patients: Path, digest: str, progress: Progress) -> None:
    store = case.store
    if store.count("SELECT count(*) FROM notices"):
        raise _already_used()
    with progress.stage(tr("Index des patients", "Patient index"), None):
        loaded = load_index(patients)
    with store.transaction():
        for table in (
            "near_duplicates",
            "likenesses",
            "hints",
            "links",
            "mentions",
            "unmatched",
            "strangers",
            "exposures",
            "affected",
            "together",
            "merged",
            "documents",
            "corrected",
            "persons",
            "index_issues",
        ):
            store.execute(f"DELETE FROM {table}")
        store.execute("UPDATE items SET done = 0")
        marks = ", ".join("?" * (len(INDEX_COLUMNS) + 1))
        store.many(f"INSERT INTO persons VALUES ({marks})", _rows(loaded.persons))
        corrections.replay(store)
        store.many(
            "INSERT INTO index_issues VALUES (?, ?, ?)",
            [(issue.line, issue.column, issue.reason) for issue in loaded.issues],
        )
        case.set("index_sha256", digest)
        case.set("index_rows", str(loaded.rows))
    case.journal(
        "index.loaded", sha256=digest, persons=len(loaded.persons), issues=len(loaded.issues)
    )


def _rows(persons: Iterable[Person]) -> Iterable[tuple[object, ...]]:
    for number, person in enumerate(persons):
        values = (getattr(person, name) for name in INDEX_COLUMNS)
        yield (number, *(v.isoformat() if isinstance(v, date) else v for v in values))


def _unusable(patients: Path) -> InputError:
    return InputError(
        "index.missing",
        f"L'index des patients est introuvable ou illisible : {patients}",
        f"The patient index is missing or unreadable: {patients}",
        way_out_fr="Vérifiez --patients : un export CSV, Excel, Parquet ou FHIR de vos patients.",
        way_out_en="Check --patients: a CSV, Excel, Parquet or FHIR export of your patients.",
    )


def _already_used() -> CaseError:
    return CaseError(
        "index.changed",
        "L'index des patients a changé alors que des avis ont déjà été préparés.",
        "The patient index has changed although notices were already prepared.",
        way_out_fr="Reprenez le fichier d'origine, ou ouvrez une nouvelle affaire (--case).",
        way_out_en="Use the original file, or open a new case (--case).",
    )
