"""Bytes to and from a mail server: writes, and replies read one at a time."""

import select
import socket
import ssl

from tocsin.notify.smtp.reply import Reply, parse_line

MAX_REPLY_BYTES = 64 * 1024
_CHUNK = 64 * 1024


class WireError(Exception):
    """The connection broke, ran out of time, or said what is not SMTP."""


class Wire:
    """A connected socket, with what was read and not used yet."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._unread = b""
        self._waits: float | None = connected.gettimeout()
        self._readable = select.poll()
        self._readable.register(connected, select.POLLIN)
        # A command must not wait for the answer to the one before (Nagle against delayed ACK).
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        """Send all of `data`; if this raises, its last byte was not sent."""
        try:
            self._socket.sendall(data)
        except (OSError, ssl.SSLError) as error:
            raise WireError("write") from error

    @property
    def is_quiet(self) -> bool:
        """Whether the server has said nothing that was not asked for."""
        if self._unread:
            return False
        if isinstance(self._socket, ssl.SSLSocket):
            # What is readable below may be TLS's own business, such as a session ticket.
            return not self._socket.pending()
        return not self._readable.poll(0)

    def reply(self, timeout: float) -> Reply:
        """The next reply, waited for at most `timeout` seconds between two pieces."""
        if timeout != self._waits:  # a system call each time
            self._socket.settimeout(timeout)
            self._waits = timeout
        lines: list[str] = []
        size = 0
        while True:
            line = self._line()
            size += len(line)
            try:
                code, is_last, text = parse_line(line)
            except ValueError as error:
                raise WireError("garbage") from error
            if size > MAX_REPLY_BYTES:
                raise WireError("endless reply")
            lines.append(text)
            if is_last:
                return Reply(code, tuple(lines))

    def starttls(self, context: ssl.SSLContext, host: str) -> None:
        """Go on under TLS. What came in the clear is dropped (RFC 3207, section 4.2)."""
        self._unread = b""
        self._socket = context.wrap_socket(self._socket, server_hostname=host)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _line(self) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > MAX_REPLY_BYTES:
                raise WireError("endless line")
            try:
                piece = self._socket.recv(_CHUNK)
            except (OSError, ssl.SSLError) as error:
                raise WireError("read") from error
            if not piece:
                raise WireError("closed")
            self._unread += piece
        line, self._unread = self._unread[:end], self._unread[end + 1 :]
        return line.rstrip(b"\r")
