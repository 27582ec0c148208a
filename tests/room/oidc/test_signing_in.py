"""Signing in by an identity provider: it says who, the room says what they may."""

import base64
import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from joserfc.jwk import RSAKey

from tests.room.conftest import Room, acts, last_entry
from tests.room.oidc.double import CLIENT, SECRET, Claims, IdentityProvider
from tests.room.people import browser, somebody
from tests.room.told import words_of
from tests.totp import code_of
from tocsin.errors import UsageError
from tocsin.room.keeping import bind_user
from tocsin.room.models import User
from tocsin.room.roles import Role

Spoil = Callable[[Claims], None]


@pytest.fixture
def provider(room: Room) -> Iterator[IdentityProvider]:
    path = room.folder / "room.toml"
    with IdentityProvider() as double:
        path.write_text(
            f'[oidc]\nname = "Annuaire"\nissuer = "{double.url}"\nclient_id = "{CLIENT}"\n',
            encoding="utf-8",
        )
        yield double
    path.unlink()


@pytest.fixture
def secret() -> str:
    """The key of the second factor of the account that the provider's person has."""
    user = somebody("c.morel", Role.DATA_PROTECTION)
    bind_user("c.morel", "8f3c-une-identite")
    Authenticator.objects.filter(user=user).delete()
    key = generate_totp_secret()
    TOTP.activate(user, key)
    return str(key)


def come_back(client: Client, provider: IdentityProvider, **changed: str) -> object:
    """Out to the provider, and back with what it gave."""
    out = client.get("/sign-in/provider")
    assert out.status_code == 302
    return client.get("/sign-in/provider/back", provider.authorize(out["Location"]) | changed)


