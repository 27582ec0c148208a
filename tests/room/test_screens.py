"""What the screens show: the figures of the case, lists a page at a time, the journal signed."""

import html
import json
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from django.test import Client

from tests.room.conftest import Room
from tests.room.people import browser, somebody
from tocsin.case import Case
from tocsin.room.reads import pages, persons
from tocsin.room.roles import Role
from tocsin.room.signed import is_intact
from tocsin.status import status_of


@pytest.fixture
def officer(room: Room) -> Client:
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_now_shows_the_figures_of_status(officer: Client, room: Room) -> None:
    with Case.open(room.folder, exclusive=False) as case:
        numbers = status_of(case).numbers
    page = body(officer, "/now")
    assert f'<p class="big">{numbers["persons_affected"]}</p>' in page
    assert "Départ" not in page
    assert "72 heures sans départ" in page


def test_the_clock_runs_once_its_start_is_known(officer: Client, room: Room) -> None:
    known = datetime.now(UTC) - timedelta(hours=10, minutes=30)
    facts = room.folder / "hospital.toml"
    facts.write_text(f'name = "Clinique"\ndiscovered_at = {known.isoformat()}\n', encoding="utf-8")
    try:
        page = body(officer, "/now")
    finally:
        facts.unlink()
    assert '61<span class="unit"> h</span>' in page
    assert "Clinique" in page


def test_a_mistake_in_the_facts_is_said_and_breaks_nothing(officer: Client, room: Room) -> None:
    facts = room.folder / "hospital.toml"
    facts.write_text("name = \n", encoding="utf-8")
    try:
        page = body(officer, "/now")
    finally:
        facts.unlink()
    assert "hospital.toml" in page


def test_the_screen_refreshes_its_part_alone(officer: Client) -> None:
    part = officer.get("/now", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "personnes touchées" in part


def test_findings_count_persons_by_kind(officer: Client) -> None:
    page = body(officer, "/findings")
    assert "données de santé" in page
    assert 'aria-label="état civil : confirmées 1, à vérifier 3"' in page


@pytest.mark.parametrize(
    "words", ["esposito", "ESPOSITO luca", "09/07/1950", "1950-07-09", "P000001"]
)
def test_a_person_is_found_by_what_one_knows(officer: Client, words: str) -> None:
    page = officer.post("/people/search", {"words": words}).content.decode()
    assert "/people/0" in page
    assert "/people/3" not in page


@pytest.mark.parametrize("words", ["zzz", "%", "_", "' OR 1=1 --", "\x00"])
def test_whom_nobody_knows(officer: Client, words: str) -> None:
    answer = officer.post("/people/search", {"words": words})
    assert answer.status_code == 200


def test_accents_do_not_matter(officer: Client) -> None:
    page = officer.post("/people/search", {"words": "bérthelotte"}).content.decode()
    assert "/people/2" in page


def test_pages_follow_each_other_and_lose_nobody(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pages, persons):
        monkeypatch.setattr(module, "ROWS", 1)
    seen, after = [], ""
    for _ in range(10):
        page = persons.affected("", "", after)
        seen += [row.number for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == [0, 1, 2, 3]


@pytest.mark.parametrize("after", ["x", "-5", "99999999999999999999999", "1 OR 1=1", ""])
@pytest.mark.parametrize("path", ["/people", "/journal", "/findings/documents", "/people/0"])
def test_a_key_that_is_none_breaks_nothing(officer: Client, path: str, after: str) -> None:
    assert officer.get(path, {"after": after}).status_code == 200


def test_the_journal_is_filtered(officer: Client) -> None:
    body(officer, "/people/0")
    page = body(officer, "/journal?act=look.person")
    assert "Fiche d'une personne lue" in page
    assert "Affaire ouverte" not in page
    assert "Affaire ouverte" not in body(officer, "/journal?since=2999-01-01")
    assert "Affaire ouverte" in body(officer, "/journal?act=case.&until=2999-01-01")


def test_the_journal_leaves_signed(officer: Client, room: Room) -> None:
    answer = officer.post("/journal/export")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    lines = [json.loads(line) for line in content.splitlines()]
    assert "attachment" in answer["Content-Disposition"]
    assert is_intact(content)
    assert lines[-1]["entries"] == len(lines) - 1
    assert lines[-2]["act"] == "journal.exported"


def test_a_changed_export_shows(officer: Client) -> None:
    content = b"".join(officer.post("/journal/export").streaming_content)  # type: ignore[attr-defined]
    changed = content.replace(b"c.morel", b"d.petit", 1)
    assert changed != content
    assert not is_intact(changed)
    last = orjson.loads(content.splitlines()[-1])
    short = b"\n".join(content.splitlines()[1:]) + b"\n"
    assert last["entries"]
    assert not is_intact(short)


def test_an_empty_case_greets_with_five_steps(
    officer: Client, monkeypatch: pytest.MonkeyPatch, room: Room
) -> None:
    from tocsin.room.reads import glance

    with Case.open(room.folder, exclusive=False) as case:
        status = status_of(case)
    empty = dict.fromkeys(status.numbers, 0)
    nothing = type(status)(source="", scoped=False, numbers=empty, groups=status.groups)
    monkeypatch.setattr(glance.STATUS, "_read", lambda: nothing)
    glance.STATUS.forget()
    page = body(officer, "/now")
    assert page.count("<li><strong>") == 5


def test_at_most_thirty_queries_a_page(officer: Client, room: Room) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for path in ("/now", "/sealed", "/findings", "/review", "/people", "/people/0", "/journal"):
        with CaptureQueriesContext(connection) as queries:
            body(officer, path)
        assert len(queries) <= 10, path  # Django's own; the case's are bounded in benchmarks.room
