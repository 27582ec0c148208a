"""Bytes to characters: which encoding, and what to do with the bytes that do not fit it."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, TextIO

from tocsin.model.document import TextBlock
from tocsin.read.likeness import likeness

CHARS_PER_BLOCK = 1_000_000
_CHARS_A_READ = 65_536
_MIXED = "tocsin-cp1252"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman", "iso8859-15")
_STEP = 1 << 20
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """A byte that is not UTF-8 amid UTF-8 comes from an older program: read it as cp1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _as_cp1252)


def encoding_of(sample: bytes) -> str:
    """The encoding of a text from its first bytes: a BOM, UTF-8, UTF-16 by its zeros, else the
    single-byte set (cp1252, Mac, DOS) in which it looks most like French."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    if wide := _wide(sample):
        return wide
    if _is_utf8(sample):
        return "utf-8"
    return max(_SINGLE_BYTE, key=lambda name: likeness(sample, name))


def encoding_in(head: bytes, opener: Callable[[], BinaryIO], size: int) -> str:
    """The encoding of a document by its first bytes, or, where they are all ASCII, by those around
    the first that is not."""
    if size <= len(head) or not head.isascii() or b"\0" in head:
        return encoding_of(head)
    with opener() as stream:
        while chunk := stream.read(_STEP):
            if not chunk.isascii():
                first = _BEYOND_ASCII.search(chunk)
                return encoding_of(chunk[max(0, first.start() - 1 if first else 0) :][:65_536])
    return "utf-8"


def _wide(sample: bytes) -> str:
    pairs = len(sample) // 2
    if pairs < 2 or b"\0" not in sample:
        return ""
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return ""


def _is_utf8(sample: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)  # an incomplete last character is no fault
    except UnicodeDecodeError as error:
        wrong = sum(1 for _ in re.finditer(rb"[\x80-\xff]+", sample))
        right = sum(1 for _ in re.finditer(rb"[\xc3\xc2\xc5][\x80-\xbf]", sample))
        return right >= 3 and wrong - right <= 0.2 * right and error.start > 0
    return True


def decode(data: bytes, declared: str = "") -> str:
    """All of `data` as text. `declared` (by a mail or page) is believed only if it fits."""
    name = "utf-8" if _is_utf8(data[:65_536]) else _known(declared) or encoding_of(data[:65_536])
    if any(data.startswith(bom) for bom, _ in _BOMS) or _wide(data[:4096]):
        name = encoding_of(data[:65_536])
    if name == "utf-8" and _is_seven_bit_stateful(declared):
        name = declared
    return data.decode(name, _errors_for(name))


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
    return "cp1252" if name in ("iso8859-1", "ascii") else name if _is_text_codec(name) else ""


def _is_text_codec(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name, "replace"), str)
    except (LookupError, UnicodeError, ValueError):
        return False


def _is_seven_bit_stateful(declared: str) -> bool:
    return declared.lower() in ("iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "utf-7")


def _errors_for(name: str) -> str:
    return _MIXED if name in ("utf-8", "utf-8-sig") else "replace"


def open_text(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """`stream` as text with every line end turned into a newline."""
    return io.TextIOWrapper(stream, encoding=encoding, errors=_errors_for(encoding))


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes of a document are characters rather than a binary format."""
    if any(head.startswith(bom) for bom, _ in _BOMS) or _wide(head):
        return True
    plain = head.replace(b"\0", b"") if _is_padded(head) else head
    controls = sum(plain.count(byte) for byte in _CONTROLS)
    return bool(plain) and controls <= len(plain) // 200


def _is_padded(head: bytes) -> bool:
    """Whether lines of text are filled up with NULs, as exports of fixed width are."""
    letters = sum(1 for byte in head if byte >= 0x20)
    return b"\n" in head and head[:1] != b"\0" and letters > head.count(0)


_CONTROLS = [bytes([b]) for b in range(32) if b not in (7, 8, 9, 10, 11, 12, 13, 26, 27)]


def pieces(stream: TextIO, size: int = CHARS_PER_BLOCK) -> Iterator[str]:
    """The text in pieces of about `size` characters, cut at line ends, or at a space if a line
    is longer than a piece. What was read before an error is yielded before the error is raised."""
    rest = ""
    try:
        while chunk := stream.read(min(size, _CHARS_A_READ)):
            rest += chunk
            if len(rest) >= size:
                at = _cut(rest)
                yield rest[:at]
                rest = rest[at:]
    except Exception:
        if rest:
            yield rest
        raise
    if rest:
        yield rest


def _cut(text: str) -> int:
    half = len(text) // 2
    for separator in ("\n", " "):
        if (at := text.rfind(separator, half)) >= 0:
            return at + 1
    return len(text)


def text_blocks(
    document: str, locator: str, text: str, *, ocr: bool = False
) -> Iterator[TextBlock]:
    """`text` as one block, or several if it is long; none if it is blank."""
    if not text.strip():
        return
    if len(text) <= CHARS_PER_BLOCK:
        yield TextBlock(document, locator, text, ocr)
        return
    for part in pieces(io.StringIO(text)):
        yield TextBlock(document, locator, part, ocr)
