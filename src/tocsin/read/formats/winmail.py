"""TNEF (winmail.dat): what Outlook sends beside a mail to other Outlooks. [MS-OXTNEF]"""

import datetime as dt
import struct
from collections.abc import Iterator
from enum import IntEnum

from tocsin.model.document import DocumentKind
from tocsin.read import mailitem, sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.limits import DEPTH
from tocsin.read.mailitem import Attachment, MailItem
from tocsin.read.mapi import BINARY, FIXED, LID, NARROW, OBJECT, SEVERAL, WIDE, Properties, value_of
from tocsin.read.outlookitem import BODY, DATA, LONG_NAME, SUBJECT, Item, attachment_of, mail_of
from tocsin.read.text import decode

_SIGNATURE = 0x223E9F78


class _Kind(IntEnum):
    """The attributes that say something, by the lower half of their number."""

    SUBJECT = 0x8004
    DATE_SENT = 0x8005
    BODY = 0x800C
    ATTACHMENT_DATA = 0x800F
    ATTACHMENT_TITLE = 0x8010
    ATTACHMENT_START = 0x9002
    PROPERTIES = 0x9003
    RECIPIENTS = 0x9004
    ATTACHMENT_PROPERTIES = 0x9005


_SENT = 0x0039
_NAMED_FROM = 0x8000
_GUID = 0x48
_CLASS_SIZE = 16
_VARIABLE = frozenset((NARROW, WIDE, BINARY, OBJECT))
_DAMAGED = "corrupt: damaged or cut short"


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    yield from mailitem.pieces(content, _mail(content.data(), 0))


def _mail(data: bytes, depth: int) -> MailItem:
    """The mail that a stream of attributes makes up; up to where it is damaged."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise Fault("corrupt: not TNEF")
    item = Item({})
    parts: list[tuple[Properties, bytes]] = []
    try:
        for attribute, value in _attributes(data):
            _take(item, parts, attribute, value)
    except Exception as error:
        item.losses.append(reason_of(error))
    for told, body in parts:
        item.attachments.append(_attachment(item, told, body, depth))
    return mail_of(item)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        _, attribute, _, length = struct.unpack_from("<BHHI", data, at)
        value = data[at + 9 : at + 9 + length]
        yield attribute, value
        at += 9 + length + 2
        if at > len(data):
            raise Fault(_DAMAGED)


def _take(item: Item, parts: list[tuple[Properties, bytes]], attribute: int, value: bytes) -> None:
    """Put one attribute where it belongs: the mail, its recipients, the attachment at hand."""
    match attribute:
        case _Kind.SUBJECT:
            item.properties.setdefault(SUBJECT, decode(value).rstrip("\0"))
        case _Kind.BODY:
            item.properties.setdefault(BODY, decode(value).rstrip("\0"))
        case _Kind.DATE_SENT:
            item.properties.setdefault(_SENT, _moment(value))
        case _Kind.PROPERTIES:
            item.properties.update(_Stream(value).properties())
        case _Kind.RECIPIENTS:
            item.recipients += _Stream(value).rows()
        case _Kind.ATTACHMENT_START:
            parts.append(({}, b""))
        case _Kind.ATTACHMENT_TITLE if parts:
            parts[-1][0].setdefault(LONG_NAME, decode(value).rstrip("\0"))
        case _Kind.ATTACHMENT_PROPERTIES if parts:
            parts[-1][0].update(_Stream(value).properties())
        case _Kind.ATTACHMENT_DATA if parts:
            parts[-1] = (parts[-1][0], value)


def _attachment(item: Item, told: Properties, body: bytes, depth: int) -> Attachment:
    data = told.get(DATA, b"")
    data = data if isinstance(data, bytes) and data else body
    if data[_CLASS_SIZE : _CLASS_SIZE + 4] == struct.pack("<I", _SIGNATURE):
        data = data[_CLASS_SIZE:]  # an object follows the class that opens it
    if data[:4] != struct.pack("<I", _SIGNATURE):
        return attachment_of(told, data)
    if depth < DEPTH:
        return attachment_of(told, _mail(data, depth + 1))
    item.losses.append("limit: nesting")
    return attachment_of(told, b"")


def _moment(value: bytes) -> dt.datetime:
    year, month, day, hour, minute, second = struct.unpack_from("<6H", value)
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)


class _Stream:
    """MAPI properties one after the other, each at a multiple of four bytes. [MS-OXTNEF] 2.1.3.4"""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def rows(self) -> list[Properties]:
        """Lists of properties, after their count."""
        return [self.properties() for _ in range(min(self._number(), len(self._data)))]

    def properties(self) -> Properties:
        """Properties, after their count."""
        found: Properties = {}
        for _ in range(self._number()):
            kind, tag = struct.unpack("<HH", self._bytes(4))
            key = self._name(tag) if tag >= _NAMED_FROM else tag
            values = [value_of(kind & ~SEVERAL, raw) for raw in self._values(kind)]
            told = [value for value in values if value is not None]
            if told:
                found[key] = told[0] if len(told) == 1 else "; ".join(map(str, told))
        return found

    def _values(self, kind: int) -> Iterator[bytes]:
        """The bytes of the values of a property."""
        inner = kind & ~SEVERAL
        fixed = FIXED.get(inner, 16 if inner == _GUID else 0)
        if not fixed and inner not in _VARIABLE:
            raise Fault(_DAMAGED)
        several = kind & SEVERAL or not fixed
        for _ in range(self._number() if several else 1):
            length = fixed or self._number()
            yield self._bytes(length)
            self._at += -self._at % 4

    def _name(self, tag: int) -> int | str:
        """The name of a property that has one: the set it belongs to, then number or text."""
        self._bytes(16)
        if not self._number():
            return LID + self._number()
        text = self._bytes(self._number())
        self._at += -self._at % 4
        return text.decode("utf-16-le", "replace").rstrip("\0") or tag

    def _number(self) -> int:
        return int(struct.unpack("<I", self._bytes(4))[0])

    def _bytes(self, length: int) -> bytes:
        raw = self._data[self._at : self._at + length]
        if len(raw) < length:
            raise Fault(_DAMAGED)
        self._at += length
        return raw


FORMATS: Formats = {sniff.TNEF: Format(DocumentKind.MAIL, _read)}
