"""PowerPoint 97 to 2003 presentations (ppt): slides, notes, comments, objects. [MS-PPT]"""

import re
import struct
import zlib
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.blips import blips
from tocsin.read.cfb import CompoundFile
from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.oleproperties import properties
from tocsin.read.programs.msoffcrypto import clear
from tocsin.read.text import text_blocks

_CONTAINER = 0xF
_TEXT_UTF16, _TEXT_BYTES, _STRING, _ENCRYPTION = 4000, 4008, 4026, 0x2F14
_OBJECT = 0x1011
_MOST_UNPACKED = 256_000_000
_NOT_WORDS = re.compile(r"^(?:_+PPT\d*|Default Design|Times New Roman|Arial|Calibri|\*)$")


def _read(content: Content, job: Job) -> Iterator[Piece]:
    file = CompoundFile(content.data())
    if hidden := "ENCRYPTEDSUMMARY" in file.names():
        file = CompoundFile(clear(content.data(), job.passwords))
    yield from text_blocks(content.document, "propriétés", properties(file))
    show = _Show(file.stream("PowerPoint Document") or b"", decrypted=hidden)
    yield from text_blocks(content.document, "diapositives", show.text)
    for number, data in enumerate(show.objects, 1):
        yield content.member(f"objet-{number}", data)
    for number, picture in enumerate(blips(file.stream("Pictures") or b""), 1):
        yield content.member(f"image-{number}", picture)
    if show.is_cut_short:
        yield Loss("corrupt: damaged or cut short")


class _Show:
    """The records of a presentation: the text of slides, notes, comments; embedded objects."""

    def __init__(self, stream: bytes, *, decrypted: bool) -> None:
        self._lines: list[str] = []
        self.objects: list[bytes] = []
        at = 0
        while at + 8 <= len(stream):
            version, kind, length = struct.unpack_from("<HHI", stream, at)
            at += 8
            if decrypted and not (version or kind or length):
                break  # where the means of encryption were
            if version & 0xF == _CONTAINER:
                continue  # what it contains follows
            self._take(kind, version >> 4, stream[at : at + length])
            at += length
        self.is_cut_short = at > len(stream)

    @property
    def text(self) -> str:
        """All its lines."""
        return "\n".join(self._lines).replace("\r", "\n").replace("\x0b", "\n")

    def _take(self, kind: int, instance: int, body: bytes) -> None:
        if kind == _ENCRYPTION:
            raise Fault(ENCRYPTED)
        if kind == _TEXT_BYTES:
            self._lines.append(body.decode("latin-1"))
        elif kind in (_TEXT_UTF16, _STRING):
            text = body.decode("utf-16-le", "replace")
            if kind == _TEXT_UTF16 or not _NOT_WORDS.match(text):
                self._lines.append(text)
        elif kind == _OBJECT:
            data = zlib.decompressobj().decompress(body[4:], _MOST_UNPACKED) if instance else body
            if CompoundFile(data).names() - {""}:  # some are left empty
                self.objects.append(data)


FORMATS: Formats = {sniff.PPT: Format(DocumentKind.OFFICE, _read)}
