"""Corrections of the index: applied, undone, replayed over another file, never matched with."""

from pathlib import Path

import orjson
import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from tests.doubtful import HEADER, PATIENTS, SOLANGE, doubtful
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.match.corrections import CORRECTABLE, correct, corrections, take_back
from tocsin.progress import Silent
from tocsin.scope.index import Forms, index_for, stored_persons

__all__ = ["doubtful"]
SOLANGES = 3


def value(case: Case, column: str) -> object:
    return case.store.one(f"SELECT {column} FROM persons WHERE person = ?", (SOLANGES,))[0]


@pytest.mark.parametrize(
    ("column", "said", "kept"),
    [
        ("email", " Solange@Exemple.INVALID ", "solange@exemple.invalid"),
        ("birth_date", "03/02/2012", "2012-02-03"),
        ("birth_date", "", None),
        ("deceased_on", "2024-01-02", "2024-01-02"),
        ("deceased_on", "non", None),
        ("guardian_name", "  UDAF   42 ", "UDAF 42"),
        ("mobile", "06 39 98 00 02", "0639980002"),
        ("city", "", ""),
    ],
)
def test_a_value_is_corrected_and_taken_back(
    doubtful: Case, column: str, said: str, kept: str | None
) -> None:
    before = value(doubtful, column)
    number = correct(doubtful, SOLANGES, column, said, "Anne", "appel du 3")
    assert value(doubtful, column) == kept
    take_back(doubtful, number, "Anne")
    assert value(doubtful, column) == before
    assert doubtful.store.execute("SELECT * FROM corrected") == []


def test_the_last_that_stands_holds(doubtful: Case) -> None:
    first = correct(doubtful, SOLANGES, "city", "Roanne", "Anne", "x")
    second = correct(doubtful, SOLANGES, "city", "Riorges", "Anne", "x")
    take_back(doubtful, first, "Anne")
    assert value(doubtful, "city") == "Riorges"
    take_back(doubtful, second, "Anne")
    assert value(doubtful, "city") == "Feurs"
    with pytest.raises(UsageError):
        take_back(doubtful, second, "Anne")


def test_they_hold_over_another_file_of_the_index(doubtful: Case, tmp_path: Path) -> None:
    number = correct(doubtful, SOLANGES, "city", "Roanne", "Anne", "x")
    rows = [HEADER, *PATIENTS[1:], [*PATIENTS[0]]]  # another order: numbers change
    other = tmp_path / "autre.csv"
    other.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    index_for(doubtful, other, None, Forms(), Silent())
    sql = "SELECT city FROM persons WHERE patient_id = ?"
    assert doubtful.store.one(sql, (SOLANGE,)) == ("Roanne",)
    take_back(doubtful, number, "Anne")
    assert doubtful.store.one(sql, (SOLANGE,)) == ("Feurs",)


def test_files_are_matched_with_the_index_as_it_was_given(doubtful: Case) -> None:
    before = stored_persons(doubtful)
    correct(doubtful, SOLANGES, "birth_date", "1960-01-01", "Anne", "x")
    correct(doubtful, SOLANGES, "city", "Roanne", "Anne", "x")
    assert stored_persons(doubtful) == before


@pytest.mark.parametrize(
    ("column", "said", "by", "why"),
    [
        ("email", "pas une adresse", "Anne", "x"),
        ("birth_date", "hier", "Anne", "x"),
        ("nir", "1", "Anne", "x"),
        ("person", "1", "Anne", "x"),
        ("city", "Roanne", "Anne", " "),
        ("city", "Roanne", " ", "x"),
    ],
)
def test_what_cannot_be_used_changes_nothing(
    doubtful: Case, column: str, said: str, by: str, why: str
) -> None:
    with pytest.raises(UsageError):
        correct(doubtful, SOLANGES, column, said, by, why)
    assert corrections(doubtful.store) == []


def test_the_journal_has_no_value(doubtful: Case) -> None:
    number = correct(doubtful, SOLANGES, "email", "s@exemple.invalid", "Anne", "x")
    (detail,) = doubtful.store.one("SELECT detail FROM journal ORDER BY entry DESC LIMIT 1")
    assert orjson.loads(detail) == {
        "correction": number,
        "person": SOLANGES,
        "field": "email",
        "by": "Anne",
    }


def test_every_column_is_of_the_index() -> None:
    from tocsin.model.person import INDEX_COLUMNS

    assert set(CORRECTABLE) <= set(INDEX_COLUMNS)


@pytest.mark.parametrize("sql", ["DELETE FROM corrections", "UPDATE corrections SET why = ''"])
def test_corrections_are_append_only(doubtful: Case, sql: str) -> None:
    correct(doubtful, SOLANGES, "city", "Roanne", "Anne", "x")
    with pytest.raises(sqlcipher.IntegrityError):
        doubtful.store.execute(sql)
