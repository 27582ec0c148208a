"""Syslog over TCP (RFC 6587) and TLS (RFC 5425).

The protocol has no acknowledgement: a sender is made to wait instead, so that what we hold
unwritten is one reading of each connection.
"""

import socketserver

from tocsin.watch.detect.listen.framing import Framer
from tocsin.watch.detect.listen.inbox import Parcel
from tocsin.watch.detect.listen.server import StreamServer

AT_ONCE = 65_536
IDLE = 900.0
"""Seconds without a word after which a connection is closed; senders connect again."""


class SyslogHandler(socketserver.BaseRequestHandler):
    """One connection."""

    server: StreamServer

    def handle(self) -> None:
        """Messages until the sender leaves."""
        framer = Framer()
        self.request.settimeout(IDLE)
        while not self.server.is_stopping.is_set() and (data := self.request.recv(AT_ONCE)):
            self._keep(framer, framer.feed(data))
        self._keep(framer, framer.end())

    def _keep(self, framer: Framer, messages: list[bytes]) -> None:
        if framer.too_long:
            self.server.inbox.count("too_long", framer.too_long)
            framer.too_long = 0
        parcel = Parcel("tcp", self.client_address[0], messages)
        while messages and not self.server.keep(parcel):
            if self.server.is_stopping.is_set():
                self.server.inbox.count("dropped", len(messages))
                return
            parcel = Parcel("tcp", self.client_address[0], messages)
