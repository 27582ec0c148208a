"""Outlook messages and templates (msg, oft): headers, bodies, attachments. [MS-OXMSG]"""

import re
import struct
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import mailitem, sniff
from tocsin.read.cfb import CompoundFile, Entry
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import DEPTH
from tocsin.read.mailitem import Attachment, MailItem
from tocsin.read.mapi import FIXED, SEVERAL, Properties, names_of, value_of
from tocsin.read.outlookitem import DATA, Item, attachment_of, mail_of

_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(-[0-9A-F]{8})?$", re.I)
_NAMES = "__NAMEID_VERSION1.0"
_FIXED_PROPERTIES = "__PROPERTIES_VERSION1.0"
_OBJECT = "__SUBSTG1.0_3701000D"


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    file = CompoundFile(content.data())
    message = _Message(file, _named(file))
    yield from mailitem.pieces(content, message.item(file.entries[0], 0))
    if file.is_cut:
        yield Loss("corrupt: damaged or cut short")


class _Message:
    """The items of a file, which share the names of their properties."""

    def __init__(self, file: CompoundFile, names: dict[int, int | str]) -> None:
        self._file, self._names = file, names

    def item(self, storage: Entry, depth: int) -> MailItem:
        """The item in a storage, with those that hang on it."""
        if depth > DEPTH:
            raise Fault("limit: nesting")
        item = Item(self._properties(storage))
        for entry in sorted(self._file.children(storage), key=lambda entry: entry.name):
            if entry.name.startswith("__recip_version"):
                item.recipients.append(self._properties(entry))
            elif entry.name.startswith("__attach_version"):
                self._attach(item, entry, depth)
        return mail_of(item)

    def _attach(self, item: Item, storage: Entry, depth: int) -> None:
        told = self._properties(storage)
        data = told.get(DATA)
        inner = next((e for e in self._file.children(storage) if _is_object(e)), None)
        if isinstance(data, bytes) and data:
            item.attachments.append(attachment_of(told, data))
        elif inner and any(e.name.upper() == _FIXED_PROPERTIES for e in self._file.children(inner)):
            item.attachments.append(attachment_of(told, self.item(inner, depth + 1)))
        elif inner:
            item.attachments += self._object(inner)
        else:
            item.losses.append("attachment: no data")

    def _object(self, storage: Entry) -> Iterator[Attachment]:
        """The streams of an object that another program has put into the mail."""
        for entry in self._file.children(storage):
            if entry.kind == 2 and entry.size:
                yield Attachment(entry.name.strip("\1\2\3"), self._file.read(entry))

    def _properties(self, storage: Entry) -> Properties:
        found: Properties = {}
        for entry in sorted(self._file.children(storage), key=lambda entry: entry.name):
            if match := _STREAM.match(entry.name):
                tag, kind = int(match[1], 16), int(match[2], 16)
                if match[3] or not kind & SEVERAL:
                    self._put(found, tag, kind & ~SEVERAL, self._file.read(entry))
            elif entry.name.upper() == _FIXED_PROPERTIES:
                for tag, kind, raw in _fixed(self._file.read(entry), storage):
                    self._put(found, tag, kind, raw)
        return found

    def _put(self, found: Properties, tag: int, kind: int, raw: bytes) -> None:
        value, key = value_of(kind, raw), self._names.get(tag, tag)
        before = found.get(key)
        if isinstance(value, str) and isinstance(before, str):
            found[key] = f"{before}; {value}"
        elif value is not None:
            found[key] = value


def _is_object(entry: Entry) -> bool:
    return entry.kind == 1 and entry.name.upper() == _OBJECT


def _fixed(data: bytes, storage: Entry) -> Iterator[tuple[int, int, bytes]]:
    """Number, type and bytes of the properties of a fixed length, from their stream."""
    start = 32 if storage.kind == 5 else 24 if _is_object(storage) else 8
    for at in range(start, len(data) - 15, 16):
        kind, tag = struct.unpack_from("<HH", data, at)
        if kind in FIXED:
            yield tag, kind, data[at + 8 : at + 8 + FIXED[kind]]


def _named(file: CompoundFile) -> dict[int, int | str]:
    """What the numbers from 0x8000 on stand for in this file. [MS-OXMSG] 2.2.3"""
    storage = next((entry for entry in file.entries if entry.name.upper() == _NAMES), None)
    streams = {e.name.upper(): e for e in file.children(storage)} if storage else {}
    raw, strings = (
        file.read(streams[name]) if name in streams else b""
        for name in ("__SUBSTG1.0_00030102", "__SUBSTG1.0_00040102")
    )
    return dict(names_of(raw, strings))


FORMATS: Formats = {sniff.MSG: Format(DocumentKind.MAIL, _read)}
