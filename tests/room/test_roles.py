"""Every address asks for one permission; every role meets every address; the matrix is printed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from tests.room.conftest import Room, acts, last_entry
from tests.room.people import browser, somebody
from tocsin.room.access import permission_of
from tocsin.room.roles import RIGHTS, Permission, Role, allows, matrix

LEFT_OUT = {
    *("account_logout", "own_end_sessions", "mfa_deactivate_totp"),
    *("sealed_start", "sealed_stop", "sealed_check"),
    *("notices_submit", "notices_letters_write", "duties_drafts_write", "press_draft"),
}
"""They would end the session or start work: tried one by one, below and elsewhere."""


def routes() -> list[URLPattern]:
    from tocsin.room.routes import urlpatterns

    return urlpatterns


def address(route: URLPattern) -> str:
    """An address of the route; whether what it names exists is none of the gate's concern."""
    from django.urls import reverse

    values: dict[str, Any] = {"digest": "0", "name": "x.css", "pk": 1, "number": 1, "key": "q0"}
    names = route.pattern.regex.groupindex
    return reverse(str(route.name), kwargs={name: values[name] for name in names})


def test_every_route_asks_for_exactly_one_permission() -> None:
    asked = {str(route.name): permission_of(route.callback) for route in routes()}
    assert all(isinstance(permission, Permission) for permission in asked.values())
    assert len(asked) == len(routes())  # no two routes share a name


def test_a_view_that_asks_for_nothing_runs_for_nobody() -> None:
    with pytest.raises(PermissionError):
        permission_of(lambda _request: None)


def test_every_permission_has_a_route() -> None:
    asked = {permission_of(route.callback) for route in routes()}
    assert asked == set(Permission)


def test_only_signing_in_is_open_to_anybody() -> None:
    names = {str(r.name) for r in routes() if permission_of(r.callback) is Permission.ANYBODY}
    assert names == {
        *("static", "language", "account_login", "mfa_authenticate", "mfa_login_webauthn"),
        *("account_inactive", "oidc_go", "oidc_back"),
    }


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "no role")
def test_the_gate_opens_for_whom_the_table_says(role: Role | None) -> None:
    roles = [role] if role else []
    client = browser(somebody("essai", *roles))
    client.raise_request_exception = False
    for route in routes():
        permission = permission_of(route.callback)
        if route.name in LEFT_OUT:
            continue
        for method in ("get", "post"):
            status = getattr(client, method)(address(route)).status_code
            allowed = allows(roles, permission)
            assert (status != 403) == allowed, (role, route.name, method, status)


@pytest.mark.parametrize(
    ("name", "permission"),
    [
        ("notices_submit", Permission.SEND),
        ("notices_letters_write", Permission.SEND),
        ("duties_drafts_write", Permission.RECORD),
        ("press_draft", Permission.PRESS),
    ],
)
def test_what_leaves_is_begun_by_those_who_may(name: str, permission: Permission) -> None:
    from django.urls import reverse

    for role in set(Role) - RIGHTS[permission]:
        assert browser(somebody(role.value, role)).post(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", ["sealed_start", "sealed_stop", "sealed_check"])
@pytest.mark.parametrize("role", [role for role in Role if not allows([role], Permission.WORK)])
def test_work_is_started_by_those_who_may(role: Role, name: str) -> None:
    from django.urls import reverse

    assert browser(somebody("essai", role)).post(reverse(name)).status_code == 403


def test_nobody_signed_in_sees_only_the_way_in() -> None:
    client = browser()
    for route in routes():
        if permission_of(route.callback) is Permission.ANYBODY:
            continue
        answer = client.get(address(route))
        assert answer.status_code == 302, route.name
        assert answer["Location"].startswith("/sign-in?"), route.name


def test_an_act_is_refused_to_get() -> None:
    client = browser(somebody("essai", Role.DATA_PROTECTION))
    acting = [r for r in routes() if str(r.name).endswith(("_clear", "_decide", "_undo", "_start"))]
    assert acting
    assert {client.get(address(route)).status_code for route in acting} == {405}


def test_an_act_without_its_token_is_refused() -> None:
    user = somebody("essai", Role.DATA_PROTECTION)
    client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    client.force_login(user)
    assert client.post("/people/0/clear").status_code == 403


def test_administrators_see_no_patient_and_approve_nothing() -> None:
    assert Role.ADMINISTRATOR.permissions == {Permission.FIGURES, Permission.USERS}


def test_callers_see_nothing_but_what_is_theirs() -> None:
    assert Role.CALLER.permissions == {Permission.CALLS}
    answer = browser(somebody("essai", Role.CALLER)).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/calls")
    answer = browser(somebody("nouveau")).get("/")
    assert "Rien ne vous est confié" in answer.content.decode()


def test_a_right_that_was_taken_away_ends_at_the_next_request() -> None:
    user = somebody("essai", Role.READER)
    client = browser(user)
    assert client.get("/findings").status_code == 200
    user.grants.all().delete()  # type: ignore[attr-defined]
    assert client.get("/findings").status_code == 403


def test_a_refusal_is_journaled(room: Room) -> None:
    client = browser(somebody("essai", Role.READER))
    before = last_entry(room)
    assert client.get("/people").status_code == 403
    ((act, actor, detail),) = acts(room, before)
    assert (act, actor, detail) == ("account.refused", "room/essai", '{"permission":"people"}')


def test_the_matrix_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{'':<12}" + " ".join(f"{role.value[:8]:>8}" for role in Role)]
    for permission, row in matrix():
        cells = " ".join(f"{'x' if row[role] else '.':>8}" for role in Role)
        lines.append(f"{permission.value:<12}{cells}")
    print("\n".join(lines))
    assert len(capsys.readouterr().out.splitlines()) == len(RIGHTS) + 1
