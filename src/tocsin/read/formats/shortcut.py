"""Windows shortcuts (lnk): what they point to, which names files and folders that may be gone.

[MS-SHLLINK]
"""

import struct
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.text import decode, text_blocks

_HEADER = 76
_HAS_LIST, _HAS_PLACE, _IS_UNICODE = 0x01, 0x02, 0x80
_STRINGS = (
    (0x04, "Nom"),
    (0x08, "Chemin relatif"),
    (0x10, "Dossier de travail"),
    (0x20, "Arguments"),
    (0x40, "Icône"),
)
_UNICODE_PLACE = 0x24


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    data, lines = content.data(), list[str]()
    try:
        for label, text in _told(data):
            lines.append(f"{label} : {text}")
    except struct.error:
        yield Loss("corrupt: damaged or cut short")
    yield from text_blocks(content.document, "raccourci", "\n".join(lines))


def _told(data: bytes) -> Iterator[tuple[str, str]]:
    flags, at = struct.unpack_from("<I", data, 20)[0], _HEADER
    if flags & _HAS_LIST:
        at += 2 + struct.unpack_from("<H", data, at)[0]
    if flags & _HAS_PLACE:
        size = struct.unpack_from("<I", data, at)[0]
        yield from _place(data[at : at + size])
        at += size
    for flag, label in _STRINGS:
        if flags & flag:
            width = 2 if flags & _IS_UNICODE else 1
            size = width * struct.unpack_from("<H", data, at)[0]
            raw = struct.unpack_from(f"{size}s", data, at + 2)[0]
            yield label, raw.decode("utf-16-le", "replace") if width == 2 else decode(raw)
            at += 2 + size


def _place(data: bytes) -> Iterator[tuple[str, str]]:
    """The path of the target, on this machine or on a share, and what is to be added to it."""
    head, flags, _, local, share, rest = struct.unpack_from("<IIIIII", data, 4)
    if flags & 1:
        yield "Cible", _string(data, local)
    if flags & 2 and share + 12 <= len(data):
        yield "Partage", _string(data, share + struct.unpack_from("<I", data, share + 8)[0])
    if text := _string(data, rest):
        yield "Suite", text
    if head >= _UNICODE_PLACE and flags & 1:
        start = struct.unpack_from("<I", data, 28)[0]
        yield "Cible", data[start:].decode("utf-16-le", "replace").partition("\0")[0]


def _string(data: bytes, start: int) -> str:
    return decode(data[start:].partition(b"\0")[0])


FORMATS: Formats = {sniff.SHORTCUT: Format(DocumentKind.OTHER, _read)}
