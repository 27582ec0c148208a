"""E-mails in doubt, in the room: whoever looked for the reference says what the server has."""

import pytest
from django.test import Client

from tests.notify.test_settle import doubtful
from tests.room.conftest import Room
from tests.room.people import browser, somebody
from tests.room.told import told, words_of
from tocsin.case import Case
from tocsin.notify.public import references_in_doubt
from tocsin.room.opened import reading
from tocsin.room.roles import Role

__all__ = ["told"]


@pytest.fixture
def officer(told: Room) -> Client:
    with Case.open(told.folder) as case:
        doubtful(case)
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


@pytest.mark.parametrize(
    ("verdict", "state"), [("accepted", "accepted"), ("not_accepted", "ready")]
)
def test_a_person_settles_a_doubt(officer: Client, verdict: str, state: str) -> None:
    (reference,) = references_in_doubt(reading())
    assert reference in words_of(officer.get("/notices/doubts"))
    assert "en doute : le serveur les a-t-il ?" in words_of(officer.get("/notices"))
    asked = {"reference": reference, "verdict": verdict}
    assert officer.post("/notices/doubts/settle", asked).status_code == 302
    sql = "SELECT state FROM notices JOIN deliveries USING (notice) WHERE reference = ?"
    assert reading().store.execute(sql, (reference,)) == [(state,)]
    assert officer.post("/notices/doubts/settle", asked).status_code == 409


@pytest.mark.parametrize(
    ("asked", "status"),
    [({}, 404), ({"verdict": "perhaps"}, 404), ({"verdict": "accepted", "reference": "x"}, 409)],
)
def test_nonsense_settles_nothing(officer: Client, asked: dict[str, str], status: int) -> None:
    assert officer.post("/notices/doubts/settle", asked).status_code == status
    assert len(references_in_doubt(reading())) == 1


def test_to_send_again_proves_again_who_one_is(officer: Client) -> None:
    stale = browser(somebody("j.roux", Role.DIRECTION), fresh=False)
    answer = stale.post("/notices/doubts/settle", {"verdict": "not_accepted"})
    assert (answer.status_code, answer["Location"][:14]) == (302, "/account/again")


def test_no_doubt_is_said(told: Room) -> None:
    page = words_of(browser(somebody("lecteur", Role.READER)).get("/notices/doubts"))
    assert '<p class="big">0</p>' in page
