"""Which provider, which account, and where: as one URL."""

import os
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from tocsin.errors import MailError
from tocsin.notify.smtp.url import PASSWORD_VARIABLE, is_loopback

HOSTS = {"mailjet": "api.mailjet.com"}


@dataclass(frozen=True, slots=True)
class HttpUrl:
    """`mailjet://KEY` or `mailjet://KEY@host:port`; over TLS but to this very machine.

    The secret may stand in the URL or, better, in `TOCSIN_SMTP_PASSWORD`.
    """

    provider: str
    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> "HttpUrl":
        """The parts of `url`. Raises `MailError` (without quoting it) if it is not of the form."""
        try:
            parts = urlsplit(url)
            default_host = HOSTS[parts.scheme]
            port = parts.port or 443
        except (KeyError, ValueError) as error:
            raise _wrong() from error
        has_account = "@" in parts.netloc
        user = unquote(parts.username or "") if has_account else unquote(parts.netloc)
        if not user or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise _wrong()
        host = (parts.hostname or default_host) if has_account else default_host
        password = unquote(parts.password or "") or os.environ.get(PASSWORD_VARIABLE, "")
        return cls(parts.scheme, host, port, user, password)

    @property
    def is_secure(self) -> bool:
        """Whether TLS is spoken: always, but to this very machine."""
        return not is_loopback(self.host)


def _wrong() -> MailError:
    return MailError(
        "mail.provider_url",
        "L'adresse du prestataire de messagerie (--smtp) n'est pas de la bonne forme.",
        "The address of the e-mail provider (--smtp) is not of the right form.",
        way_out_fr="Par exemple mailjet://CLE, le secret dans TOCSIN_SMTP_PASSWORD.",
        way_out_en="For example mailjet://KEY, the secret in TOCSIN_SMTP_PASSWORD.",
    )
