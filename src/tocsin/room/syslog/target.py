"""Where the journal goes: UDP (RFC 5426), TCP (RFC 6587, octet counting), TLS (RFC 5425)."""

import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PORTS = {"udp": 514, "tcp": 601, "tls": 6514}
SECONDS = 10
MOST_BYTES_UDP = 2048
"""What every receiver takes in a datagram (RFC 5426, 3.2)."""


@dataclass(frozen=True, slots=True)
class Target:
    """A log server. `ca` is a file of certificates that vouch for it; None: the system's."""

    scheme: str
    host: str
    port: int
    ca: Path | None = None

    @classmethod
    def of(cls, *, folder: Path, server: str, ca: str = "") -> "Target":
        """The server of `scheme://host[:port]`. Raises `ValueError` if it is none."""
        parts = urlsplit(server)
        if parts.scheme not in PORTS or not parts.hostname or (ca and parts.scheme != "tls"):
            raise ValueError(server)
        port = parts.port or PORTS[parts.scheme]
        return cls(parts.scheme, parts.hostname, port, folder / ca if ca else None)

    def send(self, messages: Iterable[bytes]) -> None:
        """All of them, in order. Raises `OSError` if the server cannot be reached or trusted."""
        if self.scheme == "udp":
            self._send_datagrams(messages)
            return
        with self._connected() as connection:
            for message in messages:
                connection.sendall(b"%d %s" % (len(message), message))

    def _send_datagrams(self, messages: Iterable[bytes]) -> None:
        family, kind, protocol, _, address = socket.getaddrinfo(
            self.host, self.port, type=socket.SOCK_DGRAM
        )[0]
        with socket.socket(family, kind, protocol) as sender:
            for message in messages:
                sender.sendto(message[:MOST_BYTES_UDP], address)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        with socket.create_connection((self.host, self.port), SECONDS) as plain:
            if self.scheme == "tcp":
                yield plain
                return
            context = ssl.create_default_context(cafile=str(self.ca) if self.ca else None)
            with context.wrap_socket(plain, server_hostname=self.host) as secured:
                yield secured
