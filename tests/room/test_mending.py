"""Persons put right in the room: corrected, merged, split, undone; with a name and a reason."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from django.test import Client, override_settings

from tests.doubtful import FATHER, ODILE, SOLANGE, SON, affected, run, write_index, write_theft
from tests.room.conftest import Room, acts, forget, last_entry
from tests.room.people import browser, somebody
from tests.room.told import words_of
from tocsin.case import Case
from tocsin.room import opened
from tocsin.room.roles import Role

WHY = {"why": "état civil"}


@pytest.fixture
def own(room: Room, tmp_path: Path) -> Iterator[Room]:
    """A case of this test's own: corrections and merges are kept for good."""
    patients, theft = write_index(tmp_path / "patients.csv"), write_theft(tmp_path / "vol")
    with Case.create_or_open(tmp_path / "affaire") as case:
        run(case, tmp_path)
    with override_settings(TOCSIN_CASE=str(tmp_path / "affaire")):
        yield Room(tmp_path / "affaire", theft, patients)
        opened.close()
    forget()


@pytest.fixture
def officer(own: Room) -> Client:
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


def who(own: Room) -> dict[str, tuple[str, str, str]]:
    with Case.open(own.folder, exclusive=False) as case:
        return affected(case)


def undo(client: Client, person: int, kind: str, decision: int) -> int:
    asked = {"kind": kind, "decision": str(decision)}
    return client.post(f"/people/{person}/undo", asked).status_code


def test_a_value_is_corrected_shown_masked_and_undone(officer: Client, own: Room) -> None:
    before = last_entry(own)
    asked = {"column": "birth_date", "value": "03/02/2015", **WHY}
    assert officer.post("/people/3/correct", asked).status_code == 302
    ((act, actor, detail),) = acts(own, before)
    assert (act, actor) == ("person.corrected", "room/c.morel")
    assert orjson.loads(detail) == {
        "correction": 1,
        "person": 3,
        "field": "birth_date",
        "by": "c.morel",
    }
    page = words_of(officer.get("/people/3"))
    assert "Mineur" in page
    assert "2015-02-03" not in page
    assert "2015-02-03" in words_of(officer.post("/people/3/clear"))
    assert undo(officer, 3, "correction", 1) == 302
    assert "Mineur" not in words_of(officer.get("/people/3"))
    assert undo(officer, 3, "correction", 1) == 404


def test_a_corrected_name_is_found(officer: Client) -> None:
    officer.post("/people/search", {"words": "montagnier"})
    officer.post("/people/3/correct", {"column": "used_name", "value": "ZAMORANO", **WHY})
    assert "/people/3" in words_of(officer.post("/people/search", {"words": "zamorano"}))


def test_two_rows_are_merged_and_split(officer: Client, own: Room) -> None:
    assert officer.post("/people/0/merge", {"patient": SON, **WHY}).status_code == 302
    assert SON not in who(own)
    assert "Réunie à une autre fiche" in words_of(officer.get("/people/1"))
    assert "compte pour la fiche réunie" in words_of(officer.get("/people/1"))
    assert undo(officer, 1, "merge", 1) == 302
    assert {FATHER, SON} <= set(who(own))


def test_documents_are_set_apart_and_given_back(officer: Client, own: Room) -> None:
    page = words_of(officer.get("/people/3"))
    (document,) = {part.split('"')[0] for part in page.split('name="document" value="')[1:]}
    asked = {"document": document, "patient": ODILE, **WHY}
    assert officer.post("/people/3/apart", asked).status_code == 302
    assert SOLANGE not in who(own)
    assert who(own)[ODILE][2] == "confirmed"
    assert "quelqu'un d'autre" in words_of(officer.get("/people/2"))
    assert undo(officer, 3, "apart", 1) == 302
    assert who(own)[SOLANGE][2] == "confirmed"


