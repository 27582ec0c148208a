"""What a sheet of an old workbook says beside its cells: comments, text boxes, headers. [MS-XLS]

NOTE §2.4.179 points by an object's number to the text (TXO §2.4.329) that follows it; in workbooks
before Excel 97 the note holds its own text.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tocsin.read.cellnotes import Notes
from tocsin.read.sheetnotes import without_layout

_BOF, _BOF_OLD, _SHEET = 0x809, 0x409, 0x85
_NOTE, _OBJECT, _TEXT, _HEADER, _FOOTER = 0x1C, 0x5D, 0x1B6, 0x14, 0x15
_DRAWINGS, _CONTINUES = 0xEB, b"\x3c\0"
_TELLING = frozenset((_BOF, _BOF_OLD, _SHEET, _NOTE, _OBJECT, _TEXT, _HEADER, _FOOTER, _DRAWINGS))
_HEAD = struct.Struct("<HH")
_BIFF8 = 0x600


@dataclass
class Beside:
    """What stands beside the cells: comments by sheet and row, loose words by sheet, and the
    drawing records that hold the workbook's pictures."""

    notes: dict[str, Notes] = field(default_factory=lambda: defaultdict(dict))
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    drawings: bytes = b""


@dataclass(frozen=True, slots=True)
class _Record:
    at: int
    kind: int
    body: bytes
    more: bytes
    """Of the records that continue it, the first."""


def beside(stream: bytes) -> Beside:
    """What a workbook stream says beside its cells; what could be read, if it is damaged."""
    walk = _Walk()
    for record in _records(stream):
        with suppress(struct.error, IndexError):
            walk.take(record)
    walk.told.drawings = bytes(walk.drawings)
    return walk.told


class _Walk:
    """Where we are: in which sheet, at which object, with which texts not yet claimed by notes."""

    def __init__(self) -> None:
        self.told, self.drawings = Beside(), bytearray()
        self._names: dict[int, str] = {}
        self._texts: dict[int, str] = {}
        self._sheet, self._object, self._modern = "", -1, True

    def take(self, record: _Record) -> None:
        """Follow one record. Raises `struct.error` if it is cut short."""
        body = record.body
        if record.kind in (_BOF, _BOF_OLD):
            self._modern = struct.unpack_from("<H", body)[0] == _BIFF8
            self._sheet, self._texts = self._names.get(record.at, self._sheet), {}
        elif record.kind == _SHEET:
            self._names[struct.unpack_from("<I", body)[0]] = _short_string(body, 6, self._modern)
        elif record.kind == _OBJECT and self._modern:
            self._object = struct.unpack_from("<H", body, 6)[0]
        elif record.kind == _DRAWINGS:
            self.drawings += body
        else:
            self._take_words(record)

    def _take_words(self, record: _Record) -> None:
        words = self.told.words[self._sheet]
        if record.kind == _TEXT:
            self._texts[self._object] = _continued(record.body, record.more)
            words.append(self._texts[self._object])
        elif record.kind == _NOTE:
            self._take_note(record.body, words)
        elif record.kind in (_HEADER, _FOOTER) and record.body:
            words.append(without_layout(_long_string(record.body, self._modern)))

    def _take_note(self, body: bytes, words: list[str]) -> None:
        row, _, length, number = struct.unpack_from("<HHHH", body)
        if self._modern:
            text = self._texts.pop(number, "")
            words[:] = [word for word in words if word != text]
        else:
            text = body[6 : 6 + length].decode("cp1252", "replace")
        if text := " ".join(text.split()):
            notes = self.told.notes[self._sheet]
            notes[row + 1] = f"{notes[row + 1]} ; {text}" if row + 1 in notes else text


def _records(stream: bytes) -> Iterator[_Record]:
    """The records that tell something, those that continue drawings joined to them."""
    at, end = 0, len(stream)
    while at + 4 <= end:
        start = at
        kind, length = _HEAD.unpack_from(stream, at)
        at += 4 + length
        if kind not in _TELLING:
            continue
        body, more = stream[start + 4 : at], []
        while stream[at : at + 2] == _CONTINUES:
            size = int.from_bytes(stream[at + 2 : at + 4], "little")
            more.append(stream[at + 4 : at + 4 + size])
            at += 4 + size
        if kind == _DRAWINGS:
            body += b"".join(more)
        yield _Record(start, kind, body, more[0] if more else b"")


def _continued(body: bytes, more: bytes) -> str:
    length = struct.unpack_from("<H", body, 10)[0]
    return _characters(more, 0, length)


def _characters(data: bytes, at: int, length: int) -> str:
    """Characters behind their flag: of two bytes each, or of one."""
    if data[at : at + 1] == b"\1":
        return data[at + 1 : at + 1 + 2 * length].decode("utf-16-le", "replace")
    return data[at + 1 : at + 1 + length].decode("latin-1")


def _short_string(body: bytes, at: int, modern: bool) -> str:
    if modern:
        return _characters(body, at + 1, body[at])
    return body[at + 1 : at + 1 + body[at]].decode("cp1252", "replace")


def _long_string(body: bytes, modern: bool) -> str:
    if modern:
        return _characters(body, 2, struct.unpack_from("<H", body)[0])
    return body[1 : 1 + body[0]].decode("cp1252", "replace")
