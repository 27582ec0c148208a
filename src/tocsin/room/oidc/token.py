"""The ID token: whose signature, for whom, of which attempt (OpenID Connect Core 1.0, 3.1.3.7)."""

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tocsin.room.oidc.provider import Provider

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures by a key that only the provider has; neither `none` nor a shared secret."""

LEEWAY = 60
"""Seconds that two clocks may differ."""


class BadTokenError(Exception):
    """It proves nothing. Why is nobody's business but a developer's."""


def identity_in(untrusted: str, keys: dict[str, Any], provider: Provider, nonce: str) -> str:
    """The value of the provider's claim, once all else holds. Raises `BadTokenError`."""
    try:
        claims = jwt.decode(untrusted, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadTokenError from error
    _require_for_us(claims, provider)
    identity = claims.get(provider.claim)
    if not isinstance(identity, str) or not identity:
        raise BadTokenError
    return identity


def _require_for_us(claims: dict[str, Any], provider: Provider) -> None:
    """A token for several audiences names the one it was made out to."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp")
    if (several and party is None) or party not in (None, provider.client_id):
        raise BadTokenError
    if provider.acr and claims.get("acr") not in provider.acr.split():
        raise BadTokenError