@pytest.mark.parametrize(
    ("act", "asked", "status"),
    [
        ("correct", {"column": "email", "value": "x"}, 409),
        ("correct", {"column": "nir", "value": "1"}, 409),
        ("correct", {}, 409),
        ("merge", {"patient": "P999"}, 409),
        ("merge", {"patient": SOLANGE}, 409),
        ("apart", {"document": "x"}, 409),
        ("apart", {"patient": "P999"}, 409),
        ("undo", {"kind": "merge", "decision": "1"}, 404),
        ("undo", {}, 404),
    ],
)
def test_nonsense_changes_nothing(
    officer: Client, own: Room, act: str, asked: dict[str, str], status: int
) -> None:
    before = who(own)
    assert officer.post(f"/people/3/{act}", {**WHY, **asked}).status_code == status
    assert who(own) == before


@pytest.mark.parametrize("act", ["correct", "merge", "apart", "undo"])
def test_nobody_is_put_right_who_is_not_there(officer: Client, act: str) -> None:
    assert officer.post(f"/people/99/{act}", {"patient": SON, **WHY}).status_code == 404


def test_a_reason_is_needed(officer: Client, own: Room) -> None:
    for act, asked in (
        ("correct", {"column": "city", "value": "Roanne"}),
        ("merge", {"patient": ODILE}),
    ):
        assert officer.post(f"/people/3/{act}", {**asked, "why": " "}).status_code == 409
    assert set(who(own)) == {FATHER, SON, ODILE, SOLANGE}


def test_somebody_outside_the_index_is_recognised_and_given_back(own: Room) -> None:
    text = "Madame Irène ZYLBERSTEIN, née le 14/09/1931, présente un asthme sévère.\n"
    (own.theft / "inconnue.txt").write_text(text, encoding="utf-8")
    with Case.open(own.folder) as case:
        run(case, own.theft.parent)
    officer = browser(somebody("c.morel", Role.DATA_PROTECTION))
    page = words_of(officer.get("/people/outside"))
    assert "ZYLBERSTEIN" not in page
    assert "ZYLBERSTEIN" in words_of(officer.post("/people/outside/clear"))
    (stranger,) = [part.split('"')[0] for part in page.split('name="stranger" value="')[1:]]
    asked = {"stranger": stranger, "patient": ODILE, **WHY}
    answer = officer.post("/people/outside/recognise", asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/2")
    assert who(own)[ODILE] == ("medical", "civil_status;health", "confirmed")
    assert 'name="stranger"' not in words_of(officer.get("/people/outside"))
    assert undo(officer, 2, "named", 1) == 302
    assert 'name="stranger"' in words_of(officer.get("/people/outside"))


@pytest.mark.parametrize("asked", [{}, {"patient": "P999"}, {"patient": ODILE, "stranger": "x"}])
def test_nonsense_recognises_nobody(officer: Client, asked: dict[str, str]) -> None:
    assert officer.post("/people/outside/recognise", {**WHY, **asked}).status_code == 409


def test_two_outside_the_index_are_merged_and_split_in_the_room(own: Room) -> None:
    maiden = "Madame Irène ZYLBERSTEIN, née le 14/09/1931, présente un asthme sévère.\n"
    (own.theft / "a.txt").write_text(maiden, encoding="utf-8")
    married = "Madame Irène QUATREFAGES présente une gastrite sévère.\n"
    (own.theft / "b.txt").write_text(married, encoding="utf-8")
    with Case.open(own.folder) as case:
        run(case, own.theft.parent)
    officer = browser(somebody("c.morel", Role.DATA_PROTECTION))

    def marks() -> list[str]:
        page = words_of(officer.get("/people/outside"))
        return [part.split('"')[0] for part in page.split('name="stranger" value="')[1:]]

    kept, other = marks()
    asked = {"stranger": kept, "other": other, **WHY}
    assert officer.post("/people/outside/merge", asked).status_code == 302
    assert len(marks()) == 1
    assert officer.post("/people/outside/merge", asked).status_code == 409
    undone = officer.post("/people/outside/split", {"decision": "1"})
    assert undone.status_code == 302
    assert marks() == [kept, other]
    assert officer.post("/people/outside/split", {"decision": "1"}).status_code == 404
