from pathlib import Path

import pytest

from tocsin.find import TextFinder
from tocsin.find.terms import terms
from tocsin.model.mention import Mention, MentionKind

EXAMPLES = Path(__file__).parent.parent / "examples"
SENSITIVE = (MentionKind.HEALTH, MentionKind.OTHER_SENSITIVE)


def examples(folder: str) -> list[Path]:
    found = sorted((EXAMPLES / folder).glob("*.txt"))
    assert found
    return found


def health(finder: TextFinder, text: str, *, personal: bool = False) -> list[Mention]:
    return [m for m in finder.find(text, personal=personal) if m.kind in SENSITIVE]


@pytest.mark.parametrize("path", examples("somebody_ill"), ids=lambda path: path.stem)
def test_somebody_is_ill(finder: TextFinder, path: Path) -> None:
    assert max(m.confidence for m in health(finder, path.read_text("utf-8"))) >= 0.8


@pytest.mark.parametrize("path", examples("nobody_ill"), ids=lambda path: path.stem)
def test_nobody_is_ill(finder: TextFinder, path: Path) -> None:
    assert [m for m in health(finder, path.read_text("utf-8")) if m.confidence >= 0.5] == []


def test_there_are_enough_hard_negatives() -> None:
    assert len(examples("nobody_ill")) >= 40


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Mme Claire Roux : pas d'antécédent de diabète", "disease, negated"),
        ("Mme Claire Roux : mère décédée d'un cancer du sein", "disease, family"),
    ],
)
def test_negation_and_family_stay_health_and_say_so(
    finder: TextFinder, text: str, rule: str
) -> None:
    assert rule in {mention.rule for mention in health(finder, text)}


@pytest.mark.parametrize(
    "text", ["M. Raynaud Paul a rendez-vous", "Mme Rose Diane née PARKINSON", "M. PARKINSON Jean"]
)
def test_illnesses_that_are_names(finder: TextFinder, text: str) -> None:
    assert health(finder, text) == []


def test_a_cell_in_a_persons_row_names_nobody(finder: TextFinder) -> None:
    assert health(finder, "sous chimiothérapie") == []
    (mention,) = health(finder, "sous chimiothérapie", personal=True)
    assert mention.confidence >= 0.8
    assert health(finder, "rappeler après 18 h, préfère le matin", personal=True) == []


def test_names_of_wards_and_leagues_say_nothing_of_the_person(finder: TextFinder) -> None:
    text = "M. Paul Roux a fait un don à la Ligue contre le cancer, service d'hémodialyse"
    assert health(finder, text) == []


@pytest.mark.parametrize("drug", ["Entresto", "Ozempic", "Jardiance"])
def test_brands_of_the_market_are_drugs(drug: str) -> None:
    assert terms().classes[drug.upper()] == "drug"


@pytest.mark.parametrize("word", ["CARMIN", "CITRATE", "PARIS", "MARTIN"])
def test_words_and_names_are_no_drugs(word: str) -> None:
    assert terms().classes.get(word) != "drug"
