"""Linkers are compared on what they answer, by one rule; strangers' mentions are of nobody."""

from pathlib import Path
from random import Random

import pytest
from benchmarks import linking, linking_tocsin
from benchmarks.linking import Linked
from benchmarks.linking_noise import PAPERS, mention_of
from benchmarks.linking_score import Answer, at, decided, read_answers
from benchmarks.linking_sets import LinkingSet, febrl, hospital
from benchmarks.memory import Peak, Run

from tocsin.clinic.population import build_population

FEBRL = """rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id
rec-1-org, ada, waller, 6, tullaroop street, willaroo, st james, 4011, wa, 19081209, 6988048
rec-1-dup-0, ada, wallre, 6, tullaroop street, willaroo, st james, 4011, wa, 19081209, 6988048
rec-2-org, lachlan, berry, 69, giblin street, killarney, bittern, 4814, qld, 19990219, 7364009
rec-2-dup-0, lachlan, berry, , , , bittern, 4814, qld, , 7364009
"""  # noqa: E501 - as the package has it
ANSWERS = [
    Answer(0, "A", 0.99, 9.0, is_confirmed=True),
    Answer(1, "B", 0.6, 9.0, is_confirmed=False),
    Answer(2, "C", 0.99, 1.0, is_confirmed=False),
    Answer(3, "D", 0.99, 9.0, is_confirmed=True),
]
TRUTH = ["A", "B", "C", "", "E"]


def test_precision_and_recall_at_a_threshold() -> None:
    assert (at(0.5, ANSWERS, TRUTH).precision, at(0.5, ANSWERS, TRUTH).recall) == (2 / 3, 0.5)
    assert (at(0.9, ANSWERS, TRUTH).precision, at(0.9, ANSWERS, TRUTH).recall) == (0.5, 0.25)
    assert (decided(ANSWERS, TRUTH).right, decided(ANSWERS, TRUTH).linked) == (1, 2)
    assert at(1.0, ANSWERS, TRUTH).precision == 1.0


def test_febrl_originals_are_the_index_and_some_are_left_out(tmp_path: Path) -> None:
    for name in ("dataset1", "dataset2", "dataset3", "dataset4a", "dataset4b"):
        (tmp_path / f"{name}.csv").write_text(FEBRL, encoding="utf-8")
    first, without_number = list(febrl(tmp_path))[:2]
    assert [row["unique_id"] for row in first.index] == ["P2"]
    assert first.truth == ["", "P2"]
    assert first.mentions[0]["birth_date"] == "1908-12-09"
    assert {row["nir"] for row in without_number.mentions} == {""}


def test_the_same_seed_makes_the_same_set() -> None:
    one, other = hospital(80, 50), hospital(80, 50)
    assert (one.index, one.mentions, one.truth) == (other.index, other.mentions, other.truth)
    assert 0 < one.truth.count("") < 50


def test_noise_leaves_a_name() -> None:
    patients, rng = build_population(40, 1).patients, Random(1)
    said = [mention_of(rng, PAPERS, patient, patients[0]) for patient in patients]
    assert all(row["surname"] for row in said)
    assert any(row["birth_date"] == "" for row in said)


@pytest.fixture
def small() -> LinkingSet:
    return hospital(200, 60)


def test_tocsin_answers_every_mention(
    small: LinkingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.write(tmp_path)
    monkeypatch.setattr("sys.argv", ["linking_tocsin", str(tmp_path)])
    linking_tocsin.main()
    answers = read_answers(tmp_path / "tocsin.csv")
    assert decided(answers, small.truth).precision >= 0.95
    assert at(0.5, answers, small.truth).recall >= 0.8


def test_a_row_a_linker(small: LinkingSet) -> None:
    run = Run(0, 2.0, Peak(2_000_000, 1_000_000), "warning\n1.50")
    right = [
        Answer(i, who, 1.0, 9.0, is_confirmed=True) for i, who in enumerate(small.truth) if who
    ]
    ours, peer = linking.rows(small, [Linked("tocsin", right, run), Linked("splink", [], run)])
    assert ours.startswith("| Hospital: 60 × 200 | Tocsin | ")
    assert "/ 1.0000 / " in ours
    assert ours.endswith("| 1.5, 1 |")
    assert peer.startswith("|  | Splink | 1.0000 / 0.0000 / 0.0000 |")
