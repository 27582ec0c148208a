"""ASN.1 values as BER encodes them (ITU-T X.690), of known and of unknown length."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.read.fault import Fault

SEQUENCE, SET, OCTETS, IDENTIFIER = 0x30, 0x31, 0x04, 0x06
CONSTRUCTED = 0x20

_DAMAGED = "corrupt: damaged or cut short"
_DEEPEST = 50
_UNKNOWN_LENGTH = 0x80


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its tag with class and form, where its content starts and ends in `data`.

    `is_cut` tells that the data end before it does.
    """

    data: bytes
    tag: int
    start: int
    end: int
    is_cut: bool = False

    @property
    def content(self) -> bytes:
        """Its bytes without tag and length."""
        return self.data[self.start : self.end]

    def children(self) -> list["Value"]:
        """The values within it. Raises `Fault` if they are damaged."""
        return list(_values(self.data, self.start, self.end, 0)) if self.tag & CONSTRUCTED else []

    def child(self, number: int) -> "Value":
        """One of the values within it. Raises `Fault` if there is none."""
        children = self.children()
        if number >= len(children):
            raise Fault(_DAMAGED)
        return children[number]

    def octets(self, depth: int = 0) -> bytes:
        """The bytes of an octet string, whose pieces may come one by one. Raises `Fault`."""
        if not self.tag & CONSTRUCTED:
            return self.content
        if depth > _DEEPEST:
            raise Fault("limit: nesting")
        return b"".join(child.octets(depth + 1) for child in self.children())


def value_at(data: bytes, start: int = 0) -> Value:
    """The value that starts there, as far as it goes. Raises `Fault` if there is none."""
    value, _ = _read(data, start, len(data), 0)
    return value


def _values(data: bytes, start: int, end: int, depth: int) -> Iterator[Value]:
    while start < end:
        value, start = _read(data, start, end, depth)
        yield value


def _read(data: bytes, start: int, end: int, depth: int) -> tuple[Value, int]:
    """A value and where the next one starts."""
    if start + 2 > end or depth > _DEEPEST:
        raise Fault(_DAMAGED)
    tag, length, at = data[start], data[start + 1], start + 2
    if tag & 0x1F == 0x1F:  # a tag of several bytes: none of those we look for
        raise Fault("unsupported: variant of the format")
    if length == _UNKNOWN_LENGTH:
        return _until_its_end(data, tag, at, end, depth)
    if length > _UNKNOWN_LENGTH:
        size = length & 0x7F
        length, at = int.from_bytes(data[at : at + size], "big"), at + size
    stop = min(at + length, end)
    return Value(data, tag, at, stop, at + length > end), stop


def _until_its_end(data: bytes, tag: int, start: int, end: int, depth: int) -> tuple[Value, int]:
    """A value that ends in two zeros, after the values within it."""
    at, is_cut = start, False
    while data[at : at + 2] != b"\0\0":
        if is_cut or at + 2 > end:
            return Value(data, tag, start, end, is_cut=True), end
        inner, at = _read(data, at, end, depth + 1)
        is_cut = inner.is_cut
    return Value(data, tag, start, at), at + 2
