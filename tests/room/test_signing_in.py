"""Signing in: a password of one's own, a second factor, sessions that end."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.room.conftest import PASSWORD, Room, acts, last_entry
from tests.room.people import browser, somebody
from tests.totp import code_of
from tocsin.errors import UsageError
from tocsin.room.keeping import add_user, list_users, reset_user, set_active
from tocsin.room.middleware import ending
from tocsin.room.models import User
from tocsin.room.roles import Role

SECRET = re.compile(r'value="([A-Z2-7]{32})"')


def sign_in(client: Client, name: str, password: str) -> str:
    """Try; where it leads."""
    answer = client.post("/sign-in", {"login": name, "password": password})
    return answer.headers.get("Location", "")


def test_the_first_way_in(room: Room) -> None:
    first = add_user("c.morel", "Claire Morel", ["data_protection"]).password
    client = browser()
    assert sign_in(client, "c.morel", first) == "/"
    assert client.get("/now")["Location"] == "/account/password"
    passwords = {"oldpassword": first, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/password", passwords)["Location"] == "/"
    assert client.get("/now")["Location"] == "/account/second-factor"
    secret = SECRET.findall(client.get("/account/code").content.decode())[0]
    client.post("/account/code", {"code": code_of(secret)})
    assert client.get("/now").status_code == 200


def test_a_password_alone_is_not_enough() -> None:
    somebody("a", Role.READER)
    client = browser()
    assert sign_in(client, "a", PASSWORD).startswith("/sign-in/code")
    assert client.get("/now")["Location"].startswith("/sign-in")
    client.post("/sign-in/code", {"code": "000000"})
    assert client.get("/now")["Location"].startswith("/sign-in")


def test_password_and_code_are() -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = somebody("a", Role.READER)
    Authenticator.objects.filter(user=user).delete()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client = browser()
    sign_in(client, "a", PASSWORD)
    assert client.post("/sign-in/code", {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/now").status_code == 200


@pytest.mark.parametrize("name", ["a", "nobody"])
def test_a_wrong_password_says_the_same_for_everybody(room: Room, name: str) -> None:
    somebody("a")
    before = last_entry(room)
    answer = browser().post("/sign-in", {"login": name, "password": "wrong"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "errorlist" in text
    assert [act for act, _, _ in acts(room, before)] == ["account.sign_in_failed"]
    assert all("wrong" not in detail for _, _, detail in acts(room, before))


def test_guessing_is_slowed_down() -> None:
    somebody("a")
    client = browser()
    for _ in range(12):
        answer = client.post("/sign-in", {"login": "a", "password": "wrong"})
    assert sign_in(client, "a", PASSWORD) == ""
    assert answer.status_code in (200, 429)


@pytest.mark.parametrize("weak", ["court", "q1w2e3r4t5y6", "claire.morel"])
def test_a_weak_password_is_refused(weak: str) -> None:
    client = browser(somebody("claire.morel"))
    answer = client.post(
        "/account/password", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )
    assert answer.status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_passwords_are_argon2() -> None:
    assert somebody("a").password.startswith("argon2$argon2id$")


def test_a_closed_account_is_out_at_once() -> None:
    client = browser(somebody("a", Role.READER))
    assert client.get("/now").status_code == 200
    set_active("a", active=False)
    assert client.get("/now")["Location"].startswith("/sign-in")
    assert "fermé" in list_users()[0]


def test_reset_ends_sessions_and_factors() -> None:
    client = browser(somebody("a", Role.READER))
    assert reset_user("a") != PASSWORD
    assert client.get("/now")["Location"].startswith("/sign-in")
    assert not Authenticator.objects.exists()


def test_other_sessions_can_be_ended() -> None:
    user = somebody("a", Role.READER)
    here, there = browser(user), browser(user)
    here.post("/account/sessions/end")
    assert here.get("/now").status_code == 200
    assert there.get("/now")["Location"].startswith("/sign-in")


@pytest.mark.parametrize("key", [ending.BEGAN, ending.SEEN])
def test_sessions_end(key: str) -> None:
    client = browser(somebody("a", Role.READER))
    client.get("/now")
    session = client.session
    session[key] = time.time() - 13 * 3600
    session.save()
    assert client.get("/now")["Location"].startswith("/sign-in")


def test_a_page_that_refreshes_itself_is_no_act() -> None:
    client = browser(somebody("a", Role.READER))
    client.get("/now")
    session = client.session
    session[ending.SEEN] = seen = time.time() - 1000
    session.save()
    client.get("/now", headers={"HX-Request": "true", "HX-Trigger": "now"})
    assert client.session[ending.SEEN] == seen
    client.get("/now")
    assert client.session[ending.SEEN] > seen


def test_there_is_no_sign_up() -> None:
    assert browser().get("/accounts/signup").status_code in (302, 404)
    assert browser().get("/sign-in/signup").status_code == 404


@pytest.mark.parametrize("name", ["é", "a b", "a/b", "", "a'; DROP TABLE"])
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(UsageError, match=r"room\.account_name"):
        add_user(name)


def test_names_and_roles_are_checked() -> None:
    add_user("a")
    with pytest.raises(UsageError, match=r"room\.account_known"):
        add_user("a")
    with pytest.raises(UsageError, match=r"room\.no_role"):
        add_user("b", roles=["king"])
    with pytest.raises(UsageError, match=r"room\.no_account"):
        reset_user("nobody")