def test_by_the_provider_and_the_rooms_own_second_factor(
    provider: IdentityProvider, secret: str, room: Room
) -> None:
    client, before = browser(), last_entry(room)
    assert "Se connecter avec Annuaire" in words_of(client.get("/sign-in"))
    page = words_of(come_back(client, provider))
    assert "url=/sign-in/code" in page
    assert client.get("/now").status_code == 302
    assert client.post("/sign-in/code", {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/now").status_code == 200
    assert "account.signed_in" in [act for act, _, _ in acts(room, before)]


def test_what_is_asked_of_the_provider(
    provider: IdentityProvider, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_OIDC_SECRET", SECRET)
    client = browser()
    out = client.get("/sign-in/provider")
    asked = {name: value[0] for name, value in parse_qs(urlsplit(out["Location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/sign-in/provider/back"
    cookie = client.cookies["tocsin-oidc"]
    assert (cookie["samesite"], bool(cookie["httponly"])) == ("Lax", True)
    assert asked["state"] != asked["nonce"]
    client.get("/sign-in/provider/back", provider.authorize(out["Location"]))
    (proof,) = [proof for path, _, proof in provider.asked if path == "/token"]
    assert base64.b64decode(proof.removeprefix("Basic ")).decode().startswith(f"{CLIENT}:mot%20de")


def test_roles_are_those_of_the_room(provider: IdentityProvider) -> None:
    user = somebody("n.petit")
    bind_user("n.petit", provider.subject)
    Authenticator.objects.filter(user=user).delete()
    provider.spoil = lambda claims: claims.update(roles=["data_protection"], groups=["admin"])
    client = browser()
    come_back(client, provider)
    assert client.get("/people")["Location"] == "/account/second-factor"
    TOTP.activate(user, generate_totp_secret())
    assert client.get("/people").status_code == 403


def refuses(client: Client, provider: IdentityProvider, room: Room, **changed: str) -> None:
    before = last_entry(room)
    answer = come_back(client, provider, **changed)
    assert answer.status_code == 403  # type: ignore[attr-defined]
    assert "n'a pas abouti" in words_of(answer)
    assert [act for act, _, _ in acts(room, before)] == ["account.sign_in_failed"]
    assert client.get("/now").status_code == 302


def past(claims: Claims) -> None:
    claims["exp"] = claims["iat"] - 3600


SPOILED: dict[str, Spoil] = {
    "wrong nonce": lambda claims: claims.update(nonce="autre"),
    "no nonce": lambda claims: claims.pop("nonce"),
    "expired": past,
    "no end": lambda claims: claims.pop("exp"),
    "issued tomorrow": lambda claims: claims.update(iat=claims["iat"] + 86400),
    "wrong audience": lambda claims: claims.update(aud="autre"),
    "no audience": lambda claims: claims.pop("aud"),
    "several audiences": lambda claims: claims.update(aud=[CLIENT, "autre"]),
    "for another party": lambda claims: claims.update(aud=[CLIENT, "autre"], azp="autre"),
    "wrong issuer": lambda claims: claims.update(iss="https://ailleurs.invalid"),
    "nobody": lambda claims: claims.pop("sub"),
    "not a word": lambda claims: claims.update(sub=7),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_token_that_is_not_ours_signs_nobody_in(
    provider: IdentityProvider, secret: str, room: Room, spoil: Spoil
) -> None:
    provider.spoil = spoil
    refuses(browser(), provider, room)


def unsigned(claims: Claims) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    words = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts]
    return b".".join([*words, b""]).decode()


@pytest.mark.parametrize("kind", ["none", "another key", "cut", "no token"])
def test_a_signature_that_is_not_the_providers(
    provider: IdentityProvider, secret: str, room: Room, kind: str
) -> None:
    other = RSAKey.generate_key(2048, parameters={"kid": "un"}, private=True)
    provider.sign = {
        "none": unsigned,
        "another key": lambda claims: provider.signed(claims, other),
        "cut": lambda claims: provider.signed(claims)[:-20],
        "no token": lambda _: "",
    }[kind]
    refuses(browser(), provider, room)


@pytest.mark.parametrize("changed", [{"state": "autre"}, {"code": "autre"}, {"code": ""}])
def test_what_the_browser_brings_must_be_of_this_attempt(
    provider: IdentityProvider, secret: str, room: Room, changed: dict[str, str]
) -> None:
    refuses(browser(), provider, room, **changed)


def test_nobody_comes_back_who_did_not_go(provider: IdentityProvider, secret: str) -> None:
    stolen = provider.authorize(browser().get("/sign-in/provider")["Location"])
    assert browser().get("/sign-in/provider/back", stolen).status_code == 403


@pytest.mark.parametrize("account", ["unbound", "closed"])
def test_an_identity_without_an_open_account_is_nobody(
    provider: IdentityProvider, secret: str, room: Room, account: str
) -> None:
    if account == "unbound":
        bind_user("c.morel", "")
    else:
        User.objects.filter(username="c.morel").update(is_active=False)
    refuses(browser(), provider, room)


@pytest.mark.parametrize(
    "published",
    [
        {"issuer": "https://ailleurs.invalid"},
        {"token_endpoint": "http://ailleurs.invalid/token"},
        {"jwks_uri": 7},
        {"token_endpoint": "file:///etc/passwd"},
    ],
)
def test_a_provider_that_is_another_is_not_followed(
    provider: IdentityProvider, secret: str, published: dict[str, object]
) -> None:
    provider.published = published
    client = browser()
    out = client.get("/sign-in/provider")
    if out.status_code == 302:
        out = client.get("/sign-in/provider/back", provider.authorize(out["Location"]))
    assert out.status_code == 403


def test_a_provider_that_is_away_is_said(room: Room) -> None:
    path = room.folder / "room.toml"
    path.write_text('[oidc]\nname = "A"\nissuer = "http://127.0.0.1:9"\nclient_id = "t"\n')
    try:
        assert browser().get("/sign-in/provider").status_code == 403
    finally:
        path.unlink()


def test_without_a_provider_there_is_no_such_way(room: Room) -> None:
    client = browser()
    assert "Se connecter avec une clé d'accès" in words_of(client.get("/sign-in"))
    assert client.get("/sign-in/provider").status_code == 404
    assert client.get("/sign-in/provider/back").status_code == 404


def test_an_identity_is_bound_to_one_account() -> None:
    somebody("a")
    somebody("b")
    bind_user("a", "x")
    with pytest.raises(UsageError):
        bind_user("b", "x")
    bind_user("a", "")
    bind_user("b", "x")
    assert User.objects.get(identity="x").username == "b"
