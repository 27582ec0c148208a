"""The demo's mail server: a real ESMTP server on loopback, in a process of its own, that counts.

It takes what any SMTP client says (RFC 5321; PIPELINING, SIZE, 8BITMIME), keeps a hash of each
envelope to find what came twice, and nothing of the messages but the first few, if asked.
"""

import asyncio
import hashlib
import multiprocessing
import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
MAX_MESSAGE = 20 * 1024 * 1024
MAX_LINE = 2048
KEPT_MESSAGES = 50
START_SECONDS = 30.0
END = b"\r\n.\r\n"
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_PATH = re.compile(r"(?:FROM|TO):\s*<([^<>]*)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ServerCounts:
    """What the server has accepted so far.

    `duplicates` are messages whose Message-ID had come before; `envelopes` the distinct pairs of
    recipient and Message-ID.
    """

    accepted: int = 0
    message_ids: int = 0
    recipients: int = 0
    envelopes: int = 0

    @property
    def duplicates(self) -> int:
        """How many messages came more than once."""
        return self.accepted - self.message_ids


class MailServer:
    """Use as a context manager: `with MailServer() as server: send(case, server.url)`.

    `keep` is a folder for the first `limit` messages as received, for looking at them.
    """

    def __init__(self, keep: Path | None = None, limit: int = KEPT_MESSAGES) -> None:
        self._keep, self._limit = keep, limit
        self._port = 0

    @property
    def url(self) -> str:
        """Where it listens: `smtp://127.0.0.1:PORT`."""
        return f"smtp://{HOST}:{self._port}"

    def counts(self) -> ServerCounts:
        """What it has accepted so far."""
        self._pipe.send("counts")
        found: ServerCounts = self._pipe.recv()
        return found

    def __enter__(self) -> Self:
        # Spawned, not forked: a forked child would hold the case's lock.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._keep, self._limit), daemon=True
        )
        self._process.start()
        theirs.close()
        if not self._pipe.poll(START_SECONDS):
            self.__exit__(None, None, None)
            raise TimeoutError("the mail server did not start")
        self._port = self._pipe.recv()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._pipe.close()  # the server ends when we are gone, however we go
        self._process.join(timeout=5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


class _Tally:
    """What was accepted, as hashes."""

    def __init__(self, keep: Path | None, limit: int) -> None:
        self._keep, self._limit = keep, limit
        self._accepted = 0
        self._ids: set[bytes] = set()
        self._recipients: set[bytes] = set()
        self._envelopes: set[bytes] = set()

    def accept(self, recipients: list[str], message: bytes) -> None:
        self._accepted += 1
        match = _MESSAGE_ID.search(message, 0, message.find(b"\r\n\r\n") + 2)
        message_id = _short(match[1] if match else message)
        self._ids.add(message_id)
        for recipient in recipients:
            hashed = _short(recipient.encode())
            self._recipients.add(hashed)
            self._envelopes.add(_short(hashed + message_id))
        if self._keep is not None and self._accepted <= self._limit:
            _write(self._keep / f"{self._accepted:05}.eml", message)

    def counts(self) -> ServerCounts:
        return ServerCounts(
            self._accepted, len(self._ids), len(self._recipients), len(self._envelopes)
        )


class _Conversation(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, tally: _Tally) -> None:
        self._tally = tally
        self._has_sender = self._in_data = self._ending = False
        self._searched = 0
        self._recipients: list[str] = []
        self._unread = bytearray()
        self._commands: dict[str, Callable[[str], bytes]] = {
            "EHLO": self._ehlo,
            "HELO": lambda _: b"250 tocsin.invalid\r\n",
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._reset,
            "NOOP": lambda _: b"250 2.0.0 Ok\r\n",
            "VRFY": lambda _: b"252 2.5.0 Send it and see\r\n",
            "QUIT": self._quit,
        }

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._transport.write(b"220 tocsin.invalid ESMTP demonstration\r\n")

    def data_received(self, data: bytes) -> None:
        self._unread += data
        replies = bytearray()
        while (reply := self._step()) is not None:
            replies += reply
        if replies and not self._transport.is_closing():
            self._transport.write(bytes(replies))
        if self._ending:
            self._transport.close()

    def _step(self) -> bytes | None:
        """The reply to the next whole command or message; None if there is none yet."""
        if self._ending:
            return None
        return self._message() if self._in_data else self._command()

    def _command(self) -> bytes | None:
        end = self._unread.find(b"\n")
        if end < 0:
            if len(self._unread) <= MAX_LINE:
                return None
            self._ending = True
            return b"500 5.5.2 Line too long\r\n"
        line = self._unread[:end].decode("utf-8", "replace").strip()
        del self._unread[: end + 1]
        verb, _, rest = line.partition(" ")
        act = self._commands.get(verb.upper())
        return act(rest) if act else b"500 5.5.2 Command not known\r\n"

    def _message(self) -> bytes | None:
        # The line end before the dot may be that of DATA itself: an empty message.
        if self._unread.startswith(END[2:]):
            end, skip = 0, 3
        else:
            end, skip = self._unread.find(END, self._searched), len(END)
        if end < 0:
            self._searched = max(0, len(self._unread) - len(END) + 1)
            return self._too_large() if len(self._unread) > MAX_MESSAGE else None
        message = bytes(self._unread[: end + 2 if end else 0])
        del self._unread[: end + skip]
        self._tally.accept(self._recipients, _unstuffed(message))
        self._forget()
        return b"250 2.0.0 Ok: counted\r\n"

    def _too_large(self) -> bytes:
        self._ending = True
        return b"552 5.3.4 Message too large\r\n"

    def _ehlo(self, _: str) -> bytes:
        self._forget()
        return b"250-tocsin.invalid\r\n250-PIPELINING\r\n250-SIZE %d\r\n250 8BITMIME\r\n" % (
            MAX_MESSAGE
        )

    def _mail(self, rest: str) -> bytes:
        match = _PATH.match(rest)
        if match is None or not rest.upper().startswith("FROM"):
            return b"501 5.5.4 MAIL FROM:<address>\r\n"
        if self._has_sender:
            return b"503 5.5.1 Sender already given\r\n"
        self._has_sender = True
        return b"250 2.1.0 Ok\r\n"

    def _rcpt(self, rest: str) -> bytes:
        match = _PATH.match(rest)
        if not self._has_sender:
            return b"503 5.5.1 MAIL first\r\n"
        if match is None or not rest.upper().startswith("TO") or "@" not in match[1]:
            return b"501 5.1.3 RCPT TO:<address>\r\n"
        self._recipients.append(match[1])
        return b"250 2.1.5 Ok\r\n"

    def _data(self, _: str) -> bytes:
        if not self._recipients:
            return b"554 5.5.1 No valid recipients\r\n"
        self._in_data = True
        self._searched = 0
        return b"354 End data with <CR><LF>.<CR><LF>\r\n"

    def _reset(self, _: str) -> bytes:
        self._forget()
        return b"250 2.0.0 Ok\r\n"

    def _quit(self, _: str) -> bytes:
        self._ending = True
        return b"221 2.0.0 Bye\r\n"

    def _forget(self) -> None:
        self._has_sender = self._in_data = self._ending = False
        self._searched = 0
        self._recipients = []


def _serve(pipe: Connection, keep: Path | None, limit: int) -> None:
    """The server's process: until the pipe to its parent closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
    asyncio.run(_listen(pipe, _Tally(keep, limit)))


async def _listen(pipe: Connection, tally: _Tally) -> None:
    loop = asyncio.get_running_loop()
    gone = loop.create_future()

    def answer() -> None:
        try:
            pipe.recv()
            pipe.send(tally.counts())
        except (EOFError, OSError):
            if not gone.done():
                gone.set_result(None)

    server = await loop.create_server(lambda: _Conversation(tally), HOST, 0)
    loop.add_reader(pipe.fileno(), answer)
    pipe.send(server.sockets[0].getsockname()[1])
    await gone
    server.close()


def _unstuffed(message: bytes) -> bytes:
    """Without the full stops that the client doubled (RFC 5321, section 4.5.2)."""
    if message.startswith(b"."):
        message = message[1:]
    return message.replace(b"\r\n.", b"\r\n")


def _short(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=12).digest()


def _write(path: Path, message: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(message)
