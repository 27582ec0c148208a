"""Messages from an IMAP mailbox (RFC 9051), which is only read: nothing is marked or removed."""

import imaplib
import os
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from tocsin.errors import MailError

PASSWORD = "TOCSIN_IMAP_PASSWORD"  # noqa: S105 - the name of the variable
TIMEOUT = 60
PORTS = {"imaps": 993, "imap": 143, "imap+starttls": 143}


@dataclass(frozen=True, slots=True)
class ImapUrl:
    """`imaps://login@host:993/FOLDER`; the password comes from `TOCSIN_IMAP_PASSWORD`."""

    scheme: str
    host: str
    port: int
    login: str
    folder: str

    @classmethod
    def parse(cls, text: str) -> "ImapUrl":
        """The URL in `text`. Raises `MailError` if it is none."""
        parts = urlsplit(text)
        try:
            port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError) as error:
            raise _no_url() from error
        if not parts.hostname or not parts.username:
            raise _no_url()
        folder = unquote(parts.path.strip("/")) or "INBOX"
        return cls(parts.scheme, parts.hostname, port, unquote(parts.username), folder)


def fetch(url: ImapUrl) -> Iterator[bytes]:
    """Every message of the folder. Raises `MailError` if the server is not there or refuses."""
    try:
        with _connected(url) as server:
            server.login(url.login, os.environ.get(PASSWORD, ""))
            answer, _ = server.select(_quoted(url.folder), readonly=True)
            if answer != "OK":
                raise _no_folder()
            _, found = server.uid("SEARCH", "ALL")
            for uid in found[0].split():
                _, parts = server.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
                yield from (part[1] for part in parts if isinstance(part, tuple))
    except (OSError, imaplib.IMAP4.error) as error:
        raise _refused() from error


def _connected(url: ImapUrl) -> imaplib.IMAP4:
    if url.scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(url.host, url.port, ssl_context=context, timeout=TIMEOUT)
    server = imaplib.IMAP4(url.host, url.port, timeout=TIMEOUT)
    if url.scheme == "imap+starttls":
        server.starttls(ssl.create_default_context())
    return server


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _no_url() -> MailError:
    return MailError(
        "imap.url",
        "L'adresse de la boîte IMAP n'est pas lisible.",
        "The address of the IMAP mailbox cannot be read.",
        way_out_fr=f"Écrivez imaps://compte@hôte/INBOX, le mot de passe dans {PASSWORD}.",
        way_out_en=f"Write imaps://login@host/INBOX, the password in {PASSWORD}.",
    )


def _no_folder() -> MailError:
    return MailError(
        "imap.folder",
        "La boîte IMAP n'a pas de dossier de ce nom.",
        "The IMAP mailbox has no folder of that name.",
        way_out_fr="Donnez le dossier après l'hôte : imaps://compte@hôte/INBOX.",
        way_out_en="Give the folder after the host: imaps://login@host/INBOX.",
    )


def _refused() -> MailError:
    return MailError(
        "imap.refused",
        "La boîte IMAP est injoignable ou refuse la connexion.",
        "The IMAP mailbox cannot be reached, or refuses us.",
        way_out_fr=f"Vérifiez hôte, compte et {PASSWORD}, puis relancez : rien ne compte double.",
        way_out_en=f"Check host, login and {PASSWORD}, then run again: nothing counts twice.",
    )
