"""Pictures of old Office files: the BLIPs of Office Art, by their record headers. [MS-ODRAW]"""

import re
import struct
import zlib
from collections.abc import Iterator

_RECORD = re.compile(rb"(?s)..([\x1a\x1b\x1d\x1e\x1f\x29\x2a])\xf0(....)")
_MARKS = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|II\*\0|MM\0\*")
_MARK_WITHIN = 64
_BITMAP_INFO = 40
_METAFILES = (0x1A, 0x1B)
_METAFILE_HEADER = 34
_MOST_UNPACKED = 64_000_000
_LEAST = 32


def blips(stream: bytes) -> Iterator[bytes]:
    """The bytes of each picture in a stream, as a file of its own."""
    at = 0
    while found := _RECORD.search(stream, at):
        length = struct.unpack("<I", found[2])[0]
        body = stream[found.end() : found.end() + length]
        picture = b"" if length < _LEAST else _picture(found[1][0], body)
        at = found.end() + length if picture else found.start() + 1
        if picture:
            yield picture


def _picture(kind: int, body: bytes) -> bytes:
    if kind in _METAFILES:
        return _metafile(body)
    if mark := _MARKS.search(body[:_MARK_WITHIN]):
        return body[mark.start() :]
    for start in (17, 33):  # one identifier or two, and a tag
        if body[start : start + 4] == struct.pack("<I", _BITMAP_INFO):
            return bitmap(body[start:])
    return b""


def bitmap(information: bytes) -> bytes:
    """A device-independent bitmap (its header, colours and pixels) as a BMP file."""
    bits, compression = struct.unpack_from("<HI", information, 14)
    used = struct.unpack_from("<I", information, 32)[0]
    colours = used or (1 << bits if bits <= 8 else 0)
    masks = 12 if compression == 3 else 0
    offset = 14 + _BITMAP_INFO + masks + 4 * min(colours, 256)
    return struct.pack("<2sIII", b"BM", 14 + len(information), 0, offset) + information


def _metafile(body: bytes) -> bytes:
    for identifiers in (16, 32):
        packed = body[identifiers + _METAFILE_HEADER :]
        try:
            return zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
        except zlib.error:
            continue
    return b""
