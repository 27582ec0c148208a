"""Somebody under a name that the index has not is recognised as a patient, and told like one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubtful import FATHER, SOLANGE, affected, run, write_index, write_theft
from tocsin.assess.people.named import recognise
from tocsin.assess.public import Review, list_strangers, second_sample, standing
from tocsin.case import Case
from tocsin.errors import UsageError

SOLANGES = 3
SAID = "Madame Irène ZYLBERSTEIN, née le 14/09/1931, présente un asthme sévère.\n"
OTHER = "Madame Irène ZYLBERSTEIN, née le 11/12/1988, a rendez-vous le 3 mai 2025.\n"


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Case]:
    """Two namesakes whom the index does not know; one is a patient's maiden name."""
    write_index(tmp_path / "patients.csv")
    theft = write_theft(tmp_path / "vol")
    (theft / "a.txt").write_text(SAID, encoding="utf-8")
    (theft / "b.txt").write_text(f"{SAID}\n", encoding="utf-8")
    (theft / "c.txt").write_text(OTHER, encoding="utf-8")
    with Case.create_or_open(tmp_path / "affaire") as case:
        run(case, tmp_path)
        yield case


def strangers(case: Case) -> dict[str, int]:
    """By their first document: in how many they are."""
    return dict(
        case.store.execute(
            "SELECT path, documents FROM strangers JOIN documents USING (document)"
            " WHERE strangers.reason = 'not_in_index'"
        )
    )


def mark(case: Case, path: str) -> str:
    (found,) = case.store.one(
        "SELECT mark FROM strangers JOIN documents USING (document) WHERE path = ?", (path,)
    )
    return str(found)


def test_what_is_said_of_them_is_the_patients(named: Case) -> None:
    assert strangers(named) == {"a.txt": 2, "c.txt": 1}
    assert affected(named)[SOLANGE][0] == "administrative"
    assert recognise(named, mark(named, "a.txt"), SOLANGES, "Anne", "nom de naissance") == 2
    tier, categories, status = affected(named)[SOLANGE]
    assert (tier, status) == ("medical", "confirmed")
    assert "health" in categories
    assert strangers(named) == {"c.txt": 1}, "of another birth date: somebody else"


def test_a_new_reading_remembers(named: Case, tmp_path: Path) -> None:
    recognise(named, mark(named, "a.txt"), SOLANGES, "Anne", "x")
    before = affected(named)
    (tmp_path / "vol" / "encore.txt").write_text("Liste des courses.\n", encoding="utf-8")
    run(named, tmp_path)
    assert (affected(named), strangers(named)) == (before, {"c.txt": 1})


def test_undone_they_are_outside_again(named: Case) -> None:
    before, outside = affected(named), strangers(named)
    recognise(named, mark(named, "a.txt"), SOLANGES, "Anne", "x")
    for decision in list(standing(named.store)):
        Review(named, "Anne").undo(decision)
    list_strangers(named.store)
    assert (affected(named), strangers(named)) == (before, outside)


def test_nobody_is_asked_it_a_second_time(named: Case) -> None:
    recognise(named, mark(named, "a.txt"), SOLANGES, "Anne", "x")
    assert second_sample(named, 50) == []


@pytest.mark.parametrize(("stranger", "why"), [("s0", "x"), ("", "x"), (None, " ")])
def test_what_is_not_complete_recognises_nobody(
    named: Case, stranger: str | None, why: str
) -> None:
    before = affected(named)
    with pytest.raises(UsageError):
        recognise(
            named, stranger if stranger is not None else mark(named, "a.txt"), SOLANGES, "Anne", why
        )
    assert affected(named) == before
    assert FATHER in before
