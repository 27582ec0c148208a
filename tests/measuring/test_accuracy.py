"""The benchmark of accuracy counts each kind of error once, where it belongs."""

from pathlib import Path

import pytest
from benchmarks.accuracy import errors, goals, tables
from benchmarks.accuracy_count import Count, by_category, by_difficulty

from tocsin.case import Case
from tocsin.clinic import Score, build_clinic, score
from tocsin.clinic.truth import Difficulty
from tocsin.export import export
from tocsin.model.category import Category
from tocsin.progress import Silent
from tocsin.scope import scope
from tocsin.seal import Source

TRUTH = """patient_id,category,document,difficulty,certainty
1,civil_status,a.txt,plain,confirmed
1,health,a.txt,plain,confirmed
2,civil_status,a.txt,typo,confirmed
3,civil_status,b.txt,plain,confirmed
4,civil_status,c.txt,homonym_undecidable,to_review
5,civil_status,c.txt,homonym_undecidable,to_review
"""
EXPORT = """patient_id,tier,categories,status,documents
1,administrative,civil_status,confirmed,1
2,medical,civil_status;health,confirmed,1
3,administrative,civil_status,to_review,1
4,administrative,civil_status,confirmed,1
9,administrative,nir,confirmed,1
"""


class Rows:
    """A case's store that answers with the pairs given, of which those confirmed are marked."""

    def __init__(self, *pairs: tuple[str, str, int]) -> None:
        self.store = self
        self._pairs = pairs

    def stream(self, _sql: str) -> tuple[tuple[str, str, int], ...]:
        return self._pairs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exposures.csv").write_text(TRUTH, encoding="utf-8")
    (tmp_path / "persons.csv").write_text(EXPORT, encoding="utf-8")
    return tmp_path


def test_a_kind_of_data_is_counted_by_person(folder: Path) -> None:
    counts = by_category(folder, folder)
    civil, health = counts[Category.CIVIL_STATUS], counts[Category.HEALTH]
    assert (civil.confirmed, civil.to_review, civil.missed, civil.wrong) == (2, 1, [], [])
    assert (health.expected, health.missed, health.wrong) == (1, ["1"], ["2"])
    assert counts[Category.NIR].wrong == ["9"]


def test_a_wrong_person_counts_at_the_difficulties_of_the_document(folder: Path) -> None:
    case = Rows(
        ("1", "a.txt", 1),
        ("3", "b.txt", 0),
        ("9", "a.txt", 1),
        ("8", "b.txt", 0),
        ("4", "c.txt", 1),
    )
    counts = by_difficulty(folder, case)  # type: ignore[arg-type]
    plain, typo = counts[Difficulty.PLAIN], counts[Difficulty.TYPO]
    assert (plain.confirmed, plain.to_review, plain.missed) == (1, 1, [])
    assert plain.wrong == typo.wrong == [("9", "a.txt")]
    assert typo.missed == [("2", "a.txt")]
    assert counts[Difficulty.HOMONYM_OPEN].wrong == [("4", "c.txt")]
    assert counts[Difficulty.HOMONYM_OPEN].missed == [("5", "c.txt")]


def test_every_error_has_its_line(folder: Path) -> None:
    lines = list(errors(by_category(folder, folder)))
    assert "health missed 1" in lines
    assert "health wrong 2" in lines
    table = "\n".join(tables(by_category(folder, folder), {Difficulty.TYPO: Count(7, 1)}))
    assert "| `health` | 1 | 0 | 0 | 1 | 1 |" in table
    assert "| `typo` | 8 | 7 | 1 | 0 | 0 |" in table


def test_a_whole_clinic_is_counted_without_a_remainder(tmp_path: Path) -> None:
    clinic = build_clinic(tmp_path / "clinic", patients=200, medical=4, seed=5)
    with Case.create_or_open(tmp_path / "case") as case:
        scope(case, Source.at(str(clinic.source)), clinic.patients, Silent())
        export(case, tmp_path / "out", Silent())
        ways = by_difficulty(clinic.truth, case)
    found = score(clinic.truth, tmp_path / "out")
    assert sum(count.expected for count in ways.values()) == sum(
        tally.expected for tally in found.difficulties.values()
    )
    assert _figures(found)["persons found"] == f"{found.recall:.5f}"


def _figures(found: Score) -> dict[str, str]:
    return {goal.words: goal.figure for goal in goals(found)}
