import pytest

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.match import PatientIndex
from tocsin.model.mention import MentionKind as K


@pytest.fixture(scope="module")
def strangers() -> TextFinder:
    return TextFinder(PatientIndex([]))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plisson monique\nVisite à domicile", "PLISSON MONIQUE"),
        ("Contact : Didier Pepin, joignable", "DIDIER PEPIN"),
        ("remis à Yolande KERGOAT hier", "YOLANDE KERGOAT"),
        ("Baquet, Tifaine, 6.01.79", "BAQUET TIFAINE"),
        ("YVETTE LE BORGNE", "YVETTE LE BORGNE"),
    ],
)
def test_names_without_an_index(strangers: TextFinder, text: str, name: str) -> None:
    (mention,) = [m for m in strangers.find(text) if m.kind is K.FULL_NAME]
    assert mention.value == name
    assert mention.confidence < 0.3, "too weak to say who is meant"


@pytest.mark.parametrize(
    "text",
    [
        "Claire amélioration ce jour",
        "Bilan martial, 12 mars 2024",
        "le sam, 10 oct 2026",
        "une rose blanche",
        "Marcelle viendra demain",
    ],
)
def test_no_names(strangers: TextFinder, text: str) -> None:
    assert values(strangers.find(text), K.FULL_NAME, K.SURNAME) == []
