"""Title, author, subject… of old Office files: the strings of their property sets. [MS-OLEPS]"""

import struct
from collections.abc import Iterator

from tocsin.read.cfb import CompoundFile
from tocsin.read.text import decode

_STREAMS = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_SECTION_COUNT_AT, _FIRST_SECTION_AT, _SECTION_ENTRY = 24, 44, 20
_BYTES, _WIDE = 0x1E, 0x1F
_TECHNICAL = frozenset((7, 9, 18, 29))
"""Template, revision, program and its version."""
_MOST = 1_000


def properties(file: CompoundFile) -> str:
    """The properties that are text, one a line; "" where they are damaged or there are none."""
    lines = []
    for name in _STREAMS:
        stream = file.stream(name) or b""
        try:
            lines += list(_strings(stream))
        except (struct.error, IndexError):
            continue
    return "\n".join(filter(None, lines))


def _strings(stream: bytes) -> Iterator[str]:
    if len(stream) < _FIRST_SECTION_AT + 4:
        return
    sections = min(struct.unpack_from("<I", stream, _SECTION_COUNT_AT)[0], 2)
    for number in range(sections):
        start = struct.unpack_from("<I", stream, _FIRST_SECTION_AT + _SECTION_ENTRY * number)[0]
        count = struct.unpack_from("<I", stream, start + 4)[0]
        for entry in range(min(count, _MOST)):
            key, at = struct.unpack_from("<II", stream, start + 8 + 8 * entry)
            if number or key not in _TECHNICAL:
                yield _string(stream, start + at)


def _string(stream: bytes, at: int) -> str:
    kind, size = struct.unpack_from("<II", stream, at)
    if kind == _WIDE:
        text = stream[at + 8 : at + 8 + 2 * size].decode("utf-16-le", "replace")
    elif kind == _BYTES:
        text = decode(stream[at + 8 : at + 8 + size].rstrip(b"\0"))
    else:
        return ""
    return text.partition("\0")[0].strip()
