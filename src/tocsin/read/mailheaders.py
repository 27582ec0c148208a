"""The headers of a mail that speak of people, in clear (RFC 5322; encoded words: RFC 2047)."""

import email.header
import email.message
import email.parser
import email.policy
import re

from tocsin.read.text import decode

SHOWN = (
    *("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Comments", "Keywords"),
    *("Resent-From", "Resent-To", "Resent-Cc", "Delivered-To", "X-Original-To"),
)
_FOLD = re.compile(r"\r?\n[ \t]+")


def shown(message: email.message.Message) -> list[tuple[str, str]]:
    """Their names and values, in the order of `SHOWN`."""
    return [(name, clear(value)) for name in SHOWN for value in message.get_all(name, [])]


def shown_of(block: str) -> list[tuple[str, str]]:
    """The same of a block of headers, as a server wrote it."""
    parser = email.parser.HeaderParser(policy=email.policy.compat32)
    return shown(parser.parsestr(block.lstrip()))


def clear(value: object) -> str:
    """A header's value with its encoded words and raw bytes decoded."""
    raw = str(value) if isinstance(value, str) else _unencoded(value)
    raw = _surrogates_decoded(_FOLD.sub(" ", raw))
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
