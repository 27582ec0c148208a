"""How a message crosses the wall: 4 bytes of length, then its bytes."""

from collections.abc import Iterator
from contextlib import suppress

from tocsin.wall.limits import MESSAGE_BYTES

LENGTH_BYTES = 4


class RefusedError(Exception):
    """A cell said something no reader says: it is not to be trusted any more."""


def framed(data: bytes) -> Iterator[bytes]:
    """The bytes that send a message; none if it is longer than any may be."""
    if len(data) <= MESSAGE_BYTES:
        yield len(data).to_bytes(LENGTH_BYTES, "big")
        yield data


def without_surrogates(text: str) -> str:
    """The text, without halves of surrogate pairs, which cannot be sent."""
    with suppress(UnicodeEncodeError):
        text.encode()
        return text
    return text.encode("utf-8", "replace").decode()
