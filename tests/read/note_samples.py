"""A OneNote section of one page, and a shortcut, byte by byte."""

import struct

from tests.read import samples
from tocsin.read import onestore

SAMPLES: dict[str, samples.Sample] = {}


def properties(*told: tuple[int, bytes]) -> bytes:
    """An object's set of properties, no references before it ([MS-ONESTORE] 2.6.1)."""
    tags = b"".join(struct.pack("<I", tag) for tag, _ in told)
    values = b"".join(struct.pack("<I", len(raw)) + raw for _, raw in told)
    return struct.pack("<II", 0, 0x80000000)[4:] + struct.pack("<H", len(told)) + tags + values


def section(*sets: bytes, files: tuple[bytes, ...] = ()) -> bytes:
    """A store whose one list names these sets of properties."""
    head = onestore.HEADER + bytes(32) + onestore.STORE
    out, nodes = head.ljust(1024, b"\0"), b""
    for number, told in enumerate(sets):
        node = 0xA4 | 14 << 10 | 1 << 23 | 0 << 25 | 1 << 27
        nodes += struct.pack("<III", node, len(out), len(told)) + bytes([1, number])
        out += told
    out += struct.pack("<QII", 0xA4567AB1F5F7F4C4, 16, 0) + nodes + bytes(8)
    for file in files:
        mark = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
        out += mark + struct.pack("<QIQ", len(file), 0, 0) + file + bytes(16)
    return out


def page() -> bytes:
    text = f"Madame {samples.NAME}, née le 3 juillet 1984"
    told = properties(
        (0x1C001CF3, "Staff du lundi\0".encode("utf-16-le")),
        (0x1C001C22, text.encode("utf-16-le")),
    )
    plain = properties((0x1C003498, b"rappeler demain\0"))
    return section(told, plain, files=(samples.table(),))


def shortcut(target: str = f"C:\\Patients\\{samples.NAME}\\CR.docx") -> bytes:
    """A shortcut with the path of its target and its name."""
    path = target.encode("cp1252") + b"\0"
    place = struct.pack("<IIIIIII", 28 + len(path) + 1, 28, 1, 0, 28, 0, 28 + len(path))
    name = "Compte rendu"
    strings = struct.pack("<H", len(name)) + name.encode("utf-16-le")
    mark = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"
    head = (mark + struct.pack("<I", 0x02 | 0x04 | 0x80)).ljust(76, b"\0")
    return head + place + path + b"\0" + strings


SAMPLES["staff.one"] = page
SAMPLES["CR.lnk"] = shortcut
