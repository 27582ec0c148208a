"""The seam between the outbox and whatever takes its e-mails: SMTP first, others beside it."""

from collections.abc import Callable
from typing import Protocol

from tocsin.notify.http import HttpUrl, Mailjet
from tocsin.notify.http.url import HOSTS
from tocsin.notify.smtp import Session, SmtpUrl
from tocsin.notify.smtp.reply import Reply


class Transport(Protocol):
    """An open way out. Opening it raises `MailError` if it cannot be used at all.

    `hand_over` gives the last word on one message, or raises `Lost`, which says whether that leaves
    a doubt. A reply is in the terms of RFC 5321 whatever the way: 2yz taken, 4yz later, 5yz never.
    """

    def hand_over(self, sender: str, recipient: str, message: bytes) -> Reply:
        """Give away one message."""

    def reset(self) -> None:
        """Forget a message that was refused half-way. Raises `Lost`."""

    def close(self) -> None:
        """Let go."""


Opener = Callable[[], Transport]


def way_out(url: str, timeout: float | None = None) -> tuple[Opener, str]:
    """What opens the way that `url` names, and its host. Raises `MailError` on a wrong URL."""
    if url.partition("://")[0] in HOSTS:
        http = HttpUrl.parse(url)
        return lambda: Mailjet(http, timeout), http.host
    smtp = SmtpUrl.parse(url)
    return lambda: Session(smtp, timeout=timeout), smtp.host
