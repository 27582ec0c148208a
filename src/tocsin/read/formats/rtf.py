"""Rich Text Format 1.9: its text, by a small tokenizer; fonts, styles and pictures are left out."""

import codecs
import re
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.text import text_blocks

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.I,
)
_SILENT = frozenset(
    b"fonttbl colortbl stylesheet pict listtable listoverridetable rsidtbl generator themedata"
    b" colorschememapping latentstyles datastore xmlnstbl fldinst objdata blipuid filetbl"
    b" revtbl pgptbl wgrffmtfilter mmathPr".split()
)
_WORDS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"cell": "\t",
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"nestcell": "\t", b"nestrow": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850", b"ansi": "cp1252"}
_DEEPEST = 1_000


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    state = _followed(content.data())
    yield from text_blocks(content.document, "corps", state.value())
    if state.depth > 0:
        yield Loss("corrupt: damaged or cut short")


def rtf_text(data: bytes) -> str:
    """The text of an RTF document."""
    return _followed(data).value()


def _followed(data: bytes) -> "_Rtf":
    state = _Rtf()
    for token in _TOKEN.finditer(data):
        state.take(token)
    return state


class _Rtf:
    """The state of a reader: which group it is in, what that group shows, how bytes decode."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._bytes = bytearray()
        self._stack: list[tuple[bool, int]] = []
        self._silent, self._skip_after_unicode = False, 1
        self._to_skip = 0
        self._charset = "cp1252"

    @property
    def depth(self) -> int:
        """How many groups are open."""
        return len(self._stack)

    def value(self) -> str:
        """The text so far."""
        self._emit("")
        return "".join(self._out)

    def take(self, token: re.Match[bytes]) -> None:
        """Follow one token."""
        word, number, byte, symbol, brace, plain = token.groups()
        if brace:
            self._group(brace)
        elif word:
            self._control(word, int(number) if number else None)
        elif byte:
            self._raw(bytes.fromhex(byte.decode()))
        elif symbol == b"*":
            self._silent = True
        elif symbol:
            self._emit(_SYMBOLS.get(symbol, ""))
        elif plain:
            self._raw(plain)

    def _group(self, brace: bytes) -> None:
        self._to_skip = 0
        if brace == b"{":
            if self.depth > _DEEPEST:
                raise Fault("limit: nesting")
            self._stack.append((self._silent, self._skip_after_unicode))
        elif self._stack:
            self._silent, self._skip_after_unicode = self._stack.pop()

    def _control(self, word: bytes, number: int | None) -> None:
        if word in _SILENT:
            self._silent = True
        elif word == b"u" and number is not None:
            self._emit(_character(number))
            self._to_skip = self._skip_after_unicode
        elif word == b"uc":
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

    def _emit(self, text: str) -> None:
        """Add `text` after the bytes that wait to be decoded together."""
        if self._bytes:
            self._out.append(self._bytes.decode(self._charset, "replace"))
            self._bytes.clear()
        if text and not self._silent:
            self._out.append(text)


def _character(number: int) -> str:
    """The character of \\u: a signed 16-bit number; halves of a pair are joined by nobody."""
    code = number % 65_536
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _code_page(number: int) -> str:
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"


FORMATS: Formats = {sniff.RTF: Format(DocumentKind.OFFICE, _read)}
