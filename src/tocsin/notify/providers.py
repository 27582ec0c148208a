"""Mailbox providers and what each puts up with: the rules of `providers.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("providers.toml")


@dataclass(frozen=True, slots=True)
class Provider:
    """How many messages may be under way to a provider at once, how many a connection may carry.

    0 means no bound. `pause` is the seconds to wait after a reply that says later, `rate` is in
    messages a second.
    """

    name: str
    domains: tuple[str, ...] = ()
    sessions: int = 0
    per_session: int = 0
    pause: float = 0.0
    rate: float = 0.0


OTHERS = Provider("")
"""All the rest: many small servers, of which none speaks for another."""


@cache
def providers() -> dict[str, Provider]:
    """The providers by name, `OTHERS` among them."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = [
        Provider(**{**entry, "domains": tuple(entry["domains"])}) for entry in table["provider"]
    ]
    return {provider.name: provider for provider in (*found, OTHERS)}


@cache
def _by_domain() -> dict[str, str]:
    return {
        domain: provider.name for provider in providers().values() for domain in provider.domains
    }


def provider_of(mailbox: str) -> str:
    """The name of the provider that keeps `mailbox`; "" if it is none of those we know."""
    return _by_domain().get(mailbox.rpartition("@")[2].lower(), "")
