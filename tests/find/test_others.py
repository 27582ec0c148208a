"""Columns of a table that are of another person than the row's."""

import pytest

from tests.find.lexicon import SmallLexicon
from tocsin.find.table import TableFinder

FINDER = TableFinder(SmallLexicon())
ROWS = [
    ["DUPONT Marie", "ROUX Claire", "06 39 98 00 01"],
    ["PETIT Jean", "MARTIN Anne", "06 39 98 00 02"],
    ["ROUX Claire", "DUPONT Jean", "06 39 98 00 03"],
]


def whose(*header: str, rows: list[list[str]] = ROWS) -> list[str]:
    return [column.of for column in FINDER.columns(header, rows)]


@pytest.mark.parametrize("title", ["Père", "Nom de la mère", "tuteur", "Personne de confiance"])
def test_a_relative_by_the_header(title: str) -> None:
    assert whose("Patient", title, "Téléphone")[1]


def test_another_person_by_the_names_alone() -> None:
    assert whose("Patient", "divers", "Téléphone") == ["", "column 2", ""]


def test_the_same_person_twice_is_one() -> None:
    rows = [[one, one.upper(), phone] for one, _, phone in ROWS]
    assert whose("Patient", "affiché", "Téléphone", rows=rows) == ["", "", ""]


def test_the_insured_beside_the_covered() -> None:
    rows = [["ROUX", "Claire", "ROUX", "Jean"], ["PETIT", "Anne", "PETIT", "Marie"]]
    header = ("Nom assuré", "Prénom assuré", "Nom bénéficiaire", "Prénom bénéficiaire")
    assert whose(*header, rows=rows) == ["ASSURE", "ASSURE", "", ""]


def test_the_insured_alone_is_the_person() -> None:
    rows = [["ROUX", "Claire"], ["PETIT", "Anne"]]
    assert whose("Nom assuré", "Prénom assuré", rows=rows) == ["", ""]


def test_a_table_of_relatives_alone_is_of_them() -> None:
    assert whose("Mère", "Service", rows=[[b, "ORL"] for _, b, _ in ROWS]) == ["", ""]
