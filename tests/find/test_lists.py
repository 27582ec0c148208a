"""Titles that say what whoever stands below them is treated for, and those that say nothing."""

import pytest

from tocsin.find.lists import TOLD, TOLD_OF_PATIENTS, illness_in


@pytest.mark.parametrize(
    "title",
    [
        "patients dialyse.xlsx",
        "cohorte-SEP.csv",
        "File active CSAPA",
        "Patients sous AVK",
        "Registre des tentatives de suicide",
        "Suivis VIH /\nexport.csv",
    ],
)
def test_a_list_of_patients(title: str) -> None:
    assert illness_in(title) == TOLD_OF_PATIENTS


def test_a_list_is_of_patients_where_what_stands_below_is() -> None:
    assert illness_in("Liste IVG 2024.csv", over_patients=True) == TOLD_OF_PATIENTS
    assert illness_in("Liste IVG 2024.csv") == TOLD
    assert illness_in("diabetiques.csv", over_patients=True) == TOLD


@pytest.mark.parametrize(
    "title",
    [
        "Chimio /\nplanning semaine 12.csv",
        "UNITE DE DIALYSE - série LMV",
        "diabetiques.csv",
        "accouchées de la nuit",
        "PTH à revoir",
    ],
)
def test_a_title_that_may_mean_them(title: str) -> None:
    assert illness_in(title) == TOLD


@pytest.mark.parametrize(
    "title",
    [
        "",
        "patients chirurgie.csv",
        "liste des patients.csv",
        "dépistage cancer du sein, invitations.csv",
        "vaccination covid du personnel",
        "Émargement formation soins palliatifs",
        "astreintes dialyse",
        "Ligue contre le cancer, bénévoles",
        "rendez-vous septembre",
        "liste SEP 12 au 14",
        "stock insuline",
        "liste téléphonique dialyse",
    ],
)
def test_a_title_that_says_nothing_of_them(title: str) -> None:
    assert illness_in(title) == 0.0
