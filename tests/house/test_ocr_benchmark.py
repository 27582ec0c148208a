"""The OCR benchmark counts what it says: edits, fields to the letter, the same scans for a seed."""

from random import Random

import pytest
from benchmarks.legible import Tally, distance_within, fields_right
from benchmarks.ocr import FIELDS, MARKED, PAGE, Measured, papers, table
from benchmarks.papers import KINDS, Paper, passport

from tocsin.clinic.population import build_population


@pytest.fixture(scope="module")
def paper() -> Paper:
    patient = next(p for p in build_population(60, 1).patients if p.number_on_papers)
    return passport(Random(1), patient)


@pytest.mark.parametrize(
    ("line", "text", "edits"),
    [
        ("LEFÈVRE", "Nom : LEFÈVRE Zoé", 0),
        ("LEFÈVRE", "Nom : LEFEVRE Zoé", 1),
        ("LEFÈVRE", "Nom : LEFÈRE", 1),
        ("abc", "", 3),
        ("", "abc", 0),
    ],
)
def test_edits_within_a_text(line: str, text: str, edits: int) -> None:
    assert distance_within(line, text) == edits


def test_a_perfect_reading_has_every_field(paper: Paper) -> None:
    tally = Tally()
    tally.add(paper, "\n".join([*paper.lines, *paper.zone]))
    assert tally.error_rate == 0
    assert tally.share("zone") == tally.share("name") == tally.share("birth date") == 1
    assert tally.share("NIR") is None


def test_one_letter_makes_a_field_wrong(paper: Paper) -> None:
    spoilt = "\n".join([*paper.lines, *paper.zone]).replace(paper.zone[1][:9], "000000000")
    assert dict(fields_right(paper, spoilt))["zone"] is False
    assert not any(right for _, right in fields_right(paper, ""))


def test_the_same_scans_for_a_seed() -> None:
    first, again, other = (next(papers(1, seed)) for seed in (5, 5, 6))
    assert first.data == again.data
    assert first.data != other.data
    assert first.paper.kind == KINDS[0].__name__.replace("_identity", "").replace("_", " ")


def test_the_table_and_its_place() -> None:
    text = table([Measured("Tocsin")], 0)
    assert all(field in text for field in FIELDS)
    assert MARKED.search(PAGE.read_text(encoding="utf-8"))
