"""The benchmarks of quality read reports and count spans as they say."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from benchmarks.labels_score import score
from benchmarks.negatives import table
from benchmarks.parhaf import Exported, Owner, compare, people
from benchmarks.parhaf_truth import Told, read

REPORT = """Compte rendu

Le 6 mai 2024

Madame Yseult Le keravec, 59 ans, est suivie pour un diabète."""


@pytest.mark.parametrize(
    ("text", "given", "surname", "sex", "age"),
    [
        (REPORT, "Yseult", "Le keravec", "F", 59),
        ("Patient : Yann Lam tam Examen n°2\nSexe : M", "Yann", "Lam tam", "M", None),
        ("Je vois ce jour Yseult KERAVEC âgée de 51 ans.", "Yseult", "KERAVEC", "F", 51),
        ("L'enfant Yann Prigent, 4 ans, est hospitalisé.", "Yann", "Prigent", "M", 4),
    ],
)
def test_a_report_says_who_it_is_about(
    text: str, given: str, surname: str, sex: str, age: int | None
) -> None:
    told = read("1", text)
    assert told
    assert (told.given, told.surname, told.sex, told.age) == (given, surname, sex, age)


def test_a_report_that_names_nobody_is_left_out() -> None:
    assert read("1", "Compte rendu de réunion du service") is None


def test_the_day_and_the_birth_date_of_a_report() -> None:
    told = read("1", REPORT)
    assert told
    assert told.day == date(2024, 5, 6)
    born = told.born(Random(1))
    assert 59 <= (told.day - born).days / 365.25 < 60
    dated = read("1", "Patient : Yann Prigent\nNé le : 20/06/2019")
    assert dated
    assert dated.born(Random(1)) == date(2019, 6, 20)


def _told() -> Told:
    told = read("1", REPORT)
    assert told
    return told


def test_namesakes_are_of_another_age() -> None:
    cast = people(_told(), 0, Random(1))
    assert len({p.patient_id for p in cast}) == len(cast) == 4
    assert all(abs((p.birth_date - cast[0].birth_date).days) > 3_000 for p in cast[1:3])


def test_reports_are_compared_with_the_export() -> None:
    owners = {name: Owner("1", _told()) for name in ("right", "review", "missed", "wrong")}
    status = {"1": "confirmed", "2": "confirmed"}
    exported = Exported(status, {"right": {"1"}, "wrong": {"1", "2"}})
    outcome = compare(owners, exported)
    assert (outcome.confirmed, outcome.wrong) == (["right", "wrong"], ["wrong"])
    assert outcome.missed == ["review", "missed"]
    review = compare(
        {"review": Owner("1", _told())}, Exported({"1": "to_review"}, {"review": {"1"}})
    )
    assert review.to_review == ["review"]


def test_half_of_a_span_is_enough() -> None:
    labelled = [(0, 10, "NOM"), (20, 30, "TEL")]
    found = [(0, 5, "NOM"), (6, 30, "TEL"), (40, 50, "NOM")]
    scores = score([(labelled, found)])
    assert (scores["NOM"].recall, scores["NOM"].precision) == (1.0, 0.5)
    assert (scores["TEL"].recall, scores["TEL"].precision) == (1.0, 0.0)


def test_persons_found_in_papers_about_nobody_are_counted(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_text("patient_id,status\n7,to_review\n")
    (tmp_path / "documents.csv").write_text("document\nA/b/1.txt\nA/b/2.txt\n")
    (tmp_path / "exposures.csv").write_text(
        "patient_id,category,document\n7,civil_status,A/b/1.txt\n7,health,A/b/1.txt\n"
    )
    assert "| A/b | 2 | 0 | 1 | 0 | 1 |" in table(tmp_path, 10)
