"""Calls in the room: a caller sees the tasks, opens one at a time, and notes what came of it."""

import html

import orjson
import pytest
from django.test import Client

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.told import give_out_calls, told
from tocsin.notify.public import call_tasks
from tocsin.room.opened import reading
from tocsin.room.roles import Role

__all__ = ["told"]


@pytest.fixture
def caller(told: Room) -> Client:
    give_out_calls(told.folder)
    return browser(somebody("l.faure", Role.CALLER))


def reference() -> str:
    (task,) = call_tasks(reading())
    return task.reference


def text(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_nothing_is_given_out_at_first(told: Room) -> None:
    client = browser(somebody("l.faure", Role.CALLER))
    assert "Aucun appel n'est confié" in text(client.get("/calls"))


def test_the_list_is_masked_and_journaled(caller: Client, told: Room) -> None:
    before = last_entry(told)
    page = text(caller.get("/calls"))
    assert reference() in page
    assert "DUPONT" not in page
    assert "06 39" not in page
    ((act, actor, detail),) = acts(told, before)
    assert (act, actor) == ("look.calls", "room/l.faure")
    assert orjson.loads(detail) == {"clear": False, "persons": [3]}


def test_one_task_opens_in_clear_with_what_to_say(caller: Client, told: Room) -> None:
    before = last_entry(told)
    page = text(caller.post("/calls/open", {"reference": reference()}))
    assert "06 39 98 00 02" in page
    assert "02/03/1954" in page
    assert "Saint-Étienne" in page
    assert "Clinique des Trois Ponts" in page
    ((act, _, detail),) = acts(told, before)
    assert act == "look.call"
    assert orjson.loads(detail) == {"clear": True, "person": 3}


def test_an_outcome_closes_the_task(caller: Client, told: Room) -> None:
    asked = {"reference": reference(), "outcome": "told"}
    unchecked = caller.post("/calls/note", asked)
    assert unchecked.status_code == 409
    assert "identité" in text(unchecked)
    assert caller.post("/calls/note", {**asked, "checked": "on"}).status_code == 302
    (task,) = call_tasks(reading())
    assert not task.is_open
    assert reading().store.execute("SELECT caller FROM call_attempts") == [("l.faure",)]


def test_to_call_back_needs_an_hour(caller: Client) -> None:
    asked = {"reference": reference(), "outcome": "call_back"}
    assert caller.post("/calls/note", {**asked, "call_back": "demain"}).status_code == 409
    assert caller.post("/calls/note", {**asked, "call_back": "2030-01-02T10:00"}).status_code == 302
    (task,) = call_tasks(reading())
    assert (task.attempts, task.due.year) == (1, 2030)


@pytest.mark.parametrize("asked", [{}, {"reference": "x"}, {"reference": "x", "outcome": "x"}])
def test_what_is_no_task_is_not_found(caller: Client, asked: dict[str, str]) -> None:
    assert caller.post("/calls/open", asked).status_code == 404
    assert caller.post("/calls/note", asked).status_code == 404


def test_a_caller_reaches_nothing_else(caller: Client) -> None:
    for path in ("/now", "/notices", "/people", "/people/3", "/findings", "/journal"):
        assert caller.get(path).status_code == 403
    assert caller.post("/people/3/clear").status_code == 403
