"""One conversation with a mail server: many messages, each with an outcome that can be trusted."""

import base64
import socket
import ssl
from dataclasses import replace
from types import TracebackType
from typing import Self

from tocsin.notify.smtp import faults
from tocsin.notify.smtp.reply import Reply
from tocsin.notify.smtp.url import SmtpUrl, is_loopback
from tocsin.notify.smtp.wire import Wire, WireError

CONNECT_TIMEOUT = 30.0
COMMAND_TIMEOUT = 300.0
FINAL_TIMEOUT = 600.0
"""Seconds to wait for answers (RFC 5321, section 4.5.3.2)."""

END = b".\r\n"


class Lost(Exception):  # noqa: N818 - what became of the message is the point
    """The connection was lost. `in_doubt`: the whole message had gone, its answer had not come."""

    def __init__(self, *, in_doubt: bool) -> None:
        super().__init__("in doubt" if in_doubt else "not handed over")
        self.in_doubt = in_doubt


class Session:
    """An open session; `hand_over` gives the server's last word on a message.

    Raises `MailError` if the server cannot be reached, its certificate is not valid, the login
    fails, or it does not let us send at all.
    """

    def __init__(self, url: SmtpUrl, *, timeout: float | None = None) -> None:
        self._url = url
        self._timeout = timeout
        self._extensions: dict[str, str] = {}
        self._wire = self._connect()
        try:
            self._greet()
        except WireError as error:
            self._wire.close()
            raise faults.no_smtp(url) from error
        except BaseException:
            self._wire.close()
            raise

    @property
    def pipelines(self) -> bool:
        """Whether the server takes several commands at once."""
        return "PIPELINING" in self._extensions

    def hand_over(self, sender: str, recipient: str, message: bytes) -> Reply:
        """Give one message to the server: its reply to the message, or to the step it refused.

        `message` has CRLF line ends and no line that begins with a full stop. Raises `Lost` if the
        connection breaks.
        """
        try:
            self._require_quiet()
            refusal = self._envelope(sender, recipient)
            if refusal is not None:
                return refusal
            self._require_quiet()
            self._wire.write(message + END)
        except WireError as error:
            raise Lost(in_doubt=False) from error
        try:
            reply = self._wire.reply(self._timeout or FINAL_TIMEOUT)
        except WireError as error:
            raise Lost(in_doubt=True) from error
        if 300 <= reply.code < 400:
            raise Lost(in_doubt=True)
        return reply

    def reset(self) -> None:
        """Forget a transaction that was refused half-way. Raises `Lost`."""
        try:
            self._command("RSET")
        except WireError as error:
            raise Lost(in_doubt=False) from error

    def close(self) -> None:
        """Say goodbye if the server still listens."""
        try:
            self._wire.write(b"QUIT\r\n")
        except WireError:
            pass
        finally:
            self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()

    def _require_quiet(self) -> None:
        """An answer to nothing would be taken for the answer to what comes next."""
        if not self._wire.is_quiet:
            raise WireError("unasked")

    def _envelope(self, sender: str, recipient: str) -> Reply | None:
        """The three steps before the message; the refusing reply, or None if all went well."""
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA")
        if not self.pipelines:
            return self._one_by_one(commands)
        self._wire.write("".join(f"{command}\r\n" for command in commands).encode("ascii"))
        mail, rcpt, data = (self._reply() for _ in commands)
        if data.asks_for_data and not (mail.is_positive and rcpt.is_positive):
            # RFC 2920, section 3.1: the server waits for a message to nobody.
            self._wire.write(END)
            self._reply()
        return _first_refusal(mail, rcpt, data)

    def _one_by_one(self, commands: tuple[str, ...]) -> Reply | None:
        mail, rcpt = self._command(commands[0]), Reply(250, ())
        if mail.is_positive:
            rcpt = self._command(commands[1])
        if not (mail.is_positive and rcpt.is_positive):
            return _first_refusal(mail, rcpt, Reply(354, ()))
        return _first_refusal(mail, rcpt, self._command(commands[2]))

    def _command(self, line: str) -> Reply:
        self._wire.write(f"{line}\r\n".encode("ascii"))
        return self._reply()

    def _reply(self) -> Reply:
        return self._wire.reply(self._timeout or COMMAND_TIMEOUT)

    def _connect(self) -> Wire:
        url = self._url
        try:
            plain = socket.create_connection(
                (url.host, url.port), timeout=self._timeout or CONNECT_TIMEOUT
            )
            if url.security != "tls":
                return Wire(plain)
            return Wire(_context(url).wrap_socket(plain, server_hostname=url.host))
        except ssl.SSLError as error:
            raise faults.tls(url) from error
        except OSError as error:
            raise faults.unreachable(url) from error

    def _greet(self) -> None:
        if not self._reply().is_positive:
            raise faults.turned_away(self._url)
        self._hello()
        if self._url.security == "starttls":
            self._start_tls()
            self._hello()
        if self._url.user:
            self._log_in()

    def _hello(self) -> None:
        reply = self._command(f"EHLO {_own_name()}")
        if not reply.is_positive:
            reply = self._command(f"HELO {_own_name()}")
        if not reply.is_positive:
            raise faults.turned_away(self._url)
        words = (line.partition(" ") for line in reply.lines[1:])
        self._extensions = {name.upper(): rest for name, _, rest in words}

    def _start_tls(self) -> None:
        if "STARTTLS" not in self._extensions or not self._command("STARTTLS").is_positive:
            raise faults.tls(self._url)
        try:
            self._wire.starttls(_context(self._url), self._url.host)
        except (ssl.SSLError, OSError) as error:
            raise faults.tls(self._url) from error

    def _log_in(self) -> None:
        """AUTH PLAIN (RFC 4616), or the older LOGIN where that is all there is."""
        user, password = self._url.user, self._url.password
        offered = self._extensions.get("AUTH", "").upper().split()
        if "LOGIN" in offered and "PLAIN" not in offered:
            self._command("AUTH LOGIN")
            self._command(_base64(user))
            reply = self._command(_base64(password))
        else:
            token = _base64(f"\0{user}\0{password}")
            reply = self._command(f"AUTH PLAIN {token}")
        if not reply.is_positive:
            raise faults.login(self._url)


def _first_refusal(mail: Reply, rcpt: Reply, data: Reply) -> Reply | None:
    if not mail.is_positive:
        return replace(mail, to_sender=True)
    if not rcpt.is_positive:
        return rcpt
    return None if data.asks_for_data else data


def _context(url: SmtpUrl) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if is_loopback(url.host):
        # A server of this very machine, often with a certificate of its own making.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _own_name() -> str:
    name = socket.getfqdn()
    return name if name.isascii() and "." in name else "[127.0.0.1]"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
