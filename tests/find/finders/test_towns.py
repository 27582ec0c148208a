import pytest

from tests.find.lexicon import SmallLexicon, values
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


class WithLeon(SmallLexicon):
    """An index with a Léon in it: a commune is called so, too."""

    def given_name_tokens(self) -> frozenset[str]:
        return super().given_name_tokens() | {"LEON"}


@pytest.mark.parametrize("name", ["léon durand", "Léon Durand", "Léon DURAND"])
def test_a_given_name_before_a_surname_is_no_town(name: str) -> None:
    found = TextFinder(WithLeon()).find(f"le rendez-vous de {name} né le 10/7/1950")
    assert values(found, K.CITY) == []
    assert values(found, K.FULL_NAME) == ["LEON DURAND"]


@pytest.mark.parametrize(
    "text", ["habite à Léon", "habite à Léon le mardi", "né à Léon Mme Durand"]
)
def test_a_given_name_alone_may_be_a_town(text: str) -> None:
    assert values(TextFinder(WithLeon()).find(text), K.CITY) == ["LEON"]
