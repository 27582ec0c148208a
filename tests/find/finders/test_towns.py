import pytest

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.model.mention import MentionKind as K


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("habite à Roanne", "ROANNE"),
        ("le CCAS de colmar", "COLMAR"),
        ("scolarisé à Sin-le-Noble", "SIN LE NOBLE"),
    ],
)
def test_towns(finder: TextFinder, text: str, town: str) -> None:
    assert values(finder.find(text), K.CITY) == [town]


@pytest.mark.parametrize(
    "text",
    ["Le résident de la chambre 12", "Roanne", "M. de Nevers", "à Garcia", "en sens inverse"],
)
def test_no_towns(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.CITY) == []
