"""Rich Text Format 1.9: text, tables, pictures and objects, by a small tokenizer."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.blips import bitmap
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.oleobject import from_ole1
from tocsin.read.table import blocks
from tocsin.read.text import text_blocks

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.I,
)
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator themedata"
    b" sn sv nonshppict colorschememapping latentstyles datastore xmlnstbl fldinst blipuid filetbl"
    b" revtbl pgptbl wgrffmtfilter mmathPr".split()
)
_WORDS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"cell": "\x07",
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"nestcell": "\t", b"nestrow": "\n",
}  # fmt: skip
_OTHER_WORDS = frozenset(b"trowd row u uc ansicpg".split())
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850", b"ansi": "cp1252"}
_DEEPEST = 1_000
_HELD = frozenset((b"pict", b"objdata"))
"""Groups whose digits are a picture or a document."""

_SHOWN = frozenset(b"shppict annotation atnauthor shpinst shptxt docvar".split())
"""Groups that older programs are told to skip and that a reader sees."""

_LINES_OF_THEIR_OWN = frozenset(
    b"title subject author operator keywords doccomm company manager category header headerl"
    b" headerr headerf footer footerl footerr footerf footnote annotation atnauthor shptxt".split()
)
_TELLING = frozenset((*_SILENT, *_WORDS, *_CHARSETS, *_OTHER_WORDS, *_HELD, *_SHOWN))
_TELLING |= _LINES_OF_THEIR_OWN
"""Words that change what is shown; the hundreds of others say how it looks."""

_ROW_START, _CELL, _ROW_END = "\x1d", "\x07", "\x1e"
_ROW = re.compile(f"{_ROW_START}([^{_ROW_START}{_ROW_END}]*){_ROW_END}")
_TABLE = re.compile(f"(?:{_ROW.pattern}[ \\n\\t]*)+")
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    state = _followed(content.data())
    yield from _stories(content.document, state.value())
    for number, data in enumerate(state.objects, 1):
        yield content.member(f"objet-{number}", data)
    for number, data in enumerate(state.pictures, 1):
        yield content.member(f"image-{number}", data)
    if state.depth > 0:
        yield Loss("corrupt: damaged or cut short")


def rtf_text(data: bytes) -> str:
    """The text of an RTF document; cells are separated by tabs."""
    return _without_marks(_followed(data).value())


def _without_marks(text: str) -> str:
    return text.replace(_ROW_START, "").replace(_CELL, "\t").replace(_ROW_END, "\n")


def _stories(document: str, text: str) -> Iterator[Piece]:
    """Text, table, text…"""
    at = tables = 0
    for found in _TABLE.finditer(text):
        rows = [row[1].split(_CELL)[:-1] for row in _ROW.finditer(found[0])]
        if len(rows) < 2 or max(map(len, rows)) < 2:
            continue
        yield from text_blocks(document, "corps", _without_marks(text[at : found.start()]))
        at, tables = found.end(), tables + 1
        cells = [[cell.strip() for cell in row] for row in rows]
        yield from blocks(document, f"corps, tableau {tables}", cells)
    yield from text_blocks(document, "corps", _without_marks(text[at:]))


def _followed(data: bytes) -> "_Rtf":
    state = _Rtf()
    for token in _TOKEN.finditer(data):
        state.take(token)
    return state


@dataclass(slots=True)
class _Group:
    """What the surroundings of a group were, and what to do at its end."""

    silent: bool
    skip_after_unicode: int
    ends_line: bool = False
    holds: str = ""


class _Rtf:
    """The state of a reader: which group it is in, what that group shows, how bytes decode."""

    def __init__(self) -> None:
        self.pictures: list[bytes] = []
        self.objects: list[bytes] = []
        self._out: list[str] = []
        self._bytes, self._hex = bytearray(), bytearray()
        self._stack: list[_Group] = []
        self._silent, self._starred, self._skip_after_unicode = False, False, 1
        self._to_skip = 0
        self._in_row = False
        self._charset = "cp1252"

    @property
    def depth(self) -> int:
        """How many groups are open."""
        return len(self._stack)

    def value(self) -> str:
        """The text so far."""
        self._emit("")
        text = "".join(self._out)
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def take(self, token: re.Match[bytes]) -> None:
        """Follow one token."""
        word, number, byte, symbol, brace, plain = token.groups()
        if word:
            if word in _TELLING:
                self._control(word, int(number) if number else None)
            else:
                self._starred = False
        elif brace:
            self._group(brace)
        elif byte:
            self._raw(bytes.fromhex(byte.decode()))
        elif symbol == b"*":
            self._silent = self._starred = True
        elif symbol:
            self._emit(_SYMBOLS.get(symbol, ""))
        elif plain:
            self._raw(plain)

    def _group(self, brace: bytes) -> None:
        self._to_skip = 0
        if brace == b"{":
            if self.depth > _DEEPEST:
                raise Fault("limit: nesting")
            self._stack.append(_Group(self._silent, self._skip_after_unicode))
        elif self._stack:
            group = self._stack.pop()
            if group.holds:
                self._keep(group.holds)
            if group.ends_line:
                self._emit("\n")
            self._silent, self._skip_after_unicode = group.silent, group.skip_after_unicode

    def _keep(self, what: str) -> None:
        """A picture or an object that ended."""
        data, self._hex = _unhexed(self._hex), bytearray()
        if what == "pict" and (picture := _picture(data)):
            self.pictures.append(picture)
        elif what == "objdata" and (document := from_ole1(data)):
            self.objects.append(document)

    def _control(self, word: bytes, number: int | None) -> None:
        if self._starred and word in _SHOWN and self._stack:
            self._silent = self._stack[-1].silent
        self._starred = False
        if word in _LINES_OF_THEIR_OWN and self._stack:
            self._stack[-1].ends_line = True
            self._emit("\n")
        if word in _HELD and self._stack and (word == b"objdata" or not self._silent):
            self._silent, self._stack[-1].holds = True, word.decode()
        elif word in _SILENT or word in _HELD:
            self._silent = True
        elif word in (b"trowd", b"row"):
            self._row(word)
        elif word == b"u" and number is not None:
            self._emit(chr(number % 65_536))
            self._to_skip = self._skip_after_unicode
        else:
            self._set(word, number)

    def _row(self, word: bytes) -> None:
        """Rows begin where they are defined, some are defined again at their end."""
        if word == b"row":
            self._emit(_ROW_END)
            self._in_row = False
        elif not self._in_row and not self._silent:
            self._emit(_ROW_START)
            self._in_row = True

    def _set(self, word: bytes, number: int | None) -> None:
        if word == b"uc":
            self._skip_after_unicode = number or 0
        elif word == b"ansicpg" and number:
            self._charset = _code_page(number)
        elif word in _CHARSETS:
            self._charset = _CHARSETS[word]
        else:
            self._emit(_WORDS.get(word, ""))

    def _raw(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        if not self._silent:
            self._bytes += raw[skipped:]
        elif self._stack and self._stack[-1].holds:
            self._hex += raw

    def _emit(self, text: str) -> None:
        """Add `text` after the bytes that wait to be decoded together."""
        if self._bytes:
            self._out.append(self._bytes.decode(self._charset, "replace"))
            self._bytes.clear()
        if text and not self._silent:
            self._out.append(text)


def _unhexed(digits: bytearray) -> bytes:
    kept = _NOT_HEX.sub(b"", digits)
    return bytes.fromhex(kept[: len(kept) // 2 * 2].decode("ascii"))


def _picture(data: bytes) -> bytes:
    """A picture as a file of its own; a bare bitmap gets the header of one."""
    return bitmap(data) if data[:4] == b"\x28\0\0\0" else data


def _code_page(number: int) -> str:
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"


FORMATS: Formats = {sniff.RTF: Format(DocumentKind.OFFICE, _read)}
