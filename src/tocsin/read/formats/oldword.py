"""Word 6 to 2003 documents (doc): the text of every story, by the piece table. [MS-DOC]"""

import re
import struct
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.cfb import CompoundFile
from tocsin.read.content import Content
from tocsin.read.fault import EMBEDDED, Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.programs.msoffcrypto import clear
from tocsin.read.text import text_blocks

_STORIES = (
    "corps",
    "notes",
    "en-tête et pied de page",
    "macros",
    "commentaires",
    "notes de fin",
    "zones de texte",
    "zones de texte d'en-tête",
)
_COUNTS_AT, _CLX_AT, _FLAGS_AT, _TEXT_AT = 0x4C, 0x1A2, 0x0A, 0x18
_WORD_97 = 0xC1
_ENCRYPTED_FLAG, _TABLE_1_FLAG = 0x0100, 0x0200
_FIELD_CODE = re.compile(r"\x13[^\x13\x14\x15]*(\x14|(?=\x15))")
_MARKS = str.maketrans(
    {"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x15": "", "\x13": "",
     "\x14": "", "\x1f": "", "\x01": "", "\x02": "", "\x05": "", "\x08": "", "\x03": "", "\x04": ""}
)  # fmt: skip


def _read(content: Content, job: Job) -> Iterator[Piece]:
    file = CompoundFile(content.data())
    main = file.stream("WordDocument") or b""
    flags = struct.unpack_from("<H", main, _FLAGS_AT)[0]
    if flags & _ENCRYPTED_FLAG:
        yield from _read(content.in_clear(clear(content.data(), job.passwords)), job)
        return
    if struct.unpack_from("<H", main, 2)[0] < _WORD_97:
        start, end = struct.unpack_from("<II", main, _TEXT_AT)
        text = main[start:end].decode("cp1252", "replace")
        yield from text_blocks(content.document, "corps", _plain(text))
        return
    table = file.stream("1Table" if flags & _TABLE_1_FLAG else "0Table") or b""
    text, whole = _by_pieces(main, table)
    at = 0
    for locator, length in zip(_STORIES, struct.unpack_from("<8I", main, _COUNTS_AT), strict=True):
        yield from text_blocks(content.document, locator, _plain(text[at : at + length]))
        at += length
    if not whole or len(text) < at:
        yield Loss("corrupt: damaged or cut short")
    if file.embeds_objects:
        yield Loss(EMBEDDED)


def _by_pieces(main: bytes, table: bytes) -> tuple[str, bool]:
    """All characters, put together from the pieces in which they were saved; and whether all of
    them could be found."""
    start, length = struct.unpack_from("<II", main, _CLX_AT)
    clx, at = table[start : start + length], 0
    while at + 5 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise Fault("corrupt: no piece table")
    plc = clx[at + 5 :]
    count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    found, whole = [], True
    for number in range(count):
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        characters = ends[number + 1] - ends[number]
        text = _piece(main, where, characters)
        whole &= len(text) == characters
        found.append(text)
    return "".join(found), whole


def _piece(main: bytes, where: int, characters: int) -> str:
    if where & 0x40000000:
        start = (where & 0x3FFFFFFF) // 2
        return main[start : start + characters].decode("cp1252", "replace")
    raw = main[where : where + 2 * characters]
    return "".join(map(chr, struct.unpack_from(f"<{len(raw) // 2}H", raw)))


def _plain(text: str) -> str:
    text = text.replace("\x07\x07", "\n")  # the end of a row
    text = _FIELD_CODE.sub("", text).translate(_MARKS)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


FORMATS: Formats = {sniff.DOC: Format(DocumentKind.OFFICE, _read)}
