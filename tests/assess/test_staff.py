"""Staff columns of tables: one stranger a person, and no patient, even of the same name."""

import pytest

from tests.assess.conftest import SOLANGE, Look
from tocsin.assess.staff import is_a_name
from tocsin.model.document import TableBlock

PATIENT = ["IPP900001", "ESPOSITO", "ODILE", "02/03/1954"]


def staff_of(look: Look, header: tuple[str, ...], *rows: list[str]) -> list[str]:
    found = look(TableBlock("doc.txt", "", header, [list(row) for row in rows]))
    assert SOLANGE not in {exposure.person for exposure in found.exposures}
    return [u.name for u in found.unmatched if u.reason == "staff"]


@pytest.mark.parametrize("title", ["Médecin", "Prescripteur", "IDE", "Chirurgien", "Praticien"])
def test_each_once(look: Look, title: str) -> None:
    header = ("IPP", "NOM", "PRENOM", "DDN", title)
    rows = [[*PATIENT, doctor] for doctor in ("Dr VERNAY", "Dr VERNAY", "BERTHELOTTE Solange")]
    assert staff_of(look, header, *rows) == ["Dr VERNAY", "BERTHELOTTE Solange"]


def test_a_table_of_the_staff_joins_both_names(look: Look) -> None:
    header = ("Nom", "Prénom", "Fonction", "Poste")
    rows = [["VERNAY", "Paul", "cadre", "4512"], ["BERTHELOTTE", "Solange", "IDE", "4513"]]
    assert staff_of(look, header, *rows) == ["VERNAY Paul", "BERTHELOTTE Solange"]


@pytest.mark.parametrize("cell", ["", "-", "12", "INF12", "X", "salle 3", "Bloc 2", "RPPS 1000123"])
def test_what_is_no_name(cell: str) -> None:
    assert not is_a_name(cell)


@pytest.mark.parametrize("cell", ["Dr VERNAY", "LE GALL Anne-Sophie", "O. Ly", "Pr. N'Guyen"])
def test_what_may_be_one(cell: str) -> None:
    assert is_a_name(cell)
