"""A crawler as each role: what a page offers is there and allowed, and no page names anybody."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.robbed import NAMES
from tests.room.conftest import Room
from tests.room.people import browser, somebody
from tests.room.whole import robbed, whole
from tocsin.room.access import permission_of
from tocsin.room.roles import Role, allows

__all__ = ["robbed", "whole"]
LINK = re.compile(r'<a\b[^>]*\shref="([^"#]+)"')
FORM = re.compile(r'<form method="post" action="([^"]+)"')
MOST_PAGES = 300


def crawl(client: Client) -> Iterator[tuple[str, str]]:
    """Every page that links lead to from the first one, with its text."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        if answer.status_code == 302:
            found = [answer["Location"]]
        else:
            assert answer.status_code == 200, (path, answer.status_code)
            text = answer.content.decode()
            yield path, text
            found = [urljoin(path, link.replace("&amp;", "&")) for link in LINK.findall(text)]
        fresh = {one for one in found if not urlsplit(one).netloc} - seen
        seen |= fresh
        waiting += sorted(fresh)
        assert len(seen) < MOST_PAGES


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "no role")
def test_what_is_offered_is_there_and_allowed(whole: Room, role: Role | None) -> None:
    roles = [role] if role else []
    pages = 0
    for path, text in crawl(browser(somebody("essai", *roles))):
        pages += 1
        assert [name for name in NAMES if name in text] == [], path
        for action in FORM.findall(text):
            permission = permission_of(resolve(action).func)
            assert allows(roles, permission), (path, action)
    assert pages > (12 if role is Role.DATA_PROTECTION else 0)
