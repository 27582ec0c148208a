"""Letters in the room: written by the very command, listed, and taken home by an act."""

import pytest
from django.test import Client

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.told import give_out_calls, told, words_of
from tocsin.room import work
from tocsin.room.roles import Role

__all__ = ["told"]


@pytest.fixture
def officer(told: Room) -> Client:
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


def test_nothing_is_written_at_first(officer: Client) -> None:
    officer.post("/notices/submit")
    page = words_of(officer.get("/notices/letters"))
    assert '<p class="big">2</p><p>lettres et appels à écrire' in page
    assert "Aucun." in page


def test_writing_is_the_very_command(
    officer: Client, told: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def start(words: list[str]) -> int:
        started.append(words)
        return 4711

    monkeypatch.setattr(work, "_start", start)
    before = last_entry(told)
    assert officer.post("/notices/letters/write").status_code == 302
    assert started == [["notify", "letters", "--case", str(told.folder)]]
    assert [act for act, _, _ in acts(told, before)] == ["letters.asked"]


def test_a_file_is_listed_and_taken(officer: Client, told: Room) -> None:
    give_out_calls(told.folder)
    page = words_of(officer.get("/notices/letters"))
    assert "recommandees-0001.pdf" in page
    before = last_entry(told)
    answer = officer.post("/notices/letters/1/take")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="recommandees-0001.pdf"'
    ((act, actor, detail),) = acts(told, before)
    assert (act, actor) == ("letters.taken", "room/c.morel")
    assert detail == '{"file":"recommandees-0001.pdf","letters":1}'


def test_to_take_one_proves_again_who_one_is(told: Room) -> None:
    give_out_calls(told.folder)
    stale = browser(somebody("c.morel", Role.DATA_PROTECTION), fresh=False)
    answer = stale.post("/notices/letters/1/take")
    assert (answer.status_code, answer["Location"][:14]) == (302, "/account/again")


def test_a_file_that_was_moved_is_said_and_not_found(officer: Client, told: Room) -> None:
    give_out_calls(told.folder)
    (told.folder / "lettres" / "recommandees-0001.pdf").unlink()
    assert "n'est plus là" in words_of(officer.get("/notices/letters"))
    assert officer.post("/notices/letters/1/take").status_code == 404
    assert officer.post("/notices/letters/7/take").status_code == 404


def test_who_only_reads_takes_nothing(told: Room) -> None:
    give_out_calls(told.folder)
    client = browser(somebody("lecteur", Role.READER))
    page = words_of(client.get("/notices/letters"))
    assert "recommandees-0001.pdf" in page
    assert "Prendre" not in page
    assert client.post("/notices/letters/1/take").status_code == 403
