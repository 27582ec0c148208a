"""Where the mail server is and how to talk to it, as one URL."""

import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal
from urllib.parse import unquote, urlsplit

from tocsin.errors import MailError

Security = Literal["none", "starttls", "tls"]
_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
PASSWORD_VARIABLE = "TOCSIN_SMTP_PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class SmtpUrl:
    """`smtp://host:25`, `smtp+starttls://user@host:587`, `smtps://user@host:465`.

    The password may stand in the URL or, better, in `TOCSIN_SMTP_PASSWORD`.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> "SmtpUrl":
        """The parts of `url`. Raises `MailError` (without quoting it) if it is not of the form."""
        try:
            parts = urlsplit(url)
            security, default_port = _SCHEMES[parts.scheme.lower()]
            host, port = parts.hostname, parts.port or default_port
        except (KeyError, ValueError) as error:
            raise _wrong_url() from error
        if not host or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise _wrong_url()
        user = unquote(parts.username or "")
        password = unquote(parts.password or "") or os.environ.get(PASSWORD_VARIABLE, "")
        if user and security == "none" and not is_loopback(host):
            raise _login_in_clear()
        return cls(host, port, security, user, password if user else "")


def is_loopback(host: str) -> bool:
    """Whether `host` is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _wrong_url() -> MailError:
    return MailError(
        "mail.url",
        "L'adresse du serveur de messagerie (--smtp) n'est pas de la bonne forme.",
        "The address of the mail server (--smtp) is not of the right form.",
        way_out_fr="Par exemple smtp://messagerie.local:25 ou smtps://compte@messagerie.local:465",
        way_out_en="For example smtp://mail.local:25 or smtps://login@mail.local:465",
    )


def _login_in_clear() -> MailError:
    return MailError(
        "mail.login_in_clear",
        "Un mot de passe ne doit pas passer en clair sur le réseau.",
        "A password must not cross the network in the clear.",
        way_out_fr="Utilisez smtp+starttls://… ou smtps://…, ou un serveur local sans compte.",
        way_out_en="Use smtp+starttls://… or smtps://…, or a local server without login.",
    )
