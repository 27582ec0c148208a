"""RTF as Outlook compresses it. [MS-OXRTFCP]"""

import struct

from tocsin.read.limits import MEMORY_BYTES

_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_HEADER = 16


def decompressed(data: bytes) -> bytes:
    """RTF out of its compressed form; what there is of it, if it is cut short."""
    if len(data) < _HEADER:
        return b""
    _, size, magic = struct.unpack_from("<II4s", data)
    size = min(size, MEMORY_BYTES)
    if magic != b"LZFu":
        return data[_HEADER:][:size]
    out, at = bytearray(_START), _HEADER
    while at < len(data) and len(out) - len(_START) < size:
        flags, at = data[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(data):
                    break
                token, at = data[at] << 8 | data[at + 1], at + 2
                _copy(out, token >> 4, (token & 15) + 2)
            else:
                out += data[at : at + 1]
                at += 1
    return bytes(out[len(_START) :][:size]).rstrip(b"\0")


def _copy(out: bytearray, position: int, length: int) -> None:
    """Repeat what stands at `position` of the circular dictionary of 4096 bytes."""
    back = (len(out) - position) % 4096
    if not back or back > len(out):
        return
    for _ in range(length):
        out.append(out[-back])
