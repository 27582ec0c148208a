"""Mails (RFC 5322, MIME), those of Apple Mail (emlx), web archives (mhtml) and mailboxes (mbox)."""

import email.message
import email.parser
import email.policy
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import BinaryIO

from tocsin.model.document import DocumentKind
from tocsin.read import mailheaders, sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import ENCRYPTED
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMBERS
from tocsin.read.mailbody import Uuencoded, unflowed, without_uuencoded
from tocsin.read.mailitem import ToldWords, attached
from tocsin.read.markup import stories
from tocsin.read.table import blocks
from tocsin.read.text import decode, text_blocks

Message = email.message.Message

_CUT_SHORT = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect", "InvalidBase64")
_EXTENSIONS = {
    "text/calendar": "ics",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s",
}
_REPORTS = (
    "message/delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
)
_PGP = "-----BEGIN PGP MESSAGE-----"
_FROM_LINE = re.compile(rb"From .*(\d{4}\s*$|\d\d:\d\d)")
_QUOTED_FROM = re.compile(rb">+From ")
_MOST_PARTS = 10_000
_LONGEST_LINE = 1 << 20


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    with content.open() as stream:
        yield from _mail(content, stream)


def _read_apple(content: Content, _job: Job) -> Iterator[Piece]:
    """A length in a line of its own, the mail, a property list of flags."""
    with content.open() as stream:
        stream.readline(_LONGEST_LINE)
        yield from _mail(content, stream)


def _mail(content: Content, stream: BinaryIO) -> Iterator[Piece]:
    message = email.parser.BytesParser(policy=email.policy.compat32).parse(stream)
    parts = list(_parts(message))
    lines = [f"{name}: {value}" for name, value in mailheaders.shown(message)]
    lines += attached([_file_name(part) for part in parts if not _is_body(part)])
    yield from text_blocks(content.document, "en-têtes", "\n".join(lines))
    told = _Bodies(content)
    for number, part in enumerate(parts[:_MOST_PARTS], 1):
        if part.get_content_type() in _REPORTS:
            yield from text_blocks(content.document, "compte rendu de remise", _report(part))
        elif _is_body(part):
            yield from told.pieces(part)
        else:
            yield content.member(_name(part, number), _payload(part))
        yield from _losses(part)
    if len(parts) > _MOST_PARTS:
        yield Loss("limit: members")
    yield from _losses(message)


class _Bodies:
    """The bodies of a mail: of those that say the same only the first is told as text."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._told, self._tables = ToldWords(), 0

    def pieces(self, part: Message) -> Iterator[Piece]:
        """The text and the tables of one body, and the files written into it."""
        text = decode(_payload(part), part.get_content_charset(""))
        if part.get_content_type() == "text/html":
            yield from self._page(text)
            return
        if str(part.get_param("format", "")).lower() == "flowed":
            text = unflowed(text, joined=str(part.get_param("delsp", "")).lower() == "yes")
        plain, files = without_uuencoded(text)
        yield from self._text(plain)
        yield from map(self._file, files)
        if _PGP in plain:
            yield Loss(ENCRYPTED)

    def _page(self, page: str) -> Iterator[Piece]:
        told = list(stories(page))
        yield from self._text("\n".join(story for story in told if isinstance(story, str)))
        for story in told:
            if not isinstance(story, str):
                self._tables += 1
                yield from blocks(self._content.document, f"tableau {self._tables}", story)

    def _text(self, text: str) -> Iterator[Piece]:
        if self._told.gain(text):
            yield from text_blocks(self._content.document, "corps", text)

    def _file(self, file: Uuencoded) -> Content:
        return self._content.member(clean_name(file.name.replace("/", "_")), file.data, file.damage)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of a mail, and the mails attached to it, which are not looked into."""
    kind = message.get_content_type()
    if kind == "message/rfc822" or kind in _REPORTS:
        yield message
    elif message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)
    else:
        yield message


def _losses(part: Message) -> Iterator[Loss]:
    if any(type(defect).__name__.startswith(_CUT_SHORT) for defect in part.defects):
        yield Loss("corrupt: damaged or cut short")
    if part.get_content_type() == "application/pgp-encrypted":
        yield Loss(ENCRYPTED)


def _is_body(part: Message) -> bool:
    shown = part.get_content_disposition() != "attachment" and not _file_name(part)
    return shown and part.get_content_type() in ("text/plain", "text/html")


def _report(part: Message) -> str:
    """Who did not get a mail, and why (RFC 3464): groups of headers."""
    groups = part.get_payload()
    if not isinstance(groups, list):
        return decode(_payload(part))
    lines = ([f"{name}: {mailheaders.clear(value)}" for name, value in _items(g)] for g in groups)
    return "\n\n".join(map("\n".join, lines))


def _items(group: object) -> list[tuple[str, object]]:
    return list(group.items()) if isinstance(group, Message) else []


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return _attached_mail(part)
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attached_mail(part: Message) -> bytes:
    inner = part.get_payload(0)
    if not isinstance(inner, Message):
        return b""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding in ("base64", "quoted-printable") and not inner.keys():  # RFC 2046 forbids it
        inner["Content-Transfer-Encoding"] = encoding
        payload = inner.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""
    return inner.as_bytes()


def _file_name(part: Message) -> str:
    try:
        return mailheaders.clear(part.get_filename() or "").strip()
    except Exception:
        return ""


def _name(part: Message, number: int) -> str:
    if name := _file_name(part):
        return clean_name(name.replace("/", "_"))
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return f"message-{number}.eml"
    return f"partie-{number}.{_EXTENSIONS.get(kind, clean_name(kind.rpartition('/')[2]))}"


def _read_mailbox(content: Content, _job: Job) -> Iterator[Piece]:
    for number, raw in enumerate(_messages(content), 1):
        if number > MEMBERS:
            yield Loss("limit: members")
            return
        yield content.member(f"message-{number}.eml", raw)


def _messages(content: Content) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a `From ` line at the start or after a blank.

    Thunderbird leaves deleted messages in it until it is compacted: they are read.
    """
    lines: list[bytes] = []
    blank = True
    with content.open() as stream:
        for line in takewhile(bool, iter(lambda: stream.readline(_LONGEST_LINE), None)):
            if blank and _FROM_LINE.match(line):
                if any(map(bytes.strip, lines)):
                    yield b"".join(lines)
                lines = []
            else:
                lines.append(line[1:] if _QUOTED_FROM.match(line) else line)
            blank = not line.strip()
    if any(map(bytes.strip, lines)):
        yield b"".join(lines)


FORMATS: Formats = {
    sniff.MAIL: Format(DocumentKind.MAIL, _read),
    sniff.APPLE_MAIL: Format(DocumentKind.MAIL, _read_apple),
    sniff.MBOX: Format(DocumentKind.MAIL, _read_mailbox, container=True),
}
