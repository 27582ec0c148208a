"""Calls in the room: a caller sees the tasks, opens one at a time, and notes what came of it."""

import html

import orjson
import pytest
from django.test import Client

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.told import give_out_calls, told
from tocsin.case import Case
from tocsin.notify.public import assign_calls, call_tasks
from tocsin.room.models import User
from tocsin.room.opened import reading
from tocsin.room.roles import Role

__all__ = ["told"]


@pytest.fixture
def caller(told: Room) -> Client:
    give_out_calls(told.folder)
    with Case.open(told.folder) as case:
        assign_calls(case, [reference()], "l.faure", "j.roux")
    return browser(somebody("l.faure", Role.CALLER))


@pytest.fixture
def director(told: Room) -> Client:
    return browser(somebody("j.roux", Role.DIRECTION))


def reference() -> str:
    (task,) = call_tasks(reading())
    return task.reference


def text(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_nothing_is_given_out_at_first(told: Room) -> None:
    client = browser(somebody("l.faure", Role.CALLER))
    assert "Aucun appel ne vous est confié" in text(client.get("/calls"))


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


def assigned() -> list[tuple[str, str]]:
    return reading().store.execute(  # type: ignore[return-value]
        "SELECT assigned_to, assigned_by FROM call_assignments ORDER BY assignment"
    )


def test_a_caller_sees_only_the_tasks_of_their_account(caller: Client) -> None:
    other = browser(somebody("m.blanc", Role.CALLER))
    assert reference() in text(caller.get("/calls"))
    assert "Aucun appel ne vous est confié" in text(other.get("/calls"))
    assert reference() not in text(other.get("/calls?caller=l.faure"))
    asked = {"reference": reference(), "outcome": "no_answer"}
    assert other.post("/calls/open", asked).status_code == 404
    assert other.post("/calls/note", asked).status_code == 404


def test_direction_gives_a_task_out_and_takes_it_back(caller: Client, director: Client) -> None:
    somebody("m.blanc", Role.CALLER)
    given = {"reference": reference(), "caller": "m.blanc", "act": "ticked"}
    assert director.post("/calls/assign", given).status_code == 302
    assert reference() not in text(caller.get("/calls"))
    assert director.post("/calls/assign", {**given, "act": "back"}).status_code == 302
    (task,) = call_tasks(reading())
    assert task.caller == ""
    assert assigned()[1:] == [("m.blanc", "j.roux"), ("", "j.roux")]


def test_the_first_free_tasks_are_given_out_by_number(told: Room, director: Client) -> None:
    give_out_calls(told.folder)
    somebody("l.faure", Role.CALLER)
    asked = {"caller": "l.faure", "act": "next", "count": "10"}
    assert director.post("/calls/assign", asked).status_code == 302
    assert assigned() == [("l.faure", "j.roux")]
    assert director.post("/calls/assign", asked).status_code == 409  # none is free any more


@pytest.mark.parametrize("act", ["ticked", "back", "next"])
def test_a_choice_of_nothing_is_refused(caller: Client, director: Client, act: str) -> None:
    asked = {"caller": "l.faure", "act": act, "count": "0"}
    assert director.post("/calls/assign", asked).status_code == 409


def test_tasks_are_given_only_to_accounts_that_call(caller: Client, director: Client) -> None:
    somebody("n.petit", Role.READER)
    for name in ("n.petit", "inconnue"):
        asked = {"reference": reference(), "caller": name, "act": "ticked"}
        assert director.post("/calls/assign", asked).status_code == 404
    assert caller.post("/calls/assign", {"reference": reference()}).status_code == 403


def test_who_gives_out_tasks_sees_whose_they_are(caller: Client, director: Client) -> None:
    page = text(director.get("/calls"))
    assert "l.faure" in page
    assert reference() in text(director.get("/calls?caller=l.faure"))
    assert reference() not in text(director.get("/calls?caller=-"))
    user = User.objects.get(username="l.faure")
    user.is_active = False
    user.save()
    assert "ce compte n'appelle plus" in text(director.get("/calls"))


def test_giving_out_is_journaled_by_numbers(caller: Client, director: Client, told: Room) -> None:
    before = last_entry(told)
    director.post("/calls/assign", {"reference": reference(), "act": "back"})
    ((act, actor, detail),) = acts(told, before)
    assert (act, actor) == ("call.assigned", "room/j.roux")
    (task,) = call_tasks(reading())
    assert orjson.loads(detail) == {"notices": [task.notice], "to": "", "by": "j.roux"}


@pytest.mark.parametrize("after", ["1-2", "a-b-c", "1--2-3", "9" * 40, "0-9-9-9"])
def test_a_key_of_nonsense_is_the_beginning(caller: Client, after: str) -> None:
    assert reference() in text(caller.get(f"/calls?after={after}"))
