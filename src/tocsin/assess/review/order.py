"""A random order that anyone who holds the case can draw again."""

import hmac
from collections.abc import Iterable

from tocsin.case import Case


def drawn(case: Case, purpose: str, names: Iterable[str]) -> list[str]:
    """`names` in random order: by their HMAC-SHA-256 under a key of the case for `purpose`.

    The first n of them are a simple random sample without replacement, and the first m < n a
    sample of it; nothing depends on the order in which the names come or on a generator.
    """
    return by_key(case.subkey(purpose), names)


def by_key(key: bytes, names: Iterable[str]) -> list[str]:
    """The same for a key at hand."""
    return sorted(names, key=lambda name: hmac.digest(key, name.encode(), "sha256"))
