"""Long work started from the room is the very command: it goes on by itself, and can be stopped."""

import time
from pathlib import Path

import pytest

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tocsin.case import Case, holder, take_lock
from tocsin.room import work
from tocsin.room.roles import Role


def wait_for(room: Room, act: str, since: int) -> None:
    for _ in range(600):
        over = holder(room.folder) is None
        if over and any(done == act for done, _, _ in acts(room, since)):
            return
        time.sleep(0.1)
    pytest.fail(f"{act} never came")


def test_a_reading_started_in_the_browser_ends_by_itself(room: Room) -> None:
    client, before = browser(somebody("s", Role.SECURITY)), last_entry(room)
    answer = client.post(
        "/sealed/read",
        {"source": str(room.theft), "patients": str(room.patients), "passwords": "secret\n"},
    )
    assert answer.status_code == 302
    wait_for(room, "scope.finished", before)
    assert "work.started" in [act for act, _, _ in acts(room, before)]
    log = (room.folder / work.LOG_NAME).read_text(encoding="utf-8")
    assert "secret" not in log
    assert (room.folder / work.LOG_NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("path", ["/nulle/part", "x" * 5000, "\0"])
@pytest.mark.parametrize("missing", ["source", "patients"])
def test_a_path_that_is_not_there_is_said(room: Room, missing: str, path: str) -> None:
    asked = {"source": str(room.theft), "patients": str(room.patients), missing: path}
    answer = browser(somebody("s", Role.SECURITY)).post("/sealed/read", asked)
    assert answer.status_code == 409
    assert "chemin complet" in answer.content.decode()


def test_work_under_way_shows_wherever_it_was_started(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "holder", lambda _folder: 1)
    page = browser(somebody("s", Role.SECURITY)).get("/sealed").content.decode()
    assert "Arrêter" in page
    assert "Lancer" not in page
    answer = browser(somebody("t", Role.SECURITY)).post(
        "/sealed/read", {"source": str(room.theft), "patients": str(room.patients)}
    )
    assert answer.status_code == 409


def test_stopping_what_does_not_run_does_nothing(room: Room) -> None:
    before = last_entry(room)
    answer = browser(somebody("s", Role.SECURITY)).post("/sealed/stop")
    assert answer.status_code == 302
    assert "work.stopped" not in [act for act, _, _ in acts(room, before)]


def test_the_holder_of_a_lock_is_known_without_taking_it(tmp_path: Path) -> None:
    import os

    assert holder(tmp_path) is None
    with take_lock(tmp_path):
        assert holder(tmp_path) == os.getpid()
    assert holder(tmp_path) is None


def test_the_rooms_own_decision_is_no_work(room: Room) -> None:
    with Case.open(room.folder) as case:
        assert work.under_way(case) is None
