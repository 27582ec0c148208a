"""Outlook messages (msg): headers, bodies, recipients, attachments. [MS-OXMSG]"""

import re
import struct
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.cfb import CompoundFile, Entry
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.formats.rtf import rtf_text
from tocsin.read.markup import html_text
from tocsin.read.text import decode, text_blocks

_HEADERS = (
    ("From", "0C1A"),
    ("From", "5D01"),
    ("From", "0C1F"),
    ("To", "0E04"),
    ("Cc", "0E03"),
    ("Bcc", "0E02"),
    ("Subject", "0037"),
)
_RECIPIENT = ("3001", "39FE", "3003")
_BODY, _HTML, _RTF = "1000", "1013", "1009"
_LONG_NAME, _SHORT_NAME, _DATA = "3707", "3704", "3701"
_DEEPEST = 8
_RTF_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    file = CompoundFile(content.data())
    yield from _message(content, file, file.entries[0], "", 0)


def _message(
    content: Content, file: CompoundFile, storage: Entry, prefix: str, depth: int
) -> Iterator[Piece]:
    """A message, and the messages attached to it, which are told in its own document."""
    if depth > _DEEPEST:
        raise Fault("limit: nesting")
    properties = _Properties(file, storage)
    lines = [f"{label}: {properties.text(tag)}" for label, tag in _HEADERS if properties.text(tag)]
    attached = []
    for entry in properties.storages:
        if entry.name.startswith("__recip_version"):
            lines.append(" ".join(map(_Properties(file, entry).text, _RECIPIENT)).strip())
        elif entry.name.startswith("__attach_version"):
            attached.append(entry)
    yield from text_blocks(content.document, f"{prefix}en-têtes", "\n".join(lines))
    yield from text_blocks(content.document, f"{prefix}corps", _body(properties))
    members: list[Piece] = []
    for number, entry in enumerate(attached, 1):
        attachment = _Properties(file, entry)
        if inner := attachment.storage(_DATA):
            yield from _message(
                content, file, inner, f"{prefix}message joint {number}, ", depth + 1
            )
        else:
            members.append(_attachment(content, attachment, number))
    yield from members


def _attachment(content: Content, attachment: "_Properties", number: int) -> Piece:
    name = attachment.text(_LONG_NAME) or attachment.text(_SHORT_NAME) or f"piece-{number}"
    data = attachment.binary(_DATA)
    return content.member(clean_name(name), data) if data else Loss("attachment: no data")


def _body(properties: "_Properties") -> str:
    if body := properties.text(_BODY):
        return body
    if page := properties.binary(_HTML) or properties.text(_HTML).encode():
        return html_text(decode(page))
    return rtf_text(decompressed(properties.binary(_RTF))) if properties.binary(_RTF) else ""


class _Properties:
    """The properties that a storage keeps as streams named by tag and type."""

    def __init__(self, file: CompoundFile, storage: Entry) -> None:
        self._file = file
        children = file.children(storage)
        self._streams = {entry.name.upper(): entry for entry in children if entry.kind == 2}
        self.storages = sorted((e for e in children if e.kind == 1), key=lambda e: e.name)

    def text(self, tag: str) -> str:
        """A string property, "" if there is none."""
        if wide := self._raw(tag, "001F"):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._raw(tag, "001E")
        return decode(narrow).rstrip("\0") if narrow else ""

    def binary(self, tag: str) -> bytes:
        """A binary property, b"" if there is none."""
        return self._raw(tag, "0102")

    def storage(self, tag: str) -> Entry | None:
        """A property that is a storage: an attached message."""
        wanted = re.compile(rf"__substg1\.0_{tag}000D", re.I)
        return next((entry for entry in self.storages if wanted.match(entry.name)), None)

    def _raw(self, tag: str, kind: str) -> bytes:
        entry = self._streams.get(f"__SUBSTG1.0_{tag}{kind}")
        return self._file.read(entry) if entry else b""


def decompressed(data: bytes) -> bytes:
    """RTF out of its compressed form. [MS-OXRTFCP]"""
    _, size, magic = struct.unpack_from("<II4s", data)
    if magic != b"LZFu":
        return data[16 : 16 + size]
    out, at = bytearray(_RTF_START), 16
    while at < len(data) and len(out) - len(_RTF_START) < size:
        flags, at = data[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(data):
                    break
                token, at = data[at] << 8 | data[at + 1], at + 2
                _copy(out, token >> 4, (token & 15) + 2)
            else:
                out += data[at : at + 1]
                at += 1
    return bytes(out[len(_RTF_START) :][:size])


def _copy(out: bytearray, position: int, length: int) -> None:
    """Repeat what stands at `position` of the circular dictionary of 4096 bytes."""
    back = (len(out) - position) % 4096
    if not back or back > len(out):
        return
    for _ in range(length):
        out.append(out[-back])


FORMATS: Formats = {sniff.MSG: Format(DocumentKind.MAIL, _read)}
