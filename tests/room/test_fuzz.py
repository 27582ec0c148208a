"""Nonsense to every address as each role: never a fault, and nobody reads what is not theirs."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.robbed import NAMES
from tests.room.conftest import PASSWORD, Room
from tests.room.people import browser, somebody
from tests.room.whole import robbed, whole
from tocsin.room import work
from tocsin.room.roles import Permission, Role
from tocsin.room.routes import urlpatterns
from tocsin.room.settings import HERE

__all__ = ["robbed", "whole"]
EXAMPLES = 80
ENDS_THE_SESSION = {"account_logout", "own_end_sessions", "mfa_deactivate_totp"}
ROUTES = sorted({str(route.name) for route in urlpatterns} - ENDS_THE_SESSION)
"""Each is tried; these three would only make strangers of those who go on."""

READS_A_DOCUMENT = {"findings_document_why"}
"""It takes seconds and no field."""


def _names_of_fields() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in (HERE / "templates").rglob("*.html")]
    asked = [path.read_text(encoding="utf-8") for path in (HERE / "screens").rglob("*.py")]
    in_pages = re.findall(r'\sname="([a-z_]+)"', "".join(texts))
    in_code = re.findall(r'(?:get|getlist)\("([a-z_]+)"', "".join(asked))
    return sorted({*in_pages, *in_code, "q", "sort"})


FIELDS = _names_of_fields()
SPITEFUL = [
    *("' OR '1'='1", "1; DROP TABLE persons --", '"><script>alert(1)</script>', "{{ 7*7 }}"),
    *("../../etc/passwd", "%00", "\x00", "\r\nSet-Cookie: a=b", "=cmd|' /C calc'!A0", "*" * 5000),
    *("-1", "0", "1", "999999999999999999999", "1e309", "NaN", "٣", "1\u2028", "\ufeff", "é" * 300),
    *("9999-12-31T23:59", "0000-00-00", "2025-02-30", "2025-07-10", "10:99", "https://ailleurs/"),
]
WORDS = [
    *("ticked", "back", "next", "pause", "resume", "stop", "oui", "non", "told", "call_back"),
    *("email", "letter", "held", "health", "medical", "to_review", "look.", "grant", "revoke"),
    *("on", "approve", "refuse", "essai", "autre", "gdpr-33", "breach_known", "accepted", "fr"),
    *("data_protection", PASSWORD, "skip", "wrong_number", "text", "-"),
]
VALUES = some.sampled_from(SPITEFUL) | some.sampled_from(WORDS) | some.text(max_size=40)
NUMBERS = some.sampled_from([0, 1, 2, 3, 7, 10**6, 2**31, 2**63, 10**25])
KEYS = some.sampled_from(["gdpr-33", "gdpr-34", "q0", "q" + "0" * 16, "x" * 400, "-"])


@some.composite
def asked(draw: some.DrawFn) -> tuple[str, str, dict[str, Any]]:
    """Method, address, fields."""
    name = draw(some.sampled_from(ROUTES))
    number, key = draw(NUMBERS), draw(KEYS)
    fields = draw(some.dictionaries(some.sampled_from(FIELDS), VALUES, max_size=6))
    return draw(some.sampled_from(["get", "post"])), _address(name, number, key), fields


def _address(name: str, number: int, key: str) -> str:
    (route,) = (route for route in urlpatterns if route.name == name)
    values = {"number": number, "pk": number, "key": key, "digest": "0", "name": "x.css"}
    address = "/" + str(route.pattern)
    for word, value in values.items():
        address = re.sub(f"<[a-z]+:{word}>", str(value), address)
    return address


@pytest.fixture
def nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No work, no mail, no PDF: what is asked for here is nonsense."""
    monkeypatch.setattr(work, "_start", lambda *_: 4711)
    monkeypatch.setattr("tocsin.report.press.versions.to_pdf", lambda _: b"%PDF-1.7\n")


def tried(client: Client, method: str, address: str, fields: dict[str, Any]) -> str:
    """What comes back, which is never a fault; exceptions of views reach the test by themselves."""
    answer = getattr(client, method)(address, fields)
    assert answer.status_code < 500, (method, address)
    return html.unescape(answer.getvalue().decode(errors="replace"))


def may_read_in_clear(role: Role | None, method: str) -> bool:
    """By an act alone, and those who may; callers have their own test."""
    allowed = role is not None and Permission.UNMASK in role.permissions
    return allowed and method == "post"


@pytest.mark.usefixtures("nothing_starts")
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_may_be_any(whole: Room, method: str) -> None:
    client = browser(somebody("essai", *Role))
    for name in ROUTES:
        for number in (0, 10**18 - 1, 2**63, 10**25):
            tried(client, method, _address(name, number, "q0"), {})


@pytest.mark.usefixtures("nothing_starts")
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_field_may_hold_anything(whole: Room, method: str) -> None:
    client = browser(somebody("essai", *Role))
    for name in set(ROUTES) - READS_A_DOCUMENT:
        for value in SPITEFUL[:: len(SPITEFUL) // 8]:
            tried(client, method, _address(name, 1, "gdpr-33"), dict.fromkeys(FIELDS, value))


@pytest.mark.usefixtures("nothing_starts")
@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "no role")
def test_nonsense_is_answered_and_names_nobody(whole: Room, role: Role | None) -> None:
    user = somebody("essai", *([role] if role else []))
    somebody("autre", Role.DATA_PROTECTION)

    client = browser(user)

    @settings(max_examples=EXAMPLES, derandomize=True)
    @given(asked())
    def try_all(request: tuple[str, str, dict[str, Any]]) -> None:
        text = tried(client, *request)
        if not may_read_in_clear(role, request[0]):
            assert [name for name in NAMES if name in text] == []

    try_all()


@pytest.mark.usefixtures("nothing_starts")
def test_nonsense_of_strangers_leads_to_the_way_in(whole: Room) -> None:
    @settings(max_examples=EXAMPLES, derandomize=True)
    @given(asked())
    def try_all(request: tuple[str, str, dict[str, Any]]) -> None:
        text = tried(browser(), *request)
        assert [name for name in NAMES if name in text] == []

    try_all()
