"""Authorities in the room: duties and clocks, acts under the account's name, figures traced."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.room.conftest import Room, acts, forget, last_entry
from tests.room.people import browser, somebody
from tests.room.told import told
from tocsin.case import Case
from tocsin.report import write_report
from tocsin.report.public import Acts
from tocsin.room import work
from tocsin.room.opened import reading
from tocsin.room.reads import deadlines
from tocsin.room.roles import Role

__all__ = ["told"]


@pytest.fixture
def officer(told: Room) -> Client:
    forget()
    known = datetime.now(UTC) - timedelta(hours=10, minutes=30)
    facts = told.folder / "hospital.toml"
    facts.write_text(f'name = "Clinique"\ndiscovered_at = {known.isoformat()}\n', "utf-8")
    return browser(somebody("c.morel", Role.DATA_PROTECTION))


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def last_act() -> tuple[str, str, str]:
    act = Acts.of(reading().store).all[-1]
    return act.kind.value, act.subject, act.person


def test_each_duty_says_to_whom_before_when_and_why(officer: Client) -> None:
    text = page(officer, "/duties")
    assert "CNIL" in text
    assert "reste 61 h" in text
    assert "pas un avis juridique" in text


def test_one_duty_is_shown_whole(officer: Client) -> None:
    text = page(officer, "/duties/gdpr-33")
    assert "Contenu dû" in text
    assert "33" in text
    assert officer.get("/duties/no-such-duty").status_code == 404


def test_a_duty_is_met_under_the_account_s_name(officer: Client, told: Room) -> None:
    before = last_entry(told)
    asked = {"moment": "", "reference": "N-42", "reason": ""}
    assert officer.post("/duties/gdpr-33/met", asked).status_code == 302
    assert last_act() == ("met", "gdpr-33", "c.morel")
    text = page(officer, "/duties")
    assert re.search(r"fait\s:", text)
    assert "N-42" in text
    assert [act for act, _, _ in acts(told, before)] == ["report.act"]


def test_an_act_shows_at_once_and_counts_no_figure_again(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "reste 61 h" in page(officer, "/duties")
    monkeypatch.setattr(deadlines, "figures_of", lambda *_: pytest.fail("counted again"))
    officer.post("/duties/gdpr-33/met", {})
    assert re.search(r"fait\s:", page(officer, "/duties/gdpr-33"))


def test_a_duty_is_set_aside_with_a_reason_only(officer: Client) -> None:
    assert officer.post("/duties/gdpr-34/waived", {"reason": " "}).status_code == 409
    assert Acts.of(reading().store).all == ()
    assert (
        officer.post("/duties/gdpr-34/waived", {"reason": "données chiffrées"}).status_code == 302
    )
    assert last_act() == ("waived", "gdpr-34", "c.morel")


def test_a_clock_starts(officer: Client) -> None:
    asked = {"event": "attack_known", "moment": "2025-07-01T08:30", "reason": ""}
    assert officer.post("/duties/started", asked).status_code == 302
    assert last_act() == ("event", "attack_known", "c.morel")
    assert officer.post("/duties/started", {"event": "rain"}).status_code == 409
    bad = officer.post("/duties/started", {**asked, "moment": "hier"})
    assert bad.status_code == 409


def test_who_only_reads_notes_nothing(officer: Client) -> None:
    client = browser(somebody("lecteur", Role.READER))
    assert "Noter" not in page(client, "/duties")
    assert client.post("/duties/gdpr-33/met").status_code == 403


def test_reports_are_the_very_command(
    officer: Client, told: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def start(words: list[str]) -> int:
        started.append(words)
        return 4711

    monkeypatch.setattr(work, "_start", start)
    assert officer.post("/duties/drafts/write").status_code == 302
    ((verb, _, case, _, out),) = started
    assert (verb, case, out) == ("report", str(told.folder), str(told.folder / "rapports"))
    monkeypatch.setattr(work, "holder", lambda _folder: 1)
    assert officer.post("/duties/drafts/write").status_code == 409
    assert len(started) == 1


def test_each_figure_has_its_query_and_says_if_it_moved(
    officer: Client, told: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.report.write.to_pdf", lambda _: b"%PDF-1.7\n")
    monkeypatch.setattr("tocsin.report.printed.numbers_in", lambda _name, _content: [])
    assert "Rien n'a encore été rédigé" in page(officer, "/duties/drafts")
    with Case.open(told.folder) as case:
        write_report(case, told.folder / "rapports")
    assert "chiffres.json" in page(officer, "/duties/drafts")
    sql = "SELECT max(filing) FROM filings WHERE path LIKE '%/chiffres.json'"
    (number,) = reading().store.one(sql)
    assert "SELECT" in page(officer, f"/duties/drafts/{number}")
    assert (
        "Chaque chiffre tient." in officer.post(f"/duties/drafts/{number}/again").content.decode()
    )
    with Case.open(told.folder) as case:
        case.store.execute("UPDATE affected SET status = 'to_review'")
    moved = officer.post(f"/duties/drafts/{number}/again").content.decode()
    assert "ne tiennent plus" in moved
    assert officer.get("/duties/drafts/999999").status_code == 404
