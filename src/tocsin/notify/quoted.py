"""Quoted-printable lines (RFC 2045, section 6.7) that no mail server needs to touch."""

import re
from functools import lru_cache

WIDTH = 76
_TO_ENCODE = re.compile(rb"[^ -<>-~]")
_CODES = [b"=%02X" % byte for byte in range(256)]


@lru_cache(maxsize=16)  # a person's own lines are asked for again at once, by the proof
def encode_line(text: str) -> bytes:
    """One line of text as one or more encoded lines, CRLF included, each at most 76 characters.

    A full stop at the start of a line is encoded, so the transparency of RFC 5321, section 4.5.2,
    has nothing to double; so is a space after a space or at the end of a line, so DKIM's relaxed
    form (RFC 6376, section 3.4.4) is the line itself. `text` holds no line break.
    """
    encoded = _TO_ENCODE.sub(_code, text.encode()).decode("ascii")
    if encoded.endswith(" "):
        encoded = f"{encoded[:-1]}=20"
    if "  " in encoded:
        encoded = encoded.replace("  ", " =20")
    pieces = []
    while len(encoded := _without_leading_dot(encoded)) > WIDTH:
        cut = _cut(encoded)
        pieces.append(f"{encoded[:cut]}=\r\n")
        encoded = encoded[cut:]
    pieces.append(f"{encoded}\r\n")
    return "".join(pieces).encode("ascii")


def _code(match: re.Match[bytes]) -> bytes:
    return _CODES[match[0][0]]


def _without_leading_dot(encoded: str) -> str:
    return f"=2E{encoded[1:]}" if encoded.startswith(".") else encoded


def _cut(encoded: str) -> int:
    """Where a full line may be cut, so that no `=XX` is torn."""
    cut = WIDTH - 1
    last = encoded.rfind("=", cut - 2, cut)
    return cut if last < 0 else last
