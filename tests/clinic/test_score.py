"""The scorer on exports made by hand: it must see each kind of error, and only that."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.clinic import Clinic, Tally, score
from tocsin.clinic.truth import Difficulty
from tocsin.errors import InputError
from tocsin.model.category import Category

Table = list[dict[str, str]]
Tables = dict[str, Table]
COLUMNS = {
    "persons": ("patient_id", "tier", "categories", "status", "documents"),
    "exposures": ("patient_id", "category", "document", "locator", "confidence", "basis"),
    "documents": (
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
    "unmatched": ("document", "name", "categories", "reason"),
}


def read(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def perfect(clinic: Clinic) -> Tables:
    """What an export without any error holds."""
    persons = read(clinic.truth / "persons.csv")
    for row in persons:
        row["status"] = "confirmed" if row["status_expected"] != "to_review" else "to_review"
    documents = read(clinic.truth / "documents.csv")
    for row in documents:
        row["status"] = "read" if row["readable"] == "yes" else "unreadable"
    return {
        "persons": persons,
        "exposures": read(clinic.truth / "exposures.csv"),
        "documents": documents,
        "unmatched": read(clinic.truth / "unmatched.csv"),
    }


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Tables], Path]:
    def write(tables: Tables) -> Path:
        for name, columns in COLUMNS.items():
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(tables[name])
        return tmp_path

    return write


Write = Callable[[Tables], Path]


def one(table: Table, **wanted: str) -> dict[str, str]:
    return next(row for row in table if all(row[k] == v for k, v in wanted.items()))


def test_a_perfect_export_has_no_error(clinic: Clinic, perfect: Tables, write: Write) -> None:
    result = score(clinic.truth, write(perfect))
    assert (result.missed, result.wrong, result.to_review_wrong) == (0, 0, 0)
    assert result.recall == result.precision == 1.0
    assert result.confirmed == result.affected
    assert result.medical == Tally(14, 14, 0)
    assert (result.medical_missed, result.unread, result.misread) == (0, 0, 0)
    assert result.documents.recall == result.unmatched.recall == 1.0
    assert result.undecidable.expected > 0
    assert result.undecidable.recall == 1.0
    for tally in (*result.categories.values(), *result.difficulties.values()):
        assert (tally.recall, tally.precision) == (1.0, 1.0)


def test_one_person_missing(clinic: Clinic, perfect: Tables, write: Write) -> None:
    gone = next(
        row
        for row in perfect["persons"]
        if row["only_in"] and row["difficulty"] not in ("plain", "ocr")
    )
    perfect["persons"].remove(gone)
    perfect["exposures"] = [
        row for row in perfect["exposures"] if row["patient_id"] != gone["patient_id"]
    ]
    result = score(clinic.truth, write(perfect))
    assert (result.missed, result.wrong) == (1, 0)
    assert result.missed_ids == (gone["patient_id"],)
    assert result.difficulties[Difficulty(gone["difficulty"])].recall < 1
    assert result.difficulties[Difficulty.OCR].recall == 1


def test_one_person_invented(clinic: Clinic, perfect: Tables, write: Write) -> None:
    row = {"patient_id": "1", "tier": "medical", "categories": "health", "status": "confirmed"}
    perfect["persons"].append(row)
    result = score(clinic.truth, write(perfect))
    assert (result.missed, result.wrong) == (0, 1)
    assert result.wrong_ids == ("1",)
    assert result.precision < 1
    assert result.medical.wrong == 1
    assert result.categories[Category.HEALTH].wrong == 1


def test_an_invented_person_to_review_is_not_wrong(
    clinic: Clinic, perfect: Tables, write: Write
) -> None:
    row = {"patient_id": "1", "tier": "administrative", "categories": "nir", "status": "to_review"}
    perfect["persons"].append(row)
    result = score(clinic.truth, write(perfect))
    assert (result.wrong, result.to_review_wrong) == (0, 1)


def test_a_person_to_review_is_not_missed(clinic: Clinic, perfect: Tables, write: Write) -> None:
    one(perfect["persons"], status="confirmed", tier="medical")["status"] = "to_review"
    result = score(clinic.truth, write(perfect))
    assert (result.missed, result.to_review_right) == (0, 1)
    assert (result.medical.found, result.medical_to_review, result.medical_missed) == (13, 1, 0)


def test_health_not_seen(clinic: Clinic, perfect: Tables, write: Write) -> None:
    row = one(perfect["persons"], tier="medical")
    row["tier"], row["categories"] = "administrative", "civil_status"
    result = score(clinic.truth, write(perfect))
    assert (result.missed, result.medical_missed) == (0, 1)
    assert result.categories[Category.HEALTH].recall < 1


def test_confirming_what_nothing_tells_apart(clinic: Clinic, perfect: Tables, write: Write) -> None:
    one(perfect["persons"], status="to_review")["status"] = "confirmed"
    result = score(clinic.truth, write(perfect))
    assert (result.missed, result.wrong, result.undecidable.wrong) == (0, 0, 1)


def test_a_document_without_a_row_and_one_called_unreadable(
    clinic: Clinic, perfect: Tables, write: Write
) -> None:
    readable = [row for row in perfect["documents"] if row["readable"] == "yes"]
    perfect["documents"].remove(readable[0])
    readable[1]["status"] = "unreadable"
    one(perfect["documents"], readable="no")["status"] = "read"
    result = score(clinic.truth, write(perfect))
    assert result.documents.expected - result.documents.found == 1
    assert (result.unread, result.misread) == (1, 1)


def test_the_order_of_a_strangers_names_does_not_matter(
    clinic: Clinic, perfect: Tables, write: Write
) -> None:
    for row in perfect["unmatched"]:
        row["name"] = " ".join(reversed(row["name"].split())).title()
    assert score(clinic.truth, write(perfect)).unmatched.recall == 1.0


def test_a_missing_table_is_said_so(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"score\.table"):
        score(clinic.truth, tmp_path)
