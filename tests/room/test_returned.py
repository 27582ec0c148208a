"""What came back, in the room: messages attributed by a person, letters by their reference."""

from pathlib import Path

import orjson
import pytest
from django.test import Client

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.told import give_out_calls, told, words_of
from tocsin.case import Case
from tocsin.room.opened import reading
from tocsin.room.roles import Role

__all__ = ["told"]
MESSAGE = """From: MAILER-DAEMON@ailleurs.invalid
Subject: Undelivered mail of Dupont
Date: Thu, 10 Jul 2025 12:00:00 +0200
Message-ID: <retour-1@ailleurs.invalid>

The message to one of your users could not be delivered: mailbox unavailable.
"""


@pytest.fixture
def officer(told: Room) -> Client:
    give_out_calls(told.folder)
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


@pytest.fixture
def message(officer: Client, told: Room, tmp_path: Path) -> int:
    """A message that nothing attributes."""
    from tocsin.notify.bounce import read_feedback

    with Case.open(told.folder) as case:
        case.store.execute("UPDATE deliveries SET state = 'accepted' WHERE state = 'ready'")
        read_feedback(case, [MESSAGE.encode()])
    return reading().store.count("SELECT feedback FROM feedback WHERE raw IS NOT NULL")


def reference(channel: str) -> str:
    sql = "SELECT reference FROM notices WHERE channel = ? ORDER BY notice LIMIT 1"
    return str(reading().store.one(sql, (channel,))[0])


def states(channel: str) -> set[str]:
    rows = reading().store.execute(
        "SELECT state FROM notices JOIN deliveries USING (notice) WHERE channel = ?", (channel,)
    )
    return {state for (state,) in rows}


def test_messages_are_listed_masked(officer: Client, message: int, told: Room) -> None:
    before = last_entry(told)
    page = words_of(officer.get("/notices/unattributed"))
    assert f"/notices/unattributed/{message}" in page
    assert "Dupont" not in page
    ((act, _, detail),) = acts(told, before)
    assert (act, orjson.loads(detail)) == ("look.feedback", {"clear": False, "messages": [message]})
    assert "à attribuer par une personne" in words_of(officer.get("/notices"))


def test_one_is_read_in_clear_and_attributed(officer: Client, message: int, told: Room) -> None:
    before = last_entry(told)
    page = words_of(officer.post(f"/notices/unattributed/{message}"))
    assert "mailbox unavailable" in page
    assert orjson.loads(acts(told, before)[0][2])["clear"] is True
    asked = {"reference": reference("email").lower(), "kind": "failed", "act": "reference"}
    answer = officer.post(f"/notices/unattributed/{message}/attribute", asked)
    assert answer.status_code == 302
    assert "bounced" in states("email")
    assert "Aucun." in words_of(officer.get("/notices/unattributed"))
    assert officer.post(f"/notices/unattributed/{message}").status_code == 409


def test_one_may_be_about_nobody(officer: Client, message: int) -> None:
    asked = {"kind": "failed", "act": "nobody"}
    answer = officer.post(f"/notices/unattributed/{message}/attribute", asked)
    assert answer.status_code == 302
    assert states("email") == {"accepted"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 404),
        ({"kind": "failed", "reference": "9999-999"}, 409),
        ({"kind": "failed", "reference": ""}, 409),
    ],
)
def test_nonsense_attributes_nothing(
    officer: Client, message: int, asked: dict[str, str], status: int
) -> None:
    answer = officer.post(f"/notices/unattributed/{message}/attribute", asked)
    assert answer.status_code == status
    assert states("email") == {"accepted"}


def test_letters_that_came_back_are_recorded_once(officer: Client, told: Room) -> None:
    number = reference("registered_letter")
    asked = {"references": f"{number}\n{number.lower()} ", "reason": "unknown"}
    before = last_entry(told)
    answer = officer.post("/notices/letters/returned", asked)
    assert "1 lettre(s) notée(s)" in words_of(answer)
    assert states("registered_letter") == {"returned"}
    assert [act for act, _, _ in acts(told, before)] == ["letters.returned"]
    assert "0 lettre(s) notée(s)" in words_of(officer.post("/notices/letters/returned", asked))


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"references": "9999-999", "reason": "unknown"}, 409),
        ({"references": "9999-999", "reason": "eaten"}, 404),
        ({}, 404),
    ],
)
def test_a_misread_reference_records_nothing(
    officer: Client, asked: dict[str, str], status: int
) -> None:
    assert officer.post("/notices/letters/returned", asked).status_code == status
    assert states("registered_letter") == {"written"}


def test_who_only_reads_opens_no_message(message: int) -> None:
    client = browser(somebody("lecteur", Role.READER))
    assert "Lire en clair" not in words_of(client.get("/notices/unattributed"))
    assert client.post(f"/notices/unattributed/{message}").status_code == 403
