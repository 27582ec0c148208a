"""Papers written by hand: whom Tocsin finds in them and of whom it knows that they are ill.

The limits are what is found today; the first sight of each folder is in docs/decisions/027.
"""

from pathlib import Path

import pytest

from tests.papers.paper import Score, analyst_of, papers, patients, scored
from tocsin.assess import Analyst
from tocsin.clinic.patient import Patient

FOLDERS = {"first": 1}
"""Each folder and the seed that draws its people."""


@pytest.fixture(scope="module")
def people() -> list[Patient]:
    return patients()


@pytest.fixture(scope="module")
def analyst(people: list[Patient]) -> Analyst:
    return analyst_of(people)


@pytest.fixture(params=FOLDERS)
def scores(
    request: pytest.FixtureRequest, people: list[Patient], analyst: Analyst, tmp_path: Path
) -> list[Score]:
    folder = request.param
    return [scored(paper, analyst, tmp_path) for paper in papers(folder, people, FOLDERS[folder])]


def test_nobody_else_is_confirmed_and_nobody_is_missed(scores: list[Score]) -> None:
    assert [one.paper.name for one in scores if one.wrong] == []
    assert [one.paper.name for one in scores if one.missed] == []


def test_health_is_found_and_given_to_nobody_else(scores: list[Score]) -> None:
    assert [one.paper.name for one in scores if one.missed_ill] == []
    assert [one.paper.name for one in scores if one.wrongly_ill] == []


def test_at_least_half_need_nobody_to_look(scores: list[Score]) -> None:
    persons = sum(len(one.paper.persons) for one in scores)
    sure = sum(len(one.paper.persons & one.confirmed) for one in scores)
    assert sure >= persons / 2
