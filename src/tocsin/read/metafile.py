"""Windows metafiles (EMF, WMF): the words they draw, the bitmaps they paint. [MS-EMF], [MS-WMF]"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tocsin.read.blips import bitmap

PLACEABLE = b"\xd7\xcd\xc6\x9a"
EMF_MARK_AT, EMF_MARK = 40, b" EMF"

_EMF_TEXT_WIDE, _EMF_TEXT = 84, 83
_EMF_BITMAPS = {80: 48, 81: 48, 76: 84, 77: 84, 114: 84}
"""Records that paint a bitmap, and where in them its offsets and sizes stand."""
_WMF_TEXT, _WMF_TEXT_PLACED = 0x0521, 0x0A32
_WMF_BITMAPS = {0x0F43: 22, 0x0B41: 20, 0x0940: 16}
_CLIPPED = 0x0006


@dataclass
class Drawing:
    """What a metafile shows."""

    words: list[str] = field(default_factory=list)
    bitmaps: list[bytes] = field(default_factory=list)
    is_whole: bool = False


def drawing_of(data: bytes) -> Drawing:
    """Follow the records of a metafile to its end, or as far as it goes."""
    is_emf = data[EMF_MARK_AT : EMF_MARK_AT + 4] == EMF_MARK
    drawing = Drawing()
    records = _emf_records(data) if is_emf else _wmf_records(data)
    for kind, record in records:
        if kind == (14 if is_emf else 0):
            drawing.is_whole = True
            break
        with suppress(struct.error):
            _take_emf(drawing, kind, record) if is_emf else _take_wmf(drawing, kind, record)
    return drawing


def _emf_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8:
            return
        yield kind, data[at : at + size]
        at += size


def _take_emf(drawing: Drawing, kind: int, record: bytes) -> None:
    if kind in (_EMF_TEXT_WIDE, _EMF_TEXT):
        count, offset = struct.unpack_from("<II", record, 44)
        if kind == _EMF_TEXT_WIDE:
            text = record[offset : offset + 2 * count].decode("utf-16-le", "replace")
        else:
            text = record[offset : offset + count].decode("cp1252", "replace")
        drawing.words.append(text)
    elif kind in _EMF_BITMAPS:
        header, header_size, pixels, size = struct.unpack_from("<IIII", record, _EMF_BITMAPS[kind])
        if header_size:
            picture = record[header : header + header_size] + record[pixels : pixels + size]
            drawing.bitmaps.append(bitmap(picture))


def _wmf_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 22 if data.startswith(PLACEABLE) else 0
    at += 18
    while at + 6 <= len(data):
        words, kind = struct.unpack_from("<IH", data, at)
        if words < 3:
            return
        yield kind, data[at : at + 2 * words]
        at += 2 * words


def _take_wmf(drawing: Drawing, kind: int, record: bytes) -> None:
    if kind == _WMF_TEXT:
        length = struct.unpack_from("<H", record, 6)[0]
        drawing.words.append(record[8 : 8 + length].decode("cp1252", "replace"))
    elif kind == _WMF_TEXT_PLACED:
        length, options = struct.unpack_from("<HH", record, 10)
        start = 22 if options & _CLIPPED else 14
        drawing.words.append(record[start : start + length].decode("cp1252", "replace"))
    elif kind in _WMF_BITMAPS and len(record) > _WMF_BITMAPS[kind] + 40:
        drawing.bitmaps.append(bitmap(record[_WMF_BITMAPS[kind] + 6 :]))
