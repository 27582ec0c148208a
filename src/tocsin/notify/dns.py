"""What the DNS says; the one place that asks it, and only for `notify check`."""

from typing import Any, Protocol

import dns.exception
import dns.resolver
import dns.reversename

SECONDS = 5.0


class Unanswered(Exception):  # noqa: N818 - no fault of a name's
    """Nobody could be asked: no network, no resolver, no answer in time."""


class Dns(Protocol):
    """Records by name; an empty list if the name or the record does not exist.

    Raises `Unanswered` if nobody could say.
    """

    def texts(self, name: str) -> list[str]:
        """TXT records, each joined (RFC 7208, section 3.3)."""

    def exchangers(self, name: str) -> list[str]:
        """Hosts of the MX records."""

    def addresses(self, name: str) -> list[str]:
        """A and AAAA records."""

    def names(self, address: str) -> list[str]:
        """PTR records."""


class Resolver:
    """The DNS as this machine's resolver knows it."""

    def __init__(self) -> None:
        try:
            self._resolver = dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration as error:
            raise Unanswered from error
        self._resolver.lifetime = SECONDS

    def texts(self, name: str) -> list[str]:
        """TXT records."""
        return [b"".join(r.strings).decode("utf-8", "replace") for r in self._ask(name, "TXT")]

    def exchangers(self, name: str) -> list[str]:
        """Hosts of the MX records."""
        return [str(record.exchange).rstrip(".") for record in self._ask(name, "MX")]

    def addresses(self, name: str) -> list[str]:
        """A and AAAA records."""
        return [record.address for kind in ("A", "AAAA") for record in self._ask(name, kind)]

    def names(self, address: str) -> list[str]:
        """PTR records."""
        name = dns.reversename.from_address(address)
        return [str(record.target).rstrip(".") for record in self._ask(str(name), "PTR")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(self._resolver.resolve(name, kind))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise Unanswered from error
