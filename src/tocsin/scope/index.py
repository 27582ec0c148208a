"""The patient index of the case: read once from the file given, kept in the table `persons`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from tocsin.case import Case
from tocsin.errors import CaseError, InputError
from tocsin.language import tr
from tocsin.match import (
    LoadedIndex,
    LoadedStays,
    OwnNumbers,
    PatientIndex,
    corrections,
    load_index,
    load_stays,
    unusable_stays,
)
from tocsin.match.idshape import id_key
from tocsin.model.person import INDEX_COLUMNS, Person
from tocsin.progress import Progress
from tocsin.seal.inventory import hash_file

_DATES = ("birth_date", "deceased_on")
NOTHING_SAID = '[[],[],""]'
"""Of numbers: no forms of patients', none of stays', no list of stays."""


class Forms(NamedTuple):
    """The forms of numbers in the hospital's configuration (`tocsin.find.forms`)."""

    ipp: tuple[str, ...] = ()
    sejour: tuple[str, ...] = ()


def index_for(
    case: Case, patients: Path, stays: Path | None, forms: Forms, progress: Progress
) -> PatientIndex:
    """The index of the file `patients`, loaded into the case if it is new to it.

    With the list `stays`, or the one given before, and the hospital's forms of numbers. Other files
    or forms than before start the reading anew, unless notices were already made (`CaseError`):
    person numbers would no longer be the same.
    """
    given = {
        "index_sha256": _digest(patients, _unusable),
        "own_numbers": orjson.dumps([*forms, _digest_of_stays(case, stays)]).decode(),
    }
    if any(case.get(name) != value for name, value in given.items()):
        _replace(case, patients, stays, given, progress)
    with progress.stage(tr("Préparation de l'index", "Preparing the index"), None):
        return stored_index(case)


def stored_index(case: Case) -> PatientIndex:
    """The index as the last scope used it."""
    return PatientIndex(stored_persons(case), own_numbers(case))


def own_numbers(case: Case) -> OwnNumbers:
    """What the hospital said of its numbers before the last scope."""
    ipp, sejour, _ = orjson.loads(case.get("own_numbers") or NOTHING_SAID)
    stays = case.store.execute("SELECT stay, person FROM stays")
    return OwnNumbers(tuple(ipp), tuple(sejour), stays)


def _digest_of_stays(case: Case, stays: Path | None) -> str:
    if stays is not None:
        return _digest(stays, unusable_stays)
    *_, before = orjson.loads(case.get("own_numbers") or NOTHING_SAID)
    return str(before)


def _digest(path: Path, error: Callable[[Path], InputError]) -> str:
    digest, fault = hash_file(path)
    if fault:
        raise error(path)
    return digest


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


def _replace(
    case: Case, patients: Path, stays: Path | None, given: Mapping[str, str], progress: Progress
) -> None:
    store = case.store
    if store.count("SELECT count(*) FROM notices"):
        raise _already_used()
    with progress.stage(tr("Index des patients", "Patient index"), None):
        loaded = load_index(patients)
        if not loaded.persons:
            raise _nobody(patients, len(loaded.issues))
        whose = _stays(case, stays, loaded)
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
            "stay_owners",
            "stay_facts",
            "documents",
            "stays",
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
            [(one.line, one.column, one.reason) for one in (*loaded.issues, *whose.issues)],
        )
        numbers = {one.patient_id: number for number, one in enumerate(loaded.persons)}
        store.many(
            "INSERT OR IGNORE INTO stays VALUES (?, ?)",
            [(stay, numbers[patient]) for stay, patient in whose.pairs if patient in numbers],
        )
        for name, value in given.items():
            case.set(name, value)
        case.set("index_rows", str(loaded.rows))
    case.journal(
        "index.loaded",
        sha256=given["index_sha256"],
        persons=len(loaded.persons),
        issues=len(loaded.issues) + len(whose.issues),
        stays=len(whose.pairs),
    )


def _stays(case: Case, path: Path | None, loaded: LoadedIndex) -> LoadedStays:
    """The stays of the list at `path`, else those of the list given before."""
    if path is not None:
        return load_stays(path, {id_key(p.patient_id): p.patient_id for p in loaded.persons})
    before = case.store.execute("SELECT stay, patient_id FROM stays JOIN persons USING (person)")
    return LoadedStays(pairs=before)


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


def _nobody(path: Path, issues: int) -> InputError:
    return InputError(
        "index.nobody",
        f"L'index des patients ne nomme personne ({issues} ligne(s) mise(s) de côté) : {path}",
        f"The patient index names nobody ({issues} row(s) set aside): {path}",
        way_out_fr="Refaites l'export : une ligne par patient, avec son numéro et son nom.",
        way_out_en="Export it again: a row for each patient, with a number and a name.",
    )


def _already_used() -> CaseError:
    return CaseError(
        "index.changed",
        "L'index des patients, la liste des séjours ou les formes de numéros de hospital.toml ont"
        " changé alors que des avis ont déjà été préparés.",
        "The patient index, the list of stays or the forms of numbers in hospital.toml have changed"
        " although notices were already prepared.",
        way_out_fr="Reprenez le fichier d'origine, ou ouvrez une nouvelle affaire (--case).",
        way_out_en="Use the original file, or open a new case (--case).",
    )
