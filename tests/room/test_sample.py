"""The recall sample in the room: drawn once, judged by one key a document, the statement so far."""

import re

import pytest
from django.test import Client

from tests.doubtful import SOLANGE, affected
from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.room.test_mending import own
from tests.room.told import words_of
from tocsin.case import Case
from tocsin.room.roles import Role

__all__ = ["own"]
KEY = re.compile(r"/review/(q[0-9a-f]{16})$")


@pytest.fixture
def officer(own: Room) -> Client:
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


def next_key(client: Client) -> str:
    """The key of the document that is put next, "" if there is none."""
    found = KEY.search(client.get("/review/sample")["Location"])
    return found[1] if found else ""


def test_before_a_sample_is_drawn_there_is_nothing_to_judge(officer: Client) -> None:
    assert officer.get("/review/sample")["Location"] == "/review"
    assert "Aucun échantillon" in words_of(officer.get("/review"))


def test_a_sample_is_drawn_and_judged_key_by_key(officer: Client, own: Room) -> None:
    before = last_entry(own)
    assert officer.post("/review/sample/draw", {"size": "10"}).status_code == 302
    assert "recall.sampled" in [act for act, _, _ in acts(own, before)]
    judged = 0
    while key := next_key(officer):
        page = words_of(officer.get(f"/review/{key}"))
        assert f"{judged} / " in page
        assert 'data-key="n"' in page
        officer.post(f"/review/{key}/decide", {"answer": "n"})
        judged += 1
    assert judged > 0
    assert f"{judged} documents jugés sur {judged} tirés" in words_of(officer.get("/review"))


def test_each_answer_leads_to_the_next_document(officer: Client) -> None:
    officer.post("/review/sample/draw", {"size": "10"})
    key = next_key(officer)
    skipped = officer.post(f"/review/{key}/decide", {"answer": "skip"})
    assert KEY.search(skipped["Location"])
    assert key not in skipped["Location"]


def test_a_miss_is_recorded_for_the_person(officer: Client, own: Room) -> None:
    officer.post("/review/sample/draw", {"size": "10"})
    key = next_key(officer)
    officer.post(f"/review/{key}/decide", {"answer": "oui", "persons": SOLANGE})
    with Case.open(own.folder, exclusive=False) as case:
        assert affected(case)[SOLANGE][0] == "medical"
    assert officer.post("/review/undo")["Location"] == f"/review/{key}"
    with Case.open(own.folder, exclusive=False) as case:
        assert affected(case)[SOLANGE][0] == "administrative"


@pytest.mark.parametrize("size", ["", "0", "-1", "x", "100001"])
def test_a_size_of_nonsense_draws_nothing(officer: Client, own: Room, size: str) -> None:
    assert officer.post("/review/sample/draw", {"size": size}).status_code == 404
    assert officer.get("/review/sample")["Location"] == "/review"


def test_agreement_stands_beside_the_statement(officer: Client) -> None:
    assert "Aucune question n'a été lue deux fois" in words_of(officer.get("/review"))
    officer.post("/review/sample/draw", {"size": "10"})
    key = next_key(officer)
    officer.post(f"/review/{key}/decide", {"answer": "n"})
    other = browser(somebody("d.petit", Role.DATA_PROTECTION))
    other.post(f"/review/{key}/decide", {"answer": "n", "second": "1"})
    assert "Questions lues deux fois : 1 · réponses égales : 100" in words_of(
        officer.get("/review")
    )
