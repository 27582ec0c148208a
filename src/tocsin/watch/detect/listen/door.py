"""Who may send: networks allowed, and how many connections at once, in all and from one place."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Network, ip_address

Network = IPv4Network | IPv6Network
MOST_CONNECTIONS, MOST_A_SENDER = 256, 32


class Door:
    """Without networks, everybody who can reach us may send."""

    def __init__(self, networks: Sequence[Network] = ()) -> None:
        self._networks = networks
        self._inside: Counter[str] = Counter()
        self._lock = threading.Lock()

    def admits(self, sender: str) -> bool:
        """Whether a sender's address is one of those allowed."""
        address = ip_address(sender.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        return not self._networks or any(mapped in network for network in self._networks)

    @contextmanager
    def connection(self, sender: str) -> Iterator[bool]:
        """A connection as long as the block lasts; False if there are too many."""
        with self._lock:
            has_room = (
                self._inside.total() < MOST_CONNECTIONS and self._inside[sender] < MOST_A_SENDER
            )
            self._inside[sender] += has_room
        try:
            yield has_room
        finally:
            with self._lock:
                self._inside[sender] -= has_room
                self._inside += Counter()  # senders who left take no memory
