"""The texts of a message from outside: all its parts, decoded, whatever is wrong with it."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message

MOST_BYTES = 2 << 20
"""What is read of one message: a report's own words come first, what it returns comes last."""

MOST_PARTS = 100
_FROM_LINE = re.compile(rb"\AFrom [^\r\n]*\r?\n")


def parse(untrusted: bytes) -> Message:
    """The message; any bytes are one."""
    raw = _FROM_LINE.sub(b"", untrusted[:MOST_BYTES].lstrip(b"\r\n"))
    return email.message_from_bytes(raw, policy=email.policy.compat32)


def parts_of(message: Message) -> Iterator[Message]:
    """The message and its parts, those of returned messages included."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def header(message: Message, name: str) -> str:
    """A header's text on one line; "" if it is not there."""
    value = message.get(name)
    if value is None:
        return ""
    text = str(value)
    try:
        text = str(make_header(decode_header(text)))
    except (ValueError, LookupError, UnicodeError):
        text = text.encode("ascii", "replace").decode()
    return " ".join(text.split())


def text_of(message: Message) -> str:
    """The words of the message itself: its text parts up to the message that it returns."""
    texts = []
    for part in parts_of(message):
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            break
        if part.get_content_maintype() == "text":
            texts.append(_decoded(part))
    return "\n".join(texts)


def all_text(message: Message) -> str:
    """Everything that may name somebody: headers and texts of all parts, also outside of them."""
    return "\n".join(_everything(message))


def folded_text(text: str) -> str:
    """`text` with single spaces and without the marks of HTML."""
    return " ".join(re.sub(r"<[a-zA-Z/!][^>]{0,200}>", " ", text).split())


def _everything(message: Message) -> Iterator[str]:
    for part in parts_of(message):
        yield "\n".join(f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            yield _decoded(part)
        yield from (str(aside) for aside in (part.preamble, part.epilogue) if aside)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload())
    try:
        return payload.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        return payload.decode("latin-1")
