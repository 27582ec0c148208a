"""The identity provider, as `room.toml` names it."""

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

SECRET = "TOCSIN_OIDC_SECRET"  # noqa: S105 - the name of a variable, not a secret
"""The environment's variable with the client's secret; none for a public client."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Pro Santé Connect, Entra, Keycloak…: all that can be said of it without asking it.

    `claim` is the claim of the ID token that an account is bound to; `acr` the level asked for.
    Raises `ValueError` for an issuer that is not reached by TLS (but on this machine).
    """

    name: str
    issuer: str
    client_id: str
    claim: str = "sub"
    scope: str = "openid"
    acr: str = ""

    def __post_init__(self) -> None:
        words = (self.name, self.issuer, self.client_id, self.claim, self.scope)
        if not all(isinstance(word, str) and word for word in words):
            raise ValueError(words)
        require_secure(self.issuer)

    @property
    def secret(self) -> str:
        """What the client proves itself with; never in a file of the case."""
        return os.environ.get(SECRET, "")


def require_secure(url: str) -> None:
    """Raise `ValueError` unless `url` is https, or http on this very machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or not _is_here(parts.hostname or ""):
        raise ValueError("not https")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
