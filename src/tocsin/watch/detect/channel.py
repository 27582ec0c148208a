"""Where alarms go. A channel sends one, or raises `OSError`; it names no patient."""

import smtplib
import socket
import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import ClassVar
from urllib.parse import urlsplit

import orjson

from tocsin.errors import InputError
from tocsin.watch.detect.alert import Episode
from tocsin.watch.detect.sentence import facts, sentences, title

TIMEOUT = 10.0
AUTH_ALERT = 10 * 8 + 1
"""RFC 5424: facility authpriv (10), severity alert (1)."""

LONGEST_DATAGRAM = 2_000


class Channel(ABC):
    """One way to tell an alarm."""

    name: ClassVar[str]

    @abstractmethod
    def send(self, episode: Episode) -> None:
        """Tell it. Raises `OSError` if it was not taken over."""


@dataclass(frozen=True, slots=True)
class Screen(Channel):
    """The terminal."""

    name: ClassVar[str] = "screen"
    show: Callable[[str], None]

    def send(self, episode: Episode) -> None:
        """Title and evidence."""
        self.show("\n".join([title(episode), *(f"  {line}" for line in sentences(episode))]))


@dataclass(frozen=True, slots=True)
class Mail(Channel):
    """The mail server given. `security` is none, starttls or tls."""

    name: ClassVar[str] = "mail"
    host: str
    port: int
    security: str
    sender: str
    to: str
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, episode: Episode) -> None:
        """One message; its identifier is the alarm's."""
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = title(episode), self.sender, self.to
        message["Message-ID"] = f"<alert-{episode.number}-{episode.at}@tocsin.invalid>"
        message["Date"] = datetime.now(UTC)
        message.set_content("\n".join(sentences(episode)))
        context = ssl.create_default_context()
        with self._server(context) as server:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _server(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)


@dataclass(frozen=True, slots=True)
class Webhook(Channel):
    """JSON by HTTP POST. Make one with `webhook`."""

    name: ClassVar[str] = "webhook"
    host: str
    port: int | None
    path: str
    is_secure: bool

    def send(self, episode: Episode) -> None:
        """Any answer but 2xx is a failure."""
        kind = HTTPSConnection if self.is_secure else HTTPConnection
        connection = kind(self.host, self.port, timeout=TIMEOUT)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{episode.number}-{episode.at}",
        }
        try:
            connection.request("POST", self.path, orjson.dumps(facts(episode)), headers)
            status = connection.getresponse().status
        except HTTPException as error:
            raise OSError("http") from error
        finally:
            connection.close()
        if not 200 <= status < 300:
            raise OSError(f"http {status}")


@dataclass(frozen=True, slots=True)
class Syslog(Channel):
    """RFC 5424 over UDP (RFC 5426), which nobody acknowledges: use another channel beside it."""

    name: ClassVar[str] = "syslog"
    host: str
    port: int = 514

    def send(self, episode: Episode) -> None:
        """One datagram."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = f"<{AUTH_ALERT}>1 {at} {socket.gethostname()} tocsin - alert-{episode.number} - "
        data = (text + orjson.dumps(facts(episode)).decode()).encode()[:LONGEST_DATAGRAM]
        family, kind, *_, address = socket.getaddrinfo(
            self.host, self.port, type=socket.SOCK_DGRAM
        )[0]
        with socket.socket(family, kind) as sender:
            sender.sendto(data, address)


def webhook(url: str) -> Webhook:
    """From `https://host/path` or `http://host:port/path`. Raises `InputError` else."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.username:
        raise InputError(
            "watch.webhook",
            "L'adresse où envoyer les alertes (--webhook) n'est pas de la bonne forme.",
            "The address to send alarms to (--webhook) is not of the right form.",
            way_out_fr="Par exemple https://supervision.local/alertes, sans mot de passe.",
            way_out_en="For example https://monitoring.local/alerts, without a password.",
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Webhook(host, port, path, parts.scheme == "https")


def syslog(place: str) -> Syslog:
    """From `host` or `host:port`. Raises `InputError` else."""
    host, _, port = place.rpartition(":") if place.count(":") == 1 else (place, "", "514")
    if not host or not port.isdecimal():
        raise InputError(
            "watch.syslog",
            "L'adresse syslog (--syslog) n'est pas de la bonne forme.",
            "The syslog address (--syslog) is not of the right form.",
            way_out_fr="Par exemple journaux.local:514.",
            way_out_en="For example logs.local:514.",
        )
    return Syslog(host, int(port))
