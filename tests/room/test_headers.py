"""What a browser is told: nothing from outside, nothing unsafe, nothing kept."""

import re
from pathlib import Path

import pytest

from tests.room.people import browser, somebody
from tocsin.room.roles import Role
from tocsin.room.settings import HERE

PAGES = ["/sign-in", "/now", "/sealed", "/findings", "/review", "/people", "/journal", "/accounts"]
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
OURS = sorted((HERE / "static" / "room").glob("*"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_the_headers(page: str) -> None:
    answer = browser(somebody("essai", Role.DATA_PROTECTION)).get(page)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_errors_have_them_too() -> None:
    client = browser(somebody("essai", Role.DATA_PROTECTION))
    for page, status in (("/nothing-here", 404), ("/people/999999", 404)):
        answer = client.get(page)
        assert answer.status_code == status
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_cookies_are_closed() -> None:
    answer = browser().get("/sign-in")
    cookie = answer.cookies["tocsin-csrf"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(HERE).as_posix())
def test_templates_hold_no_script_style_or_outside_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"https?://|src=\"//", text)


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.name)
def test_scripts_and_styles_evaluate_nothing_and_call_nobody(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    if path.name == "keys.js":
        assert not re.search(r"\beval\b|Function\(|fetch\(|XMLHttp|innerHTML", text)


def test_files_are_served_under_their_hash_alone() -> None:
    from tocsin.room.statics import HashedFiles

    url = HashedFiles().url("room/room.css")
    client = browser()
    answer = client.get(url)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert client.get(url.replace("/static/", "/static/0")).status_code == 404
    assert client.get("/static/0/../../etc/passwd").status_code == 404


def test_every_page_speaks_both_languages() -> None:
    client = browser(somebody("essai", Role.DATA_PROTECTION))
    assert "Personnes" in client.get("/people").content.decode()
    client.post("/language", {"language": "en", "next": "/people"})
    page = client.get("/people")
    assert page["Content-Language"] == "en"
    assert "With health data" in page.content.decode()
    assert "Avec données" not in page.content.decode()


@pytest.mark.parametrize("target", ["https://ailleurs.example/", "//ailleurs.example/", "now"])
def test_the_language_leads_nowhere_else(target: str) -> None:
    answer = browser().post("/language", {"language": "en", "next": target})
    assert answer["Location"] == "/"
