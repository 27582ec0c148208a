"""What the listeners of streams share: a thread a connection, bounded, TLS if asked."""

import contextlib
import socket
import socketserver
import ssl
import threading
from typing import Any

from tocsin.watch.detect.listen.door import Door
from tocsin.watch.detect.listen.inbox import Inbox, Parcel

PATIENCE = 30.0
"""Seconds that a sender's messages may wait to be kept."""


class StreamServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """A TCP server on one address. Raises `OSError` if it cannot be bound."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        address: tuple[str, int],
        handler: type[socketserver.BaseRequestHandler],
        inbox: Inbox,
        door: Door,
        tls: ssl.SSLContext | None,
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.inbox, self._door, self._tls = inbox, door, tls
        self.is_stopping = threading.Event()
        super().__init__(address, handler)
        self.port = int(self.server_address[1])
        self._thread = threading.Thread(target=self.serve_forever, args=(0.2,), daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End; what was not kept was not acknowledged."""
        self.is_stopping.set()
        self.shutdown()
        self._thread.join()
        self.socket.close()

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ARG002
        """Only from the networks allowed."""
        is_admitted = self._door.admits(client_address[0])
        if not is_admitted:
            self.inbox.count("refused")
        return is_admitted

    def finish_request(self, request: Any, client_address: Any) -> None:
        """One connection, in its thread."""
        with self._door.connection(client_address[0]) as has_room:
            if not has_room:
                self.inbox.count("refused")
                return
            request.settimeout(PATIENCE)
            with contextlib.suppress(OSError):  # the sender is gone, and knows
                self._serve(request, client_address)

    def _serve(self, request: Any, client_address: Any) -> None:
        if self._tls is None:
            super().finish_request(request, client_address)
            return
        try:
            secured = self._tls.wrap_socket(request, server_side=True)
        except OSError:
            self.inbox.count("refused")
            return
        with secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """No traceback for what a sender does; that something broke is counted."""
        self.inbox.count("broken")

    def keep(self, parcel: Parcel) -> bool:
        """Hand over a parcel; whether it is kept, for certain."""
        if not self.inbox.offer(parcel, PATIENCE):
            return False
        if not parcel.settled.wait(PATIENCE) and not self.inbox.withdraw(parcel):
            parcel.settled.wait()  # it is being written at this moment
        return bool(parcel.kept)
