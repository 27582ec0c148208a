"""Carers' notes in everyday words, and notes of the house that are no matter of health."""

import pytest

from tests.find.lexicon import SmallLexicon
from tocsin.find import TextFinder
from tocsin.model.mention import Mention, MentionKind

FINDER = TextFinder(SmallLexicon())


def noted(text: str) -> list[Mention]:
    return [m for m in FINDER.find(text) if m.kind is MentionKind.HEALTH and m.confidence >= 0.5]


@pytest.mark.parametrize(
    "text",
    [
        "Transmissions\nch 14 DUPONT Marie - sonnette toute la nuit, réclame sa sœur disparue",
        "Kiné DURAND Paul, 54 ans\nPiétine, accroche les tapis, regarde ses pieds",
        "Assistante sociale. Entretien avec Mme BERNARD Louise : laisse brûler les casseroles",
    ],
)
def test_what_carers_say_of_somebody_is_for_a_person_to_look_at(text: str) -> None:
    assert [m.confidence for m in noted(text) if m.rule == "carers' note"] == [0.5]


@pytest.mark.parametrize(
    "text",
    [
        "Transmissions\nch 14 DUPONT Marie : famille reçue, sortie demain 11 h, taxi à commander",
        "Transmissions\nch 14 DUPONT Marie : RAS, a bien dormi",
        "Accueil\nDUPONT Marie : perdu un parapluie vert rayé dans le couloir",
        "Kiné\nMme DUPONT Marie,\nVous êtes attendue pour la séance gymnastique collective lundi",
        "Transmissions\nch 14 : sonnette toute la nuit, réclame sa sœur disparue",
    ],
)
def test_matters_of_the_house_are_not(text: str) -> None:
    assert noted(text) == []


@pytest.mark.parametrize(
    ("text", "is_health"),
    [
        ("Mme DUPONT Marie, 04 77 00 00 00\nveut une IVG, rendez-vous jeudi au centre ?", True),
        ("Mme DUPONT Marie\nAvez-vous de l'asthme, un diabète, une allergie ?", False),
        ("DUPONT Marie : Lantus 24", True),
        ("DUPONT Marie : Zophren donné à 14 h", True),
        ("DUPONT Marie : livraison 24", False),
        ("DUPONT Marie : potassium à 6,8", True),
        ("DUPONT Marie : TA 8/5", True),
        ("DUPONT Marie : tympan perforé et moignon rouge", True),
        ("DUPONT Marie : parquet rayé et châssis rouge", False),
    ],
)
def test_doses_values_and_words_of_medicine(text: str, *, is_health: bool) -> None:
    assert bool(noted(text)) is is_health
