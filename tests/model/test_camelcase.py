"""The words of a field's name."""

import pytest

from tocsin.model.camelcase import spaced


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dateNaissance", "date Naissance"),
        ("NomUsuel", "Nom Usuel"),
        ("patientLastName", "patient Last Name"),
        ("IPPPatient", "IPP Patient"),
        ("prénomÉpouse", "prénomÉpouse"),
        ("NIRs", "NIRs"),
        ("NOM_PATIENT", "NOM_PATIENT"),
        ("nom", "nom"),
        ("", ""),
    ],
)
def test_words_of_a_name(name: str, words: str) -> None:
    assert spaced(name) == words
