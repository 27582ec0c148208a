"""What a recognised text holds that cannot be right."""

import datetime

import pytest

from tocsin.clinic.mrz import old_identity_card
from tocsin.clinic.nir import key, spaced
from tocsin.read.fields import has_doubt

BODY = "2540342218123"
CORSICAN = "254032A218123"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Née le 02/03/1954 à Saint-Étienne",
        f"N° de sécurité sociale : {spaced(BODY + key(BODY))}",
        f"NIR {CORSICAN}{key(CORSICAN)}",
        "Téléphone 04 77 12 34 56, dossier 20250612000123456",
        "Le 31.12.2025",
    ],
)
def test_nothing_is_wrong(text: str) -> None:
    assert not has_doubt(text)


@pytest.mark.parametrize(
    "text",
    [
        f"NIR {spaced('2540342218128' + key(BODY))}",
        f"NIR {spaced(BODY + key(BODY)).replace('0', 'O')}",
        "Née le 32/03/1954",
        "Née le 02.13.1954",
        "PASSEPORT - PASSPORT\nNom LEFEVRE",
    ],
)
def test_a_letter_was_misread(text: str) -> None:
    assert has_doubt(text)


def test_an_identity_document_with_its_zone_is_settled() -> None:
    lines = old_identity_card("Lefèvre", "Zoé", "F", datetime.date(1968, 3, 9), "150342100123")
    assert not has_doubt("\n".join(["CARTE NATIONALE D'IDENTITÉ", *lines]))
