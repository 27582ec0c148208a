"""What crosses the wall: an order in; parts out, each checked as if the cell were the thief's.

A message is 4 bytes of length, one letter for its kind, and MessagePack.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from tocsin.model.document import (
    MEMBER,
    DocumentRecord,
    Part,
    ReadStatus,
    TableBlock,
    TextBlock,
)
from tocsin.wall.message import RefusedError, framed, without_surrogates

CHARS_AT_A_TIME = 4_000_000
"""Text longer than this is cut in two messages: even at 4 bytes a letter it stays below a limit."""

_WORD = re.compile(r"[\x20-\x7e]{0,200}")
_MEDIA = re.compile(r"[\w.+/-]{0,120}", re.ASCII)
_SHA256 = re.compile(r"(?:[0-9a-f]{64})?")
LONGEST_PATH = 40_000
"""Eight containers within one another, names of a thousand letters, four bytes each."""


class Order(msgspec.Struct, frozen=True):
    """What a cell is asked to read; the open file comes beside it.

    `only` are the documents wanted (none: all), `skip` those that killed a cell before, each with
    its reason; `ocr` False leaves pictures for later.
    """

    name: str
    size: int
    passwords: tuple[str, ...] = ()
    ocr: bool = True
    only: tuple[str, ...] = ()
    skip: dict[str, str] = {}

    def without(self, document: str, reason: str) -> "Order":
        """The same, but for a document that killed its cell."""
        return msgspec.structs.replace(self, skip={**self.skip, document: reason})


class Opened(msgspec.Struct, frozen=True):
    """A cell begins with a document: if it dies, this is what killed it."""

    document: str
    parent: str
    size: int


class End(msgspec.Struct, frozen=True):
    """All of the file was read."""


Message = Part | Opened | End
_KINDS: dict[type, bytes] = {
    TextBlock: b"T",
    TableBlock: b"R",
    DocumentRecord: b"D",
    Opened: b"O",
    End: b"E",
}
_encoder = msgspec.msgpack.Encoder()
_decoders: dict[bytes, msgspec.msgpack.Decoder[Any]] = {
    letter: msgspec.msgpack.Decoder(kind) for kind, letter in _KINDS.items()
}
_order = msgspec.msgpack.Decoder(Order)


def pack_order(order: Order) -> bytes:
    """An order for a cell."""
    return _encoder.encode(order)


def unpack_order(data: bytes) -> Order:
    """The order."""
    return _order.decode(data)


def pack(message: Message) -> Iterator[bytes]:
    """The bytes of a message; of several, if it is too long for one."""
    letter = _KINDS[type(message)]
    for piece in _pieces(message):
        yield from framed(letter + _encoded(piece))


def _encoded(message: Message) -> bytes:
    try:
        return _encoder.encode(message)
    except UnicodeEncodeError:  # half a surrogate pair, from a damaged document
        return _encoder.encode(_each_text(message, without_surrogates))


def _pieces(message: Message) -> Iterator[Message]:
    if isinstance(message, TextBlock) and len(message.text) > CHARS_AT_A_TIME:
        for start in range(0, len(message.text), CHARS_AT_A_TIME):
            yield replace(message, text=message.text[start : start + CHARS_AT_A_TIME])
    elif isinstance(message, TableBlock):
        yield from _row_pieces(message)
    else:
        yield message


def _row_pieces(block: TableBlock) -> Iterator[TableBlock]:
    """A block whose cells are together too long, in halves; a single row too long, as its words."""
    if sum(len(cell) for row in block.rows for cell in row) <= CHARS_AT_A_TIME:
        yield block
    elif len(block.rows) == 1:
        for index, cell in enumerate(block.rows[0]):
            for start in range(0, len(cell), CHARS_AT_A_TIME):
                row = [""] * index + [cell[start : start + CHARS_AT_A_TIME]]
                yield replace(block, rows=[row])
    else:
        half = len(block.rows) // 2
        yield from _row_pieces(replace(block, rows=block.rows[:half]))
        later = replace(block, rows=block.rows[half:], first_row=block.first_row + half)
        yield from _row_pieces(later)


def _each_text(value: Message, change: Callable[[str], str]) -> dict[str, object]:
    """A message as a map, with every string changed."""
    built = msgspec.to_builtins(value)
    return {key: _changed(item, change) for key, item in built.items()}


def _changed(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [_changed(item, change) for item in value]
    return value


@dataclass
class Checker:
    """Takes the messages about one file and lets through only what a reader may say."""

    name: str

    def __post_init__(self) -> None:
        self._inside = self.name + MEMBER
        self._closed: set[str] = set()
        self._opened: dict[str, Opened] = {}

    def take(self, untrusted: bytes) -> Message:
        """The message. Raises `RefusedError`."""
        decoder = _decoders.get(untrusted[:1])
        if decoder is None:
            raise RefusedError
        try:
            message: Message = decoder.decode(memoryview(untrusted)[1:])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise RefusedError from None
        if not isinstance(message, End):
            self._check(message)
        return message

    @property
    def open_documents(self) -> list[Opened]:
        """What was begun and has no record yet, outermost first."""
        return list(self._opened.values())

    def knows(self, document: str) -> bool:
        """Whether a document was begun."""
        return document in self._opened or document in self._closed

    def end(self, only: tuple[str, ...]) -> None:
        """The cell says that all was read. Raises `RefusedError` if that cannot be."""
        if self._opened or not (only or self.name in self._closed):
            raise RefusedError

    def _check(self, message: Part | Opened) -> None:
        path = message.document
        if path != self.name and not path.startswith(self._inside):
            raise RefusedError
        if isinstance(message, Opened):
            self._open(message)
        elif path not in self._opened:
            raise RefusedError
        if isinstance(message, DocumentRecord):
            self._close(message)

    def _open(self, message: Opened) -> None:
        path = message.document
        if path in self._opened or path in self._closed or len(path) > LONGEST_PATH:
            raise RefusedError
        if path != self.name and not message.parent:
            raise RefusedError
        self._opened[path] = message

    def _close(self, record: DocumentRecord) -> None:
        sound = (
            _WORD.fullmatch(record.reason)
            and _MEDIA.fullmatch(record.media_type)
            and _SHA256.fullmatch(record.sha256)
            and record.size >= 0
            and record.status != ReadStatus.SKIPPED_DUPLICATE
            and (record.status == ReadStatus.READ) == (not record.reason)
            and record.parent == self._opened[record.document].parent
        )
        if not sound:
            raise RefusedError
        self._closed.add(record.document)
        del self._opened[record.document]
