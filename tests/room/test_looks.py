"""Every look at a person's data is journaled, masked at first, and no address names anybody."""

import re

import orjson
import pytest
from django.test import Client

from tests.doubtful import PATIENTS
from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tocsin.room.look import CLEAR, MASKED
from tocsin.room.roles import Role

KEY = re.compile(r"/review/(q[0-9a-f]{16})")
NAMES = [cell for patient in PATIENTS for cell in (patient[0], *patient[1:4]) if cell]
MASKED_PAGES = [
    "/people",
    "/people?tier=medical",
    "/people?status=to_review",
    "/people/0",
    "/people/homonyms",
    "/people/outside",
    "/findings/documents",
    "/findings/1",
    "/sealed/unread",
    "/sealed/unlike",
    "/notices/held",
    "/notices/unattributed",
    "/calls",
]
CLEAR_PAGES = [
    ("/people/clear", "look.people"),
    ("/people/0/clear", "look.person"),
    ("/people/outside/clear", "look.outside"),
    ("/findings/documents/clear", "look.documents"),
    ("/findings/1/clear", "look.document"),
    ("/sealed/unread/clear", "look.unread"),
    ("/sealed/unlike/clear", "look.unlike"),
    ("/notices/held/clear", "look.held"),
]


@pytest.fixture
def officer(room: Room) -> Client:
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


@pytest.mark.parametrize("page", MASKED_PAGES)
def test_a_page_about_persons_is_masked_and_journaled(
    officer: Client, room: Room, page: str
) -> None:
    before = last_entry(room)
    text = officer.get(page).content.decode()
    assert [name for name in NAMES if name in text] == []
    ((act, actor, detail),) = acts(room, before)
    assert act.startswith("look.")
    assert actor == "room/c.morel"
    assert orjson.loads(detail)["clear"] is False


@pytest.mark.parametrize(("page", "act"), CLEAR_PAGES)
def test_reading_in_clear_is_an_act(officer: Client, room: Room, page: str, act: str) -> None:
    before = last_entry(room)
    answer = officer.post(page)
    assert answer.status_code == 200
    assert "En clair" in answer.content.decode()
    ((done, actor, detail),) = acts(room, before)
    assert (done, actor) == (act, "room/c.morel")
    assert orjson.loads(detail)["clear"] is True


def test_the_person_is_named_in_clear(officer: Client) -> None:
    text = officer.post("/people/0/clear").content.decode()
    assert "ESPOSITO Luca" in text
    assert "09/07/1950" in text


def test_a_question_in_clear_shows_its_document(officer: Client, room: Room) -> None:
    before = last_entry(room)
    key = KEY.findall(officer.get("/people/homonyms").content.decode())[0]
    text = officer.post(f"/review/{key}/clear").content.decode()
    assert "présente un asthme" in text
    done = [act for act, _, _ in acts(room, before)]
    assert done == ["look.homonyms", "look.question", "explain.document"]


def test_the_journal_holds_numbers_and_no_names(officer: Client, room: Room) -> None:
    before = last_entry(room)
    officer.post("/people/search", {"words": "esposito"})
    officer.post("/people/clear", {"words": "esposito"})
    for _, _, detail in acts(room, before):
        assert orjson.loads(detail)["persons"] == [0, 1]
        assert not any(name in detail for name in NAMES)


def test_explaining_is_journaled_and_masked(officer: Client, room: Room) -> None:
    before = last_entry(room)
    answer = officer.post("/findings/1/why", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert [name for name in NAMES if name in answer.content.decode()] == []
    assert [act for act, _, _ in acts(room, before)] == ["explain.document"]


def test_a_reader_sees_the_documents_and_cannot_unmask(room: Room) -> None:
    client = browser(somebody("lecteur", Role.READER))
    page = client.get("/findings/1").content.decode()
    assert "Lire en clair" not in page
    assert client.post("/findings/1/clear").status_code == 403


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("dossiers/QUINTARD Odile.pdf", "Q•••••• (14).pdf"),
        ("archive.zip!/lettre", "l••••• (6)"),
        (".cache", "c•••• (5)"),
        ("", ""),
    ],
)
def test_a_path_is_masked_but_for_its_kind(path: str, masked: str) -> None:
    assert MASKED.path(path) == masked
    assert CLEAR.path(path) == path
