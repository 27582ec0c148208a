"""The press fact sheet: confirmed figures, and nobody's data."""

import re

import pytest

from tests.report.conftest import AT, PEOPLE, Affected, add_person
from tocsin.case import Case
from tocsin.report.figure import Standing
from tocsin.report.material import gather
from tocsin.report.page import build_page
from tocsin.report.web import to_html, to_markdown


@pytest.fixture
def sheets(case: Case) -> list[str]:
    page = build_page("presse", gather(case, AT))
    return [to_markdown(page), to_html(page)]


def test_it_names_nobody(sheets: list[str]) -> None:
    for sheet in sheets:
        for person in PEOPLE:
            assert person.surname.lower() not in sheet.lower()
        assert "@" not in re.sub(r"@(media|page)", "", sheet)
        assert "QUIDAM" not in sheet
        assert "Camille Exemple" not in sheet


def test_it_says_nothing_of_a_ransom(sheets: list[str]) -> None:
    for sheet in sheets:
        assert not re.search(r"ran[cç]on|ransom", sheet, re.IGNORECASE)


def test_it_holds_confirmed_figures_only(case: Case) -> None:
    page = build_page("presse", gather(case, AT))

    assert page.figures
    assert {figure.standing for figure in page.figures} == {Standing.CONFIRMED}


def test_every_number_in_it_is_a_confirmed_figure_or_a_fact_of_the_hospital(case: Case) -> None:
    # given counts that wait for review and cannot be taken for another number
    for number in range(100, 131):
        add_person(case, number, Affected("ZELINSKY", "civil_status", confirmed=False))
    material = gather(case, AT)
    page = build_page("presse", material)

    # when the facts are taken out of the sheet
    text = to_markdown(page)
    names = ["as_of", *(f"hospital.{k}" for k in ("started_on", "discovered_at", "phone"))]
    names.append("hospital.ended_on")  # last: it begins as discovered_at does
    for name in names:
        for language in ("fr", "en"):
            text = text.replace(material.facts.text(name, language), "")
    numbers = set(re.findall(r"\d[\d\u202f,]*", text))

    # then only confirmed figures are left
    assert numbers <= {f.text(lang) for f in page.figures for lang in ("fr", "en")}
    assert not numbers & {"33", "40"}


def test_it_says_in_words_that_checks_continue(sheets: list[str]) -> None:
    assert "vérifications continuent" in sheets[0]
    assert "Checks continue" in sheets[0]


def test_it_does_not_say_so_when_they_have_ended(case: Case) -> None:
    case.store.execute("DELETE FROM affected WHERE status = 'to_review'")

    assert "vérifications continuent" not in to_markdown(build_page("presse", gather(case, AT)))


def test_an_empty_case_gives_no_figure(empty_case: Case) -> None:
    page = build_page("presse", gather(empty_case, AT))

    assert page.figures == ()
    assert "Aucun fichier n’a encore été examiné" in to_markdown(page)
