"""Review in the browser: a decision changes what stands, undoing restores it, a second reader."""

import re

import pytest
from django.test import Client

from tests.doubtful import FATHER, SON, affected
from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tocsin.case import Case
from tocsin.room.roles import Role

KEY = re.compile(r"/review/(q[0-9a-f]{16})")


@pytest.fixture
def officer(room: Room) -> Client:
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


def first_key(client: Client) -> str:
    return KEY.findall(client.get("/review").content.decode())[0]


def homonyms(client: Client) -> str:
    return KEY.findall(client.get("/people/homonyms").content.decode())[0]


def state(room: Room) -> dict[str, tuple[str, str, str]]:
    with Case.open(room.folder, exclusive=False) as case:
        return affected(case)


def test_the_gravest_question_comes_first(officer: Client) -> None:
    assert first_key(officer) == homonyms(officer)


def test_one_key_decides_and_leads_on(officer: Client, room: Room) -> None:
    key, before = homonyms(officer), last_entry(room)
    page = officer.get(f"/review/{key}").content.decode()
    first_offered = FATHER if page.index("1950") < page.index("1980") else SON
    answer = officer.post(f"/review/{key}/decide", {"answer": "1"})
    assert answer.status_code == 302
    assert key not in answer["Location"]
    assert set(state(room)) & {FATHER, SON} == {first_offered}
    assert ("review.decided", "room/c.morel") in [(a, who) for a, who, _ in acts(room, before)]


def test_undo_restores_what_was(officer: Client, room: Room) -> None:
    before, key = state(room), homonyms(officer)
    officer.post(f"/review/{key}/decide", {"answer": "n"})
    assert state(room) != before
    answer = officer.post("/review/undo")
    assert answer["Location"] == f"/review/{key}"
    assert state(room) == before


def test_nobody_undoes_another_reader(officer: Client, room: Room) -> None:
    key = homonyms(officer)
    officer.post(f"/review/{key}/decide", {"answer": "n"})
    decided = state(room)
    other = browser(somebody("d.petit", Role.DATA_PROTECTION))
    assert other.post("/review/undo")["Location"] == "/review"
    assert state(room) == decided


def test_skipping_decides_nothing(officer: Client, room: Room) -> None:
    before, key = state(room), first_key(officer)
    answer = officer.post(f"/review/{key}/decide", {"answer": "skip"})
    assert key not in answer["Location"]
    assert state(room) == before


@pytest.mark.parametrize("nonsense", ["", "7", "peut-être", "1; DROP TABLE decisions"])
def test_nonsense_is_said_and_decides_nothing(officer: Client, room: Room, nonsense: str) -> None:
    before, key = state(room), homonyms(officer)
    page = officer.post(f"/review/{key}/decide", {"answer": nonsense})
    assert "pas une réponse" in page.content.decode()
    assert state(room) == before


def test_all_is_decided_at_last(officer: Client) -> None:
    for _ in range(10):
        found = KEY.findall(officer.get("/review").content.decode())
        if not found:
            break
        officer.post(f"/review/{found[0]}/decide", {"answer": "n"})
    assert "Tout est tranché" in officer.get("/review").content.decode()


def test_a_second_reader_is_another_person(officer: Client) -> None:
    key = homonyms(officer)
    officer.post(f"/review/{key}/decide", {"answer": "n"})
    assert officer.get("/review/second")["Location"] == "/review/agreement"
    answer = officer.post(f"/review/{key}/decide", {"answer": "1", "second": "1"})
    assert answer.status_code == 409

    other = browser(somebody("d.petit", Role.DATA_PROTECTION))
    location = other.get("/review/second")["Location"]
    assert location == f"/review/{key}?second=1"
    page = other.get(location).content.decode()
    assert "second lecteur" in page
    assert "Déjà tranchée" not in page
    other.post(f"/review/{key}/decide", {"answer": "1", "second": "1"})
    page = other.get("/review/agreement").content.decode()
    assert key in page
    assert re.search(r">0\s*%", page)


def test_deciding_waits_for_whatever_works_on_the_case(officer: Client, room: Room) -> None:
    key, before = homonyms(officer), state(room)
    with Case.open(room.folder):
        answer = officer.post(f"/review/{key}/decide", {"answer": "n"})
        assert officer.get("/people").status_code == 200
    assert answer.status_code == 409
    assert "Un autre Tocsin" in answer.content.decode()
    assert state(room) == before


def test_a_question_that_is_none(officer: Client) -> None:
    assert officer.get("/review/q0000").status_code == 404
    assert officer.post("/review/q0000/decide", {"answer": "n"}).status_code == 404
