"""E-mails by the hundred thousand: what is common is encoded once, each person's lines alone."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from tocsin.language import Language
from tocsin.model.notice import Channel, parse_categories
from tocsin.notify.facts import NAME, REFERENCE, Facts, clean
from tocsin.notify.html import as_html
from tocsin.notify.mailbox import mailbox
from tocsin.notify.notice import Notice, as_text, word_notice
from tocsin.notify.quoted import encode_line

BOUNDARY = "=_tocsin_alternative"
"""`=_` cannot occur in quoted-printable (RFC 2045, section 6.7)."""

CRLF = b"\r\n"
FALLBACK_SENDER = "postmaster@localhost.localdomain"


@dataclass(frozen=True, slots=True)
class Addressed:
    """What differs from one e-mail to the next."""

    recipient: str
    name: str
    reference: str
    message_id: str


class Mailing:
    """Composes the e-mails of one run: same hospital, same sender.

    `compose` gives the bytes of a message as it goes over the wire, CRLF line ends, no line that
    begins with a full stop, 7-bit throughout.
    """

    def __init__(self, facts: Facts, at: datetime) -> None:
        self._facts = facts
        self.date(at)
        self._bodies: dict[tuple[Language, str], Body] = {}
        self.sender = mailbox(facts.hospital.sender_email) or FALLBACK_SENDER

    def date(self, at: datetime) -> None:
        """Date what is composed from now on."""
        self._date = f"Date: {format_datetime(at)}\r\n".encode("ascii")

    def body(self, language: Language, categories: str) -> "Body":
        """The message for `categories` (joined by `;`) but for what is the person's own."""
        found = self._bodies.get((language, categories))
        if found is None:
            kinds = parse_categories(categories)
            notice = word_notice(Channel.EMAIL, language, kinds, self._facts)
            found = Body(self._common_headers(notice, language), notice, language)
            self._bodies[language, categories] = found
        return found

    def compose(self, language: Language, categories: str, to: Addressed) -> bytes:
        """One message, whole."""
        own = f"To: <{to.recipient}>\r\nMessage-ID: <{to.message_id}>\r\n".encode("ascii")
        return own + self._date + self.body(language, categories).fill(to.name, to.reference)

    def _common_headers(self, notice: Notice, language: Language) -> bytes:
        hospital = self._facts.hospital
        reply_to = mailbox(hospital.dpo_email)
        headers = [
            _from_header(clean(hospital.name), self.sender),
            *([f"Reply-To: <{reply_to}>"] if reply_to else []),
            f"Subject: {_encoded(notice.subject, 'Subject')}",
            "Auto-Submitted: auto-generated",
            f"Content-Language: {language}",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/alternative; boundary="{BOUNDARY}"',
        ]
        return "".join(f"{header}\r\n" for header in headers).encode("ascii")


class Body:
    """A message encoded once: fixed bytes, and lines that wait for a name or a reference."""

    def __init__(self, headers: bytes, notice: Notice, language: Language) -> None:
        self._parts: list[bytes | str] = []
        self._html: set[int] = set()
        self._add(headers + CRLF)
        self._add_part("plain", as_text(notice.blocks))
        self._add_part("html", as_html(notice, language))
        self._add(f"--{BOUNDARY}--\r\n".encode())

    def fill(self, name: str, reference: str) -> bytes:
        """The bytes with this person's name and reference."""
        escaped = _escape(name)
        return b"".join(
            part
            if isinstance(part, bytes)
            else encode_line(
                part.replace(NAME, escaped if index in self._html else name).replace(
                    REFERENCE, reference
                )
            )
            for index, part in enumerate(self._parts)
        )

    def _add_part(self, subtype: str, lines: Iterable[str]) -> None:
        self._add(
            f"--{BOUNDARY}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
        )
        for line in lines:
            if NAME not in line and REFERENCE not in line:
                self._add(encode_line(line))
                continue
            self._parts.append(line)
            if subtype == "html":
                self._html.add(len(self._parts) - 1)

    def _add(self, fixed: bytes) -> None:
        if self._parts and isinstance(self._parts[-1], bytes):
            self._parts[-1] += fixed
        else:
            self._parts.append(fixed)


def message_id(key: bytes, reference: str, sender: str) -> str:
    """The one Message-ID that a person's e-mail can have (RFC 5322, section 3.6.4)."""
    token = hashlib.blake2b(reference.encode("ascii"), digest_size=16, key=key).hexdigest()
    return f"{token}@{sender.rpartition('@')[2]}"


def _from_header(name: str, address: str) -> str:
    return f"From: {_encoded(name, 'From')}\r\n <{address}>" if name else f"From: <{address}>"


def _encoded(text: str, header: str) -> str:
    """A header's text as encoded words, folded (RFC 2047)."""
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
