"""The authorization code flow with PKCE (RFC 6749, 4.1; RFC 7636): out, and back again."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tocsin.room.oidc.http import NoAnswerError, get, post
from tocsin.room.oidc.provider import Provider
from tocsin.room.oidc.token import BadTokenError, identity_in

DISCOVERY = "/.well-known/openid-configuration"


class RefusedError(Exception):
    """Nobody was vouched for."""


class Attempt(NamedTuple):
    """What one attempt to sign in is known by, each a random value kept by the browser alone."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Attempt":
        """Another one."""
        return cls(*(secrets.token_urlsafe(32) for _ in cls._fields))

    @property
    def challenge(self) -> str:
        """What the provider gets of the verifier (RFC 7636, 4.2)."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def way_out(provider: Provider, attempt: Attempt, back: str) -> str:
    """Where the browser goes to be vouched for. Raises `RefusedError`."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": provider.scope,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
        **({"acr_values": provider.acr} if provider.acr else {}),
    }
    url = _discovered(provider)["authorization_endpoint"]
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"


def identity_of(
    provider: Provider, attempt: Attempt, back: str, untrusted: Mapping[str, str]
) -> str:
    """Whom the provider vouches for, by what the browser brought back. Raises `RefusedError`."""
    state, code = untrusted.get("state", ""), untrusted.get("code", "")
    if not code or not hmac.compare_digest(state.encode(), attempt.state.encode()):
        raise RefusedError
    known = _discovered(provider)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": provider.client_id,
        "code_verifier": attempt.verifier,
    }
    try:
        answer = post(known["token_endpoint"], fields, provider.client_id, provider.secret)
        token = str(answer.get("id_token", ""))
        return identity_in(token, get(known["jwks_uri"]), provider, attempt.nonce)
    except (NoAnswerError, BadTokenError) as error:
        raise RefusedError from error


def _discovered(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself, if it says so of that very issuer."""
    try:
        known = get(provider.issuer.rstrip("/") + DISCOVERY)
    except NoAnswerError as error:
        raise RefusedError from error
    places = [known.get(f"{name}") for name in ("authorization_endpoint", "token_endpoint")]
    if known.get("issuer") != provider.issuer or not all(
        isinstance(place, str) for place in (*places, known.get("jwks_uri"))
    ):
        raise RefusedError
    return known
