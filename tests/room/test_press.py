"""The press sheet in the room: two accounts freeze a version."""

import html

import pytest
from django.test import Client

from tests.room.conftest import Room
from tests.room.people import browser, somebody
from tests.room.told import told
from tocsin.case import Case
from tocsin.report.public import approve_press, versions
from tocsin.room.opened import reading
from tocsin.room.roles import Role

__all__ = ["told"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.report.press.versions.to_pdf", lambda _: b"%PDF-1.7\n")


@pytest.fixture
def writer(told: Room) -> Client:
    return browser(somebody("p.blanc", Role.COMMUNICATION))


@pytest.fixture
def director(told: Room) -> Client:
    return browser(somebody("j.roux", Role.DIRECTION))


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_two_accounts_freeze_a_version(writer: Client, director: Client) -> None:
    assert "Aucune version" in page(writer, "/press")
    answer = writer.post("/press/draft")
    assert (answer.status_code, answer["Location"]) == (302, "/press/1")
    assert writer.post("/press/1/approve").status_code == 302
    assert "une autre personne doit le faire" in page(writer, "/press/1")
    assert writer.post("/press/1/approve").status_code == 409
    assert director.post("/press/1/approve").status_code == 302
    assert "Figée" in page(writer, "/press/1")
    (version,) = versions(reading().store)
    assert version.approved_by == ("p.blanc", "j.roux")


def test_who_approved_at_a_terminal_counts_once(director: Client, told: Room) -> None:
    director.post("/press/draft")
    with Case.open(told.folder) as case:
        approve_press(case, 1, person="Jean Roux")
    user = director.get("/press/1").wsgi_request.user
    user.full_name = "Jean Roux"
    user.save()
    assert "Vous l'avez approuvée" in page(director, "/press/1")
    assert director.post("/press/1/approve").status_code == 409


def test_what_changed_is_shown(director: Client, told: Room) -> None:
    director.post("/press/draft")
    with Case.open(told.folder) as case:
        case.store.execute("UPDATE affected SET status = 'to_review'")
    director.post("/press/draft")
    assert "Ce qui change depuis la version 1" in page(director, "/press/2")
    assert director.post("/press/1/approve").status_code == 409


def test_a_version_that_is_not_there_is_said(director: Client) -> None:
    assert director.get("/press/7").status_code == 409
