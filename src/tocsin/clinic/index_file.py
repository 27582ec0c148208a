"""patients.csv: the patient index with the contract's columns, and a handful of bad rows."""

import csv
from pathlib import Path
from random import Random

from tocsin.clinic.patient import Patient
from tocsin.clinic.truth import BadRow
from tocsin.model.person import INDEX_COLUMNS

BAD_ROW_KINDS = ("no_patient_id", "duplicate_patient_id", "field_count", "no_name")
ACCENTED_SHARE, SPACED_PHONE_SHARE = 0.7, 0.4


def write_index(path: Path, patients: list[Patient], rng: Random) -> list[BadRow]:
    """Write the index; the rows that are wrong, with their line numbers (the header is line 1)."""
    places = dict(
        zip(rng.sample(range(5, len(patients)), 2 * len(BAD_ROW_KINDS)), _kinds(), strict=True)
    )
    bad: list[BadRow] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(INDEX_COLUMNS)
        line = 1
        for number, patient in enumerate(patients):
            if number in places:
                line += 1
                column, row = _bad_row(places[number], patients[number - 3], rng)
                writer.writerow(row)
                bad.append(BadRow(line, column, places[number], "set_aside"))
            line += 1
            writer.writerow(
                patient.index_row(
                    accents=rng.random() < ACCENTED_SHARE,
                    spaced_phones=rng.random() < SPACED_PHONE_SHARE,
                )
            )
            bad += _mended(line, patient)
    return bad


def _kinds() -> list[str]:
    return [*BAD_ROW_KINDS, *BAD_ROW_KINDS]


def _bad_row(kind: str, model: Patient, rng: Random) -> tuple[str, list[str]]:
    """A row that cannot be a person. Its identifier is nobody's, save for the duplicate."""
    row = dict(zip(INDEX_COLUMNS, [""] * len(INDEX_COLUMNS), strict=True))
    row |= {
        "patient_id": str(rng.randint(40_000_000, 40_999_999)),
        "birth_name": "ESSAI",
        "first_names": "Ligne",
        "birth_date": "2001-01-01",
    }
    if kind == "no_patient_id":
        row["patient_id"] = ""
    elif kind == "duplicate_patient_id":
        row["patient_id"] = model.patient_id
    elif kind == "no_name":
        row["birth_name"] = row["first_names"] = ""
    values = [row[name] for name in INDEX_COLUMNS]
    column = {"field_count": "", "no_name": "birth_name"}.get(kind, "patient_id")
    return column, values[:9] if kind == "field_count" else values


def _mended(line: int, patient: Patient) -> list[BadRow]:
    """A field that cannot be right, in the row of a real patient who must be kept."""
    if patient.misrecorded.get("birth_date", "").endswith("-02-30"):
        return [BadRow(line, "birth_date", "impossible_date", "mended")]
    if "X" in patient.misrecorded.get("nir", ""):
        return [BadRow(line, "nir", "malformed", "mended")]
    return []
