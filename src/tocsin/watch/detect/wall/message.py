"""What crosses the wall about a log that is followed: bytes in, what its records tell out.

Offsets count from the begin of what was sent. A message is one letter for its kind, and
MessagePack.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta

from tocsin.wall import RefusedError
from tocsin.wall.message import framed, without_surrogates
from tocsin.watch.event import LONGEST_TEXT
from tocsin.watch.mapping import Mapping
from tocsin.watch.wall.message import Number, ReaderName, Reason, Whole

Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]


class Knowledge(msgspec.Struct, frozen=True):
    """What every cell has at hand: the zone of times without one, the columns of CSV files, where
    paths name the patient (a pattern of RE2)."""

    zone: str = "UTC"
    mapping: Mapping | None = None
    patient_in: str = ""


class Recognise(msgspec.Struct, frozen=True, tag=True):
    """Say which reader can follow a log that begins so, and is called so."""

    head: bytes
    name: str


class Lines(msgspec.Struct, frozen=True, tag=True):
    """Read whole lines of a log; `top` are those that name its columns, `written` its time of
    writing in seconds since 1970."""

    reader: str
    top: bytes
    data: bytes
    written: float


class Messages(msgspec.Struct, frozen=True, tag=True):
    """Read messages that came over the network at a time; each one's number is its offset."""

    messages: list[bytes]
    written: float


class Unpack(msgspec.Struct, frozen=True, tag=True):
    """Give so many bytes of the packed log beside, from a place in what it holds; the `key` is the
    same for all orders about one."""

    key: int
    offset: int
    size: int


Order = Recognise | Lines | Messages | Unpack


class Recognised(msgspec.Struct, frozen=True):
    """The reader; none if nobody can follow it."""

    reader: ReaderName = ""


class Told(msgspec.Struct):
    """Records by column: where each stands, when it was; who read whose record, if it tells of a
    reading; why it was not understood, if it was not."""

    offsets: list[Whole] = []
    times: list[Number | None] = []
    accounts: list[Text | None] = []
    patients: list[Text | None] = []
    reasons: list[Reason] = []

    def fits(self, size: int) -> bool:
        """Whether all columns are of one length, and all records stand within what was sent."""
        columns = (self.times, self.accounts, self.patients, self.reasons)
        return all(len(column) == len(self.offsets) for column in columns) and all(
            offset < size for offset in self.offsets
        )


class Plain(msgspec.Struct, frozen=True):
    """Bytes out of a packed log; why no more could be had, if it is damaged."""

    data: bytes = b""
    fault: Reason = ""


Answer = Recognised | Told | Plain
Kind = TypeVar("Kind", Recognised, Told, Plain)
_LETTERS: Final[dict[type, bytes]] = {Recognised: b"N", Told: b"T", Plain: b"P"}
_encoder = msgspec.msgpack.Encoder()
_decoders: dict[type, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind) for kind in _LETTERS
}
_order: msgspec.msgpack.Decoder[Order] = msgspec.msgpack.Decoder(Order)
_knowledge = msgspec.msgpack.Decoder(Knowledge)


def pack_order(order: Order | Knowledge) -> bytes:
    """An order for a cell, or what its maker is to know."""
    return _encoder.encode(order)


def unpack_order(data: bytes) -> Order:
    """The order."""
    return _order.decode(data)


def unpack_knowledge(data: bytes) -> Knowledge:
    """What was to be known."""
    return _knowledge.decode(data)


def pack(answer: Answer) -> Iterator[bytes]:
    """The bytes that send an answer; none if it is too long for a message."""
    yield from framed(_LETTERS[type(answer)] + _encoded(answer))


def _encoded(answer: Answer) -> bytes:
    try:
        return _encoder.encode(answer)
    except UnicodeEncodeError:  # half a surrogate pair, from a damaged record
        return _encoder.encode(_clean(answer))


def _clean(answer: Answer) -> Answer:
    if not isinstance(answer, Told):
        return answer
    return Told(answer.offsets, answer.times, _said(answer.accounts), _said(answer.patients),
                answer.reasons)  # fmt: skip


def _said(column: list[str | None]) -> list[str | None]:
    return [text and without_surrogates(text) for text in column]


def unpack(untrusted: bytes, kind: type[Kind]) -> Kind:
    """The answer of this kind. Raises `RefusedError` if it is none."""
    if untrusted[:1] != _LETTERS[kind]:
        raise RefusedError
    try:
        answer: Kind = _decoders[kind].decode(memoryview(untrusted)[1:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise RefusedError from None
    return answer
