"""Quoted-printable lines (RFC 2045, section 6.7) that no mail server needs to touch."""

WIDTH = 76
_PLAIN = frozenset(range(33, 127)) - {ord("=")} | {ord(" ")}
_CODES = [chr(byte) if byte in _PLAIN else f"={byte:02X}" for byte in range(256)]


def encode_line(text: str) -> bytes:
    """One line of text as one or more encoded lines, CRLF included, each at most 76 characters.

    A full stop at the start of a line is encoded, so the transparency of RFC 5321, section 4.5.2,
    has nothing to double. `text` holds no line break.
    """
    encoded = "".join([_CODES[byte] for byte in text.encode()])
    if encoded.endswith(" "):
        encoded = f"{encoded[:-1]}=20"
    pieces = []
    while len(encoded := _without_leading_dot(encoded)) > WIDTH:
        cut = _cut(encoded)
        pieces.append(f"{encoded[:cut]}=\r\n")
        encoded = encoded[cut:]
    pieces.append(f"{encoded}\r\n")
    return "".join(pieces).encode("ascii")


def _without_leading_dot(encoded: str) -> str:
    return f"=2E{encoded[1:]}" if encoded.startswith(".") else encoded


def _cut(encoded: str) -> int:
    """Where a full line may be cut, so that no `=XX` is torn."""
    cut = WIDTH - 1
    last = encoded.rfind("=", cut - 2, cut)
    return cut if last < 0 else last
