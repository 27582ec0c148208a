"""The benchmark of accuracy counts each kind of error once, where it belongs."""

from pathlib import Path

import pytest
from benchmarks.accuracy import errors, goals, summary, tables
from benchmarks.accuracy_count import Count, by_category, by_difficulty
from benchmarks.commands import Cost

from tocsin.clinic import Score, Tally
from tocsin.clinic.truth import Difficulty
from tocsin.model.category import Category

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


def test_a_person_written_in_two_ways_counts_in_both(folder: Path) -> None:
    with (folder / "exposures.csv").open("a", encoding="utf-8") as file:
        file.write("1,nir,a.txt,typo,confirmed\n")
    counts = by_difficulty(folder, Rows(("1", "a.txt", 1)))  # type: ignore[arg-type]
    assert counts[Difficulty.PLAIN].confirmed == counts[Difficulty.TYPO].confirmed == 1


def test_goals_are_reached_or_not() -> None:
    found = Score(
        affected=1_000,
        confirmed=990,
        to_review_right=8,
        missed=2,
        wrong=0,
        to_review_wrong=0,
        undecidable=Tally(2, 2),
        medical=Tally(40, 39, 5),
        medical_to_review=1,
        medical_missed=0,
        medical_to_review_wrong=40,
        categories={},
        difficulties={},
        documents=Tally(),
        unread=0,
        misread=0,
        unmatched=Tally(),
        missed_ids=("1", "2"),
        wrong_ids=(),
    )
    assert [(goal.figure, goal.is_reached) for goal in goals(found)] == [
        ("0.99800", False),
        ("1.00000", True),
        ("0 of 40", True),
        ("5", False),
        ("41", False),
        ("1.00%", True),
    ]
    assert "2 missed" in "\n".join(summary(found, Cost(12.4, 5_000_000)))
