"""What crosses the wall about a log: an order in; what it is, or its events by column, out.

A message is one letter for its kind, and MessagePack.
"""

from collections.abc import Iterator, Set, Sized
from collections.abc import Mapping as MappingOf
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from tocsin.wall import RefusedError
from tocsin.wall.limits import MESSAGE_BYTES
from tocsin.wall.message import framed, without_surrogates
from tocsin.watch.event import COLUMNS, LONGEST_TEXT, Kind
from tocsin.watch.mapping import Mapping
from tocsin.watch.sigma.rule import Rule

ROWS = 4_000
"""Records of one message, at most."""

MEMBERS = 100_000
"""Members of one ZIP, at most."""

Reason = Annotated[str, Meta(pattern=r"\A[A-Za-z ,:]{0,60}\Z")]
"""Why something was not read, in words of ours."""

ReaderName = Annotated[str, Meta(pattern=r"\A[a-z0-9.]{0,40}\Z")]

Whole = Annotated[int, Meta(ge=0, le=2**62)]
Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Place = Annotated[int, Meta(ge=0, lt=ROWS)]
"""The number of a row within its message."""


class Knowledge(msgspec.Struct, frozen=True):
    """What every cell has at hand: the rules, and the fields that counts over time need of each."""

    rules: tuple[Rule, ...] = ()
    base_fields: dict[str, tuple[str, ...]] = {}


class Look(msgspec.Struct, frozen=True, tag=True):
    """Say what this file holds; `mapped`: a CSV may be read by a mapping."""

    name: str
    mapped: bool = False


class Read(msgspec.Struct, frozen=True, tag=True):
    """Read the records that begin in `[start, end)`; `written`: seconds since 1970."""

    name: str
    reader: str
    member: str
    start: int
    end: int | None
    zone: str
    written: float
    mapping: Mapping | None = None


Order = Look | Read


class Looked(msgspec.Struct, frozen=True):
    """A log, or a member of a ZIP: who reads it, or why nobody does."""

    member: Annotated[str, Meta(max_length=4_000)] = ""
    reader: ReaderName = ""
    reason: Reason = ""
    is_packed: bool = False
    written: Annotated[int, Meta(ge=0, le=2**33)] = 0


class Rows(msgspec.Struct):
    """Events by column; which rows match which rule (by number), with what counts need of them."""

    size: Annotated[int, Meta(ge=0, le=ROWS)]
    texts: dict[str, list[str | None]]
    numbers: dict[str, list[Number | None]]
    flags: dict[str, list[bool]]
    matches: list[tuple[Place, Whole]] = []
    needed: list[tuple[Place, Whole, dict[str, str]]] = []


class End(msgspec.Struct, frozen=True):
    """All was read: how many records were not understood and where the first stands, by reason;
    how many matches were left out; why reading ended before the end, if it did."""

    unparsed: dict[Reason, tuple[Whole, Whole]] = {}
    left_out: Whole = 0
    fault: Reason = ""


Message = Looked | Rows | End
_LETTERS: Final[dict[type, bytes]] = {Looked: b"L", Rows: b"R", End: b"E"}
_encoder = msgspec.msgpack.Encoder()
_decoders: dict[bytes, msgspec.msgpack.Decoder[Any]] = {
    letter: msgspec.msgpack.Decoder(kind) for kind, letter in _LETTERS.items()
}
_order: msgspec.msgpack.Decoder[Order] = msgspec.msgpack.Decoder(Order)
_knowledge = msgspec.msgpack.Decoder(Knowledge)
_OF_KIND = {kind: {n for n, k in COLUMNS.items() if k is kind} for kind in Kind}
_TEXTS, _FLAGS = _OF_KIND[Kind.TEXT], _OF_KIND[Kind.FLAG]
_NUMBERS = COLUMNS.keys() - _TEXTS - _FLAGS


def pack_order(order: Order | Knowledge) -> bytes:
    """An order for a cell, or what its maker is to know."""
    return _encoder.encode(order)


def unpack_order(data: bytes) -> Order:
    """The order."""
    return _order.decode(data)


def unpack_knowledge(data: bytes) -> Knowledge:
    """What was to be known."""
    return _knowledge.decode(data)


def pack(message: Message) -> Iterator[bytes]:
    """The bytes of a message; of several, if its rows are too long for one."""
    data = _LETTERS[type(message)] + _encoded(message)
    if len(data) <= MESSAGE_BYTES or not isinstance(message, Rows):
        yield from framed(data)
    elif message.size > 1:
        for half in _halves(message):
            yield from pack(half)
    else:
        yield from framed(_LETTERS[Rows] + _encoded(_cut(message)))


def _encoded(message: Message) -> bytes:
    try:
        return _encoder.encode(message)
    except UnicodeEncodeError:  # half a surrogate pair, from a damaged record
        return _encoder.encode(_clean(msgspec.to_builtins(message)))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {_clean(key): _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value


def _cut(rows: Rows) -> Rows:
    """The rows, with texts as long as an event keeps them."""
    texts = {
        name: [text and text[:LONGEST_TEXT] for text in column]
        for name, column in rows.texts.items()
    }
    needed = [
        (row, rule, {name: value[:LONGEST_TEXT] for name, value in said.items()})
        for row, rule, said in rows.needed
    ]
    return Rows(rows.size, texts, rows.numbers, rows.flags, rows.matches, needed)


def _halves(rows: Rows) -> Iterator[Rows]:
    middle = (rows.size + 1) // 2
    for begin, end in ((0, middle), (middle, rows.size)):
        yield Rows(
            end - begin,
            {name: column[begin:end] for name, column in rows.texts.items()},
            {name: column[begin:end] for name, column in rows.numbers.items()},
            {name: column[begin:end] for name, column in rows.flags.items()},
            [(row - begin, rule) for row, rule in rows.matches if begin <= row < end],
            [(row - begin, rule, said) for row, rule, said in rows.needed if begin <= row < end],
        )


def unpack(untrusted: bytes, rules: int) -> Message:
    """The message; there are so many rules. Raises `RefusedError` if no reader sends it."""
    decoder = _decoders.get(untrusted[:1])
    if decoder is None:
        raise RefusedError
    try:
        message: Message = decoder.decode(memoryview(untrusted)[1:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise RefusedError from None
    if isinstance(message, Rows) and not _fits(message, rules):
        raise RefusedError
    return message


def _fits(rows: Rows, rules: int) -> bool:
    """Whether all columns are known ones, each as long as it should be, and all places in them."""
    kinds: tuple[tuple[MappingOf[str, Sized], Set[str]], ...] = (
        (rows.texts, _TEXTS), (rows.numbers, _NUMBERS), (rows.flags, _FLAGS),
    )  # fmt: skip
    return (
        all(columns.keys() <= known for columns, known in kinds)
        and all(len(column) == rows.size for columns, _ in kinds for column in columns.values())
        and all(row < rows.size and rule < rules for row, rule in rows.matches)
        and all(row < rows.size and rule < rules for row, rule, _ in rows.needed)
    )
