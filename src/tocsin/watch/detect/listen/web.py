"""Logs by HTTP POST: JSON lines, a JSON array, or any lines; 200 says that they are kept.

`Authorization: Bearer TOKEN`. With `Idempotency-Key`, what is posted again is kept once.
"""

import hmac
import ssl
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler

import orjson

from tocsin.watch.detect.listen.door import Door
from tocsin.watch.detect.listen.inbox import Inbox, Parcel
from tocsin.watch.detect.listen.server import PATIENCE, StreamServer
from tocsin.watch.reader import LONGEST_LINE

LARGEST_BODY = 16 << 20
LONGEST_KEY = 200


class WebServer(StreamServer):
    """The server; it holds the token."""

    def __init__(
        self,
        address: tuple[str, int],
        inbox: Inbox,
        door: Door,
        tls: ssl.SSLContext | None,
        token: str,
    ) -> None:
        self._token = token.encode()
        super().__init__(address, PostHandler, inbox, door, tls)

    def knows(self, authorization: str) -> bool:
        """Whether the header bears our token; compared in constant time."""
        kind, _, token = authorization.partition(" ")
        is_right = hmac.compare_digest(token.strip().encode(), self._token)
        return kind.lower() == "bearer" and is_right


class PostHandler(BaseHTTPRequestHandler):
    """One connection; each answer closes it unless the body was read whole."""

    server: WebServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Tocsin", ""
    timeout = PATIENCE

    def do_POST(self) -> None:
        """Logs."""
        size = self._size()
        if isinstance(size, HTTPStatus):
            self._refuse(size)
            return
        body = self.rfile.read(size)
        if len(body) < size:
            self.close_connection = True
            return
        self._keep(body)

    def _size(self) -> int | HTTPStatus:
        """How much to read, or why not."""
        if not self.server.knows(self.headers.get("Authorization", "")):
            return HTTPStatus.UNAUTHORIZED
        if self.headers.get("Content-Encoding", "identity") != "identity":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdecimal():
            return HTTPStatus.LENGTH_REQUIRED
        size = int(length[:12])
        return size if size <= LARGEST_BODY else HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def _keep(self, body: bytes) -> None:
        try:
            lines = _messages(body)
        except ValueError:
            self._answer(HTTPStatus.BAD_REQUEST, kept=0)
            return
        fit = [line for line in lines if len(line) <= LONGEST_LINE]
        if len(fit) < len(lines):
            self.server.inbox.count("too_long", len(lines) - len(fit))
        key = self.headers.get("Idempotency-Key", "")[:LONGEST_KEY]
        if fit and not self.server.keep(Parcel("http", self.client_address[0], fit, key)):
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, kept=0)
            return
        self._answer(HTTPStatus.OK, kept=len(fit), too_long=len(lines) - len(fit))

    def _refuse(self, status: HTTPStatus) -> None:
        """Without reading what it sends."""
        self.server.inbox.count("refused")
        self.close_connection = True
        self._answer(status, kept=0)

    def _answer(self, status: HTTPStatus, **counts: int) -> None:
        body = orjson.dumps(counts)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status is HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", "Bearer")
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            self.send_header("Retry-After", "10")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing: what a sender asks for is not ours to print."""


def _messages(body: bytes) -> list[bytes]:
    """The records of a body. Raises `ValueError` for what begins as an array and is none."""
    if body.lstrip()[:1] == b"[":
        return [orjson.dumps(record) for record in orjson.loads(body)]
    return [line for line in body.splitlines() if line.strip()]
