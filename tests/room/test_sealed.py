"""The sealed copy in the room: compared with its log by the very command, shown as it goes."""

import pytest
from django.test import Client

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.test_mending import own
from tests.room.told import words_of
from tocsin.case import Case
from tocsin.progress import Silent
from tocsin.room import work
from tocsin.room.roles import Role
from tocsin.seal import Source
from tocsin.seal.custody import seal
from tocsin.seal.recheck import recheck

__all__ = ["own"]


@pytest.fixture
def officer(own: Room) -> Client:
    with Case.open(own.folder) as case:
        seal(case, Source.at(str(own.theft)), Silent())
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


def check(own: Room) -> None:
    with Case.open(own.folder) as case:
        recheck(case, Source.at(str(own.theft)), Silent())


def test_checking_is_the_very_command(
    officer: Client, own: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def start(words: list[str]) -> int:
        started.append(words)
        return 4711

    monkeypatch.setattr(work, "_start", start)
    before = last_entry(own)
    assert "Contrôler tous les fichiers" in words_of(officer.get("/sealed"))
    assert officer.post("/sealed/check").status_code == 302
    assert started == [["custody", "check", "--case", str(own.folder)]]
    assert [act for act, _, _ in acts(own, before)] == ["seal.check_asked"]


def test_what_is_as_sealed_is_said(officer: Client, own: Room) -> None:
    check(own)
    assert "Tels que scellés." in words_of(officer.get("/sealed"))
    assert "Aucun." in words_of(officer.get("/sealed/unlike"))


def test_what_differs_is_counted_and_named_masked(officer: Client, own: Room) -> None:
    (own.theft / "nouveau.txt").write_text("x", encoding="utf-8")
    check(own)
    assert "1 ajoutés" in words_of(officer.get("/sealed"))
    assert "nouveau" not in words_of(officer.get("/sealed/unlike"))
    assert "nouveau.txt" in words_of(officer.post("/sealed/unlike/clear"))


def test_a_check_that_was_stopped_is_said(officer: Client, own: Room) -> None:
    with Case.open(own.folder) as case:
        case.store.execute(
            "INSERT INTO seal_checks (started_at, head, bytes, bytes_done)"
            " VALUES ('2025-07-10T10:00:00+00:00', 6, 100, 40)"
        )
    assert "a été arrêté à 40" in words_of(officer.get("/sealed"))
