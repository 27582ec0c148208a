"""Papers written by hand: whom Tocsin finds in them and of whom it knows that they are ill.

What is still missed is listed by name; the first sight of each folder is in docs/decisions/027 and
089.
"""

import pytest

from tests.papers.paper import Score, analyst_of, papers, patients, scored
from tocsin.assess import Analyst
from tocsin.clinic.patient import Patient

FOLDERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 61,
    "sixth": 61,
    "seventh": 61,
    "eighth": 61,
    "ninth": 61,
    "tenth": 61,
    "eleventh": 61,
}
"""Each folder and the seed that draws its people."""

MOST_LOOKED_AT_IN_VAIN = {"fifth": 4, "seventh": 2, "eighth": 2, "ninth": 4, "eleventh": 2}
"""Of persons who are not ill, how many a person has to look at for their health; elsewhere one."""

NOT_FOUND = {
    "24-bebe.txt",
    "06-mail_AES_SST_hopital.eml",
    "11-naissances_du_mois_faire-part.csv",
    "13-medecine-travail-attestation.txt",
    "20-teams-cellule-lits.txt",
    "23-planning_juillet_UF3307.csv",
}
"""Surnames alone, and staff with a patient's name, who are listed as staff."""

ILL_UNSEEN = {
    "01-releve-ash.txt",
    "02-mail-medecin.eml",
    "03-efs-lettre-donneur.txt",
    "05-csapa-pointage.txt",
    "07-rapport-social-APA.txt",
    "11-naissances_du_mois_faire-part.csv",
    "11-screening-log.csv",
    "15-oncogenetique-synthese.txt",
    "16-questionnaire-anesth.txt",
    "20-teams-cellule-lits.txt",
    "23-derogation.txt",
}
"""Illness in words that nothing tells from others, in papers without a sign of care."""


@pytest.fixture(scope="module")
def people() -> list[Patient]:
    return patients()


@pytest.fixture(scope="module")
def analyst(people: list[Patient]) -> Analyst:
    return analyst_of(people)


@pytest.fixture(scope="module", params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def scores(
    folder: str,
    people: list[Patient],
    analyst: Analyst,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Score]:
    place = tmp_path_factory.mktemp("papers")
    return [scored(paper, analyst, place) for paper in papers(folder, people, FOLDERS[folder])]


def test_nobody_else_is_confirmed_and_nobody_is_missed(scores: list[Score]) -> None:
    assert [one.paper.name for one in scores if one.wrong] == []
    assert {one.paper.name for one in scores if one.missed} <= NOT_FOUND


def test_health_is_found(scores: list[Score]) -> None:
    assert {one.paper.name for one in scores if one.missed_ill} <= ILL_UNSEEN


def test_health_is_given_to_nobody_else(scores: list[Score], folder: str) -> None:
    assert [one.paper.name for one in scores if one.wrongly_ill] == []
    in_vain = sum(len((one.ill & one.paper.persons) - one.paper.ill) for one in scores)
    assert in_vain <= MOST_LOOKED_AT_IN_VAIN.get(folder, 1)


def test_nearly_half_of_the_persons_need_nobody_to_look(scores: list[Score]) -> None:
    persons = sum(len(one.paper.persons) for one in scores)
    sure = sum(len(one.paper.persons & one.confirmed) for one in scores)
    assert sure >= 0.45 * persons
