"""Word 6 to 2003 documents (doc): every story by the piece table, with its tables. [MS-DOC]"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.blips import blips
from tocsin.read.cfb import CompoundFile
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.oleobject import objects
from tocsin.read.oleproperties import properties
from tocsin.read.programs.msoffcrypto import clear
from tocsin.read.table import Row, blocks
from tocsin.read.text import text_blocks
from tocsin.read.wordrows import Place, Places

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
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"\x14\x15]+)"')
_PARAGRAPH = re.compile(r"[^\r\x07\x0c]*(?:[\r\x07\x0c]|\Z)", re.S)
_CELL_MARK = "\x07"
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
    yield from text_blocks(content.document, "propriétés", properties(file))
    if struct.unpack_from("<H", main, 2)[0] < _WORD_97:
        start, end = struct.unpack_from("<II", main, _TEXT_AT)
        text = main[start:end].decode("cp1252", "replace")
        yield from text_blocks(content.document, "corps", _plain(text))
    else:
        table = file.stream("1Table" if flags & _TABLE_1_FLAG else "0Table") or b""
        yield from _stories(content.document, main, table, file.stream("Data") or b"")
    yield from objects(content, file)
    for number, picture in enumerate(blips((file.stream("Data") or b"") + main), 1):
        yield content.member(f"image-{number}", picture)


def _stories(document: str, main: bytes, table: bytes, data: bytes) -> Iterator[Piece]:
    """The body, the notes, the headers…: one after the other in one long text."""
    pieces, whole = _pieces(main, table)
    text = "".join(piece.text for piece in pieces)
    places = Places(main, table, data)
    at = 0
    for locator, length in zip(_STORIES, struct.unpack_from("<8I", main, _COUNTS_AT), strict=True):
        paragraphs = _paragraphs(text, at, min(at + length, len(text)), pieces, places)
        yield from _Story(document, locator).pieces(paragraphs)
        at += length
    if not whole or len(text) < at:
        yield Loss("corrupt: damaged or cut short")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text as it was saved: where it begins in the text and in the file."""

    start: int
    text: str
    position: int
    width: int

    def position_of(self, at: int) -> int:
        """Where in the file the character `at` of the text stands."""
        return self.position + (at - self.start) * self.width


def _pieces(main: bytes, table: bytes) -> tuple[list[_Piece], bool]:
    """The pieces in order; and whether all their characters could be found."""
    start, length = struct.unpack_from("<II", main, _CLX_AT)
    clx, at = table[start : start + length], 0
    while at + 5 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise Fault("corrupt: no piece table")
    plc = clx[at + 5 :]
    count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    found, whole, total = [], True, 0
    for number in range(count):
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        characters = ends[number + 1] - ends[number]
        piece = _piece(main, where, characters, total)
        whole &= len(piece.text) == characters
        total += len(piece.text)
        found.append(piece)
    return found, whole


def _piece(main: bytes, where: int, characters: int, start: int) -> _Piece:
    if where & 0x40000000:
        at = (where & 0x3FFFFFFF) // 2
        return _Piece(start, main[at : at + characters].decode("cp1252", "replace"), at, 1)
    raw = main[where : where + 2 * characters]
    text = "".join(map(chr, struct.unpack_from(f"<{len(raw) // 2}H", raw)))
    return _Piece(start, text, where, 2)


def _paragraphs(
    text: str, start: int, end: int, pieces: list[_Piece], places: Places
) -> Iterator[tuple[str, Place]]:
    """The paragraphs between two characters, each with its end mark and where it stands."""
    starts = [piece.start for piece in pieces]
    for found in _PARAGRAPH.finditer(text, start, end):
        last = found.end() - 1
        piece = pieces[bisect_right(starts, last) - 1]
        yield found[0], places.at(piece.position_of(last))


class _Story:
    """One story told in order: text, table, text…"""

    def __init__(self, document: str, locator: str) -> None:
        self._document, self._locator = document, locator
        self._lines: list[str] = []
        self._cell: list[str] = []
        self._row: Row = []
        self._rows: list[Row] = []
        self._tables = 0

    def pieces(self, paragraphs: Iterator[tuple[str, Place]]) -> Iterator[Piece]:
        """Its text blocks and table blocks."""
        for paragraph, place in paragraphs:
            if place.in_table:
                yield from self._flush_lines()
                self._take(paragraph, place)
            else:
                yield from self._flush_table()
                self._lines.append(paragraph)
        yield from self._flush_table()
        yield from self._flush_lines()

    def _take(self, paragraph: str, place: Place) -> None:
        if place.row_end:
            self._rows.append(self._row)
            self._row = []
            return
        self._cell.append(paragraph.rstrip(_CELL_MARK))
        if paragraph.endswith(_CELL_MARK):
            self._row.append(_plain("".join(self._cell)).strip())
            self._cell = []

    def _flush_lines(self) -> Iterator[Piece]:
        text, self._lines = _plain("".join(self._lines)), []
        yield from text_blocks(self._document, self._locator, text)

    def _flush_table(self) -> Iterator[Piece]:
        left = [*self._row, *filter(None, [_plain("".join(self._cell)).strip()])]
        rows = [*self._rows, *([left] if left else [])]
        self._rows, self._row, self._cell = [], [], []
        if len(rows) < 2 or max(map(len, rows)) < 2:
            self._lines += ["\t".join(row) + "\n" for row in rows]
            return
        self._tables += 1
        yield from blocks(self._document, f"{self._locator}, tableau {self._tables}", rows)


def _plain(text: str) -> str:
    text = text.replace("\x07\x07", "\n")  # the end of a row where no table is known
    text = _FIELD_CODE.sub(_link, text).translate(_MARKS)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _link(code: re.Match[str]) -> str:
    """What is left of a field's code: the address a link leads to."""
    address = _ADDRESS.search(code[0])
    return f"{address[1]} " if address else ""


FORMATS: Formats = {sniff.DOC: Format(DocumentKind.OFFICE, _read)}
