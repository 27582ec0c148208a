"""In which stratum a document falls: where a miss is likelier, the sample looks harder."""

from pathlib import Path

import pytest

from tests.doubtful import run
from tocsin.assess.recall.strata import Group, Reason, group_of, units
from tocsin.case import Case

UNOWNED = "Compte rendu de consultation\nLa patiente présente un asthme sévère, sous salbutamol.\n"
ABOUT_NOBODY = (
    "Procédure : chez les patients sous chimiothérapie, il convient de se laver les mains.\n"
)


@pytest.mark.parametrize(
    ("text", "stratum"),
    [
        (UNOWNED, "unowned"),
        (ABOUT_NOBODY, "words/text"),
        ("Réunion du lundi : budget, parking.\n", "nobody/text"),
    ],
)
def test_health_words_that_were_given_to_nobody(
    doubtful: Case, tmp_path: Path, text: str, stratum: str
) -> None:
    (tmp_path / "vol" / "note.txt").write_text(text, encoding="utf-8")
    run(doubtful, tmp_path)
    assert {unit.path: unit.stratum for unit in units(doubtful.store)}["note.txt"] == stratum


def test_words_too_faint_to_be_given_to_the_person_named(doubtful: Case) -> None:
    (sure,) = doubtful.store.one("SELECT document FROM documents WHERE path = 'sure.txt'")
    doubtful.store.execute("INSERT INTO hints VALUES (?, 0.45)", (sure,))
    assert {unit.path: unit.reason for unit in units(doubtful.store)}["sure.txt"] is Reason.FAINT


def test_what_is_found_leaves_no_hint(doubtful: Case) -> None:
    assert (
        doubtful.store.execute("SELECT path, score FROM hints JOIN documents USING (document)")
        == []
    )


def test_a_hint_is_forgotten_with_its_document(doubtful: Case, tmp_path: Path) -> None:
    note = tmp_path / "vol" / "note.txt"
    note.write_text(UNOWNED, encoding="utf-8")
    run(doubtful, tmp_path)
    assert doubtful.store.count("SELECT count(*) FROM hints") == 1
    note.write_text("Réunion du lundi.\n", encoding="utf-8")
    run(doubtful, tmp_path)
    assert doubtful.store.count("SELECT count(*) FROM hints") == 0


def test_copies_bear_the_hint_of_their_first(doubtful: Case, tmp_path: Path) -> None:
    for name in ("note.txt", "note (copie).txt"):
        (tmp_path / "vol" / name).write_text(UNOWNED, encoding="utf-8")
    run(doubtful, tmp_path)
    assert doubtful.store.count("SELECT count(*) FROM hints") == 2


def test_risky_strata() -> None:
    risky = {reason for reason in Reason if group_of(reason.value) is Group.RISKY}
    assert {Reason.UNOWNED, Reason.FAINT} <= risky
    assert Reason.WORDS not in risky
