"""Held notices in the room: who they are, masked; one decision for those ticked, by name."""

import orjson
import pytest
from django.test import Client

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.told import told, words_of
from tocsin.room.opened import reading
from tocsin.room.roles import Role

__all__ = ["told"]
DEAD = 4
"""The number of the person who is dead."""


@pytest.fixture
def director(told: Room) -> Client:
    client = browser(somebody("j.roux", Role.DIRECTION))
    client.post("/notices/submit")
    return client


def held() -> list[int]:
    sql = "SELECT notice FROM notices WHERE channel = 'held'"
    return [notice for (notice,) in reading().store.execute(sql)]


def decision(**asked: object) -> dict[str, object]:
    return {"notice": held(), "channel": "letter", "why": "au notaire", "act": "ticked"} | asked


def channels() -> list[tuple[str, str]]:
    return reading().store.execute(  # type: ignore[return-value]
        "SELECT channel, reason FROM notices WHERE person = ?", (DEAD,)
    )


def test_the_list_is_masked_and_journaled(director: Client, told: Room) -> None:
    before = last_entry(told)
    page = words_of(director.get("/notices/held"))
    assert "personne décédée" in page
    assert "MERCADIER" not in page
    ((act, _, detail),) = acts(told, before)
    assert (act, orjson.loads(detail)) == ("look.held", {"clear": False, "persons": [DEAD]})
    assert "MERCADIER" in words_of(director.post("/notices/held/clear"))
    assert orjson.loads(acts(told, before)[-1][2])["clear"] is True


@pytest.mark.parametrize(
    ("reason", "is_there"), [("deceased", True), ("minor", False), ("", True), ("?", False)]
)
def test_the_list_goes_by_reason(director: Client, reason: str, is_there: bool) -> None:
    page = words_of(director.get(f"/notices/held?reason={reason}"))
    assert ('name="notice"' in page) is is_there


def test_a_decision_makes_a_new_notice_to_approve(director: Client) -> None:
    assert director.post("/notices/held/decide", decision()).status_code == 302
    assert channels() == [("letter", "decided")]
    assert reading().store.execute("SELECT decided_by, why FROM hold_decisions") == [
        ("j.roux", "au notaire")
    ]
    assert '<p class="big">1</p><p>avis à soumettre' in words_of(director.get("/notices"))


def test_all_of_one_reason_are_decided_at_once(director: Client) -> None:
    asked = decision(notice=[], reason="deceased", act="all", channel="held")
    answer = director.post("/notices/held/decide", asked)
    assert answer["Location"] == "/notices/held?reason=deceased"
    assert channels() == [("held", "decided")]


def test_the_letter_may_go_to_another(director: Client) -> None:
    to = {"name": "Me Notaire", "address": "1 rue Haute", "postal_code": "42000", "city": "X"}
    assert director.post("/notices/held/decide", decision(**to)).status_code == 302
    assert reading().store.execute("SELECT name, city FROM hold_decisions") == [("Me Notaire", "X")]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"why": " "}, 409),
        ({"notice": []}, 409),
        ({"notice": ["x", 99]}, 409),
        ({"channel": "pigeon"}, 404),
        ({"reason": "pigeon"}, 404),
        ({"notice": [], "reason": "minor", "act": "all"}, 409),
        ({"name": "Me Notaire"}, 409),
    ],
)
def test_what_is_not_complete_decides_nothing(
    director: Client, change: dict[str, object], status: int
) -> None:
    assert director.post("/notices/held/decide", decision(**change)).status_code == status
    assert channels() == [("held", "deceased")]


def test_who_only_reads_decides_nothing(director: Client) -> None:
    client = browser(somebody("lecteur", Role.READER))
    assert "Décider" not in words_of(client.get("/notices/held"))
    assert client.post("/notices/held/decide", decision()).status_code == 403
    assert client.post("/notices/held/clear").status_code == 403
