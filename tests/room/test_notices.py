"""Notices in the room: two accounts stand for what leaves, and anybody of them can stop it."""

import html

import orjson
import pytest
from django.test import Client

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.told import told
from tocsin.notify.public import batches
from tocsin.room import work
from tocsin.room.models import User
from tocsin.room.opened import reading
from tocsin.room.roles import Role
from tocsin.room.signature import signature

__all__ = ["told"]
NAMES = ("DUPONT", "MERCADIER", "exemple.invalid", "Lilas")


@pytest.fixture
def officer(told: Room) -> Client:
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


@pytest.fixture
def director(told: Room) -> Client:
    return browser(somebody("j.roux", Role.DIRECTION))


def page(client: Client, path: str = "/notices") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def states() -> list[str]:
    return [batch.state.value for batch in batches(reading().store)]


def test_before_anything_is_prepared(officer: Client) -> None:
    text = page(officer)
    assert "Pas encore préparés" in text
    assert "Aucun lot" in text


def test_two_accounts_stand_for_a_batch(officer: Client, director: Client) -> None:
    assert officer.post("/notices/submit").status_code == 302
    assert states() == ["submitted"]
    assert "une autre personne doit approuver" in page(officer)
    own = officer.post("/notices/1/approve")
    assert own.status_code == 409
    assert "autre personne" in html.unescape(own.content.decode())
    assert "Approuver" in page(director)
    assert director.post("/notices/1/approve").status_code == 302
    (batch,) = batches(reading().store)
    assert (batch.submitted_by, batch.approved_by) == ("c.morel", "j.roux")


def test_a_batch_of_the_room_never_leaves_unattended(officer: Client) -> None:
    officer.post("/notices/submit")
    assert reading().get("two_persons") == "1"


def test_to_approve_one_proves_again_who_one_is(officer: Client, told: Room) -> None:
    officer.post("/notices/submit")
    stale = browser(somebody("a.petit", Role.DIRECTION), fresh=False)
    answer = stale.post("/notices/1/approve")
    assert (answer.status_code, answer["Location"][:14]) == (302, "/account/again")
    assert states() == ["submitted"]


def test_who_submitted_at_a_terminal_is_the_same_person_here(told: Room) -> None:
    user = User(username="c.morel", full_name="Claire Morel")
    assert signature(user) == "c.morel"
    assert signature(user, ("CLAIRE  MORÉL",)) == "Claire Morel"
    assert signature(user, ("Jean Roux",)) == "c.morel"


def test_nothing_to_submit_is_said(officer: Client) -> None:
    officer.post("/notices/submit")
    answer = officer.post("/notices/submit")
    assert answer.status_code == 409
    assert "Aucun avis n'attend" in html.unescape(answer.content.decode())


def test_a_batch_is_paused_resumed_and_stopped(officer: Client) -> None:
    officer.post("/notices/submit")
    for act, state in (("pause", "paused"), ("resume", "submitted"), ("stop", "stopped")):
        assert officer.post("/notices/1/control", {"act": act}).status_code == 302
        assert states() == [state]
    assert officer.post("/notices/1/control", {"act": "resume"}).status_code == 409
    assert officer.post("/notices/1/control", {"act": "burn"}).status_code == 404
    assert officer.post("/notices/7/control", {"act": "stop"}).status_code == 409


def test_all_mail_is_stopped_and_allowed_again(officer: Client) -> None:
    officer.post("/notices/switch", {"act": "stop"})
    assert "Tous les courriels sont arrêtés." in page(officer)
    officer.post("/notices/switch", {"act": "resume"})
    assert "Tous les courriels sont arrêtés." not in page(officer)


def test_the_held_are_counted_with_their_reason(officer: Client) -> None:
    officer.post("/notices/submit")
    text = page(officer)
    assert "personne décédée" in text
    assert [name for name in NAMES if name in text] == []


def test_the_words_are_read_to_nobody_first(officer: Client, told: Room) -> None:
    officer.post("/notices/submit")
    before = last_entry(told)
    text = page(officer, "/notices/preview")
    assert "Camille EXEMPLE" in text
    assert [name for name in NAMES if name in text] == ["exemple.invalid"]
    ((act, _, detail),) = acts(told, before)
    assert (act, orjson.loads(detail)["clear"]) == ("look.notices", False)


def test_in_clear_they_are_those_of_the_persons(officer: Client, told: Room) -> None:
    officer.post("/notices/submit")
    before = last_entry(told)
    text = officer.post("/notices/preview/clear").content.decode()
    assert "DUPONT" in text
    ((act, actor, detail),) = acts(told, before)
    assert (act, actor) == ("look.notices", "room/c.morel")
    assert orjson.loads(detail)["clear"] is True
    assert not any(name in detail for name in NAMES)


def test_without_a_server_the_screen_says_which_command(officer: Client) -> None:
    assert "tocsin notify send" in page(officer)
    for act in ("test", "send"):
        answer = officer.post(f"/notices/{act}", {"address": "essai@exemple.invalid"})
        assert answer.status_code == 409
        assert "mail.toml" in answer.content.decode()


def test_sending_is_the_very_command(
    officer: Client, told: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    (told.folder / "mail.toml").write_text('server = "smtp://localhost:25"\n', encoding="utf-8")
    started: list[list[str]] = []

    def start(words: list[str]) -> int:
        started.append(words)
        return 4711

    monkeypatch.setattr(work, "_start", start)
    before = last_entry(told)
    assert officer.post("/notices/send").status_code == 302
    assert started == [
        ["notify", "send", "--case", str(told.folder), "--smtp", "smtp://localhost:25"]
    ]
    assert [act for act, _, _ in acts(told, before)] == ["emails.asked"]


def test_a_mistake_in_mail_toml_is_said(officer: Client, told: Room) -> None:
    (told.folder / "mail.toml").write_text("server = \n", encoding="utf-8")
    assert "mail.toml n'est pas de la bonne forme" in page(officer)


def test_who_only_reads_is_offered_no_act(told: Room) -> None:
    client = browser(somebody("lecteur", Role.READER))
    text = page(client)
    assert "Approuver" not in text
    assert "ARRÊTER" not in text
    assert client.post("/notices/submit").status_code == 403
