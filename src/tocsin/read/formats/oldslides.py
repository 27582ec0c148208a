"""PowerPoint 97 to 2003 presentations (ppt): the text records of their slides. [MS-PPT]"""

import struct
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.cfb import CompoundFile
from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.programs.msoffcrypto import clear
from tocsin.read.text import text_blocks

_CONTAINER = 0xF
_TEXT_UTF16, _TEXT_BYTES, _ENCRYPTION = 4000, 4008, 0x2F14


def _read(content: Content, job: Job) -> Iterator[Piece]:
    file = CompoundFile(content.data())
    if hidden := "ENCRYPTEDSUMMARY" in file.names():
        file = CompoundFile(clear(content.data(), job.passwords))
    stream = file.stream("PowerPoint Document") or b""
    lines = []
    at = 0
    while at + 8 <= len(stream):
        version, kind, length = struct.unpack_from("<HHI", stream, at)
        at += 8
        if hidden and not (version or kind or length):
            break  # where the means of encryption were
        if kind == _ENCRYPTION:
            raise Fault(ENCRYPTED)
        if version & 0xF == _CONTAINER:
            continue  # what it contains follows
        if kind == _TEXT_UTF16:
            lines.append(stream[at : at + length].decode("utf-16-le", "replace"))
        elif kind == _TEXT_BYTES:
            lines.append(stream[at : at + length].decode("latin-1"))
        at += length
    text = "\n".join(lines).replace("\r", "\n").replace("\x0b", "\n")
    yield from text_blocks(content.document, "diapositives", text)
    if at > len(stream):
        yield Loss("corrupt: damaged or cut short")


FORMATS: Formats = {sniff.PPT: Format(DocumentKind.OFFICE, _read)}
