"""Mails (RFC 5322, MIME) and mailboxes (mbox, RFC 4155): headers, bodies, attachments."""

import email.header
import email.message
import email.parser
import email.policy
import re
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import ENCRYPTED
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMBERS
from tocsin.read.markup import html_text
from tocsin.read.text import decode, text_blocks

Message = email.message.Message

_SHOWN = ("From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Comments", "Keywords")
_WORD = re.compile(r"\w+")
_CUT_SHORT = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect", "InvalidBase64")
_EXTENSIONS = {"text/calendar": "ics", "text/csv": "csv", "application/pdf": "pdf"}
_MOST_PARTS = 10_000


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    parser = email.parser.BytesParser(policy=email.policy.compat32)
    with content.open() as stream:
        message = parser.parse(stream)
    yield from text_blocks(content.document, "en-têtes", _headers(message))
    said = set[str]()
    for number, part in enumerate(_parts(message), 1):
        if number > _MOST_PARTS:
            yield Loss("limit: members")
            return
        if _is_body(part):
            text = _body(part)
            words = set(_WORD.findall(text))
            if not said or not words <= said:  # the HTML twin of a plain body says nothing more
                yield from text_blocks(content.document, "corps", text)
            said |= words
        else:
            yield content.member(_name(part, number), _payload(part))
        if any(type(defect).__name__.startswith(_CUT_SHORT) for defect in part.defects):
            yield Loss("corrupt: damaged or cut short")
        if part.get_content_type() == "application/pgp-encrypted":
            yield Loss(ENCRYPTED)
    if any(type(defect).__name__.startswith(_CUT_SHORT) for defect in message.defects):
        yield Loss("corrupt: damaged or cut short")


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of a mail, and the mails attached to it, which are not looked into."""
    if message.get_content_type() == "message/rfc822":
        yield message
    elif message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)
    else:
        yield message


def _headers(message: Message) -> str:
    lines = []
    for name in _SHOWN:
        lines += [f"{name}: {_header(value)}" for value in message.get_all(name, [])]
    return "\n".join(lines)


def _header(value: object) -> str:
    """A header's value with its encoded words decoded (RFC 2047)."""
    raw = str(value) if isinstance(value, str) else _unencoded(value)
    raw = _surrogates_decoded(re.sub(r"\r?\n[ \t]+", " ", raw))
    try:
        pieces = email.header.decode_header(raw)
    except Exception:
        return raw
    return "".join(
        decode(text, charset or "") if isinstance(text, bytes) else text for text, charset in pieces
    )


def _unencoded(header: object) -> str:
    """A header with raw 8-bit bytes, which the parser wraps."""
    chunks = getattr(header, "_chunks", ())
    return "".join(str(text) for text, _ in chunks) or str(header)


def _surrogates_decoded(text: str) -> str:
    if text.isascii():
        return text
    return decode(text.encode("utf-8", "surrogateescape"))


def _is_body(part: Message) -> bool:
    shown = part.get_content_disposition() != "attachment" and not _file_name(part)
    return shown and part.get_content_type() in ("text/plain", "text/html")


def _body(part: Message) -> str:
    charset = part.get_content_charset("")
    text = decode(_payload(part), charset)
    return html_text(text) if part.get_content_type() == "text/html" else text


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        return _header(part.get_filename() or "").strip()
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
    number = 0
    for number, raw in enumerate(_messages(content), 1):
        if number > MEMBERS:
            yield Loss("limit: members")
            return
        yield content.member(f"message-{number}.eml", raw)


def _messages(content: Content) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a `From ` line at the start or after a blank."""
    lines: list[bytes] = []
    blank = True
    with content.open() as stream:
        for line in stream:
            if blank and line.startswith(b"From ") and re.search(rb"\d{4}\s*$|\d\d:\d\d", line):
                if any(map(bytes.strip, lines)):
                    yield b"".join(lines)
                lines = []
            else:
                lines.append(line[1:] if line.startswith(b">From ") else line)
            blank = not line.strip()
    if any(map(bytes.strip, lines)):
        yield b"".join(lines)


FORMATS: Formats = {
    sniff.MAIL: Format(DocumentKind.MAIL, _read),
    sniff.MBOX: Format(DocumentKind.MAIL, _read_mailbox, container=True),
}
