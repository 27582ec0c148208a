"""One sound archive of each kind that libarchive reads, made by libarchive or byte by byte."""

import ctypes
import struct
import zlib
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_uint, c_void_p

from tests.read.samples import Sample, table, text

MEMBERS = {"dossier/été.txt": text(), "export.csv": table()}
SAMPLES: dict[str, Sample] = {}
_REGULAR = 0o100000


def written(family: str, members: dict[str, bytes], *, filters: str = "none") -> bytes:
    """An archive that libarchive writes (archive_write(3))."""
    library = ctypes.CDLL("libarchive.so.13")
    library.archive_write_new.restype = library.archive_entry_new.restype = c_void_p
    library.archive_write_data.argtypes = [c_void_p, c_char_p, c_size_t]
    library.archive_write_header.argtypes = [c_void_p, c_void_p]
    library.archive_entry_set_size.argtypes = [c_void_p, c_int64]
    library.archive_entry_set_filetype.argtypes = [c_void_p, c_uint]
    library.archive_entry_set_pathname_utf8.argtypes = [c_void_p, c_char_p]
    archive = c_void_p(library.archive_write_new())
    for name in (f"archive_write_set_format_{family}", f"archive_write_add_filter_{filters}"):
        getattr(library, name).restype = c_int
        getattr(library, name)(archive)
    room = ctypes.create_string_buffer(1_000_000 + 2 * sum(map(len, members.values())))
    used = c_size_t()
    library.archive_write_set_bytes_in_last_block(archive, 1)
    library.archive_write_open_memory(archive, room, c_size_t(len(room)), ctypes.byref(used))
    for name, data in members.items():
        entry = library.archive_entry_new()
        library.archive_entry_set_pathname_utf8(entry, name.encode())
        library.archive_entry_set_size(entry, len(data))
        library.archive_entry_set_filetype(entry, _REGULAR)
        library.archive_write_header(archive, entry)
        library.archive_write_data(archive, data, len(data))
    library.archive_write_free(archive)
    return room.raw[: used.value]


SAMPLES["lot.7z"] = lambda: written("7zip", MEMBERS)
SAMPLES["lot.iso"] = lambda: written("iso9660", MEMBERS)
SAMPLES["lot.cpio"] = lambda: written("cpio_newc", MEMBERS)
SAMPLES["lot.ar"] = lambda: written("ar_svr4", {"export.csv": table(), "lettre.txt": text()})
SAMPLES["export.csv.zst"] = lambda: written("raw", {"data": table()}, filters="zstd")
SAMPLES["export.csv.Z"] = lambda: written("raw", {"data": table()}, filters="compress")


def rar4(members: dict[str, bytes], *, encrypted: bool = False) -> bytes:
    """Members stored in a RAR 4 archive; `encrypted` only says that they are."""
    blocks = [_rar4_block(0x73, 0, bytes(6))]
    for name, data in members.items():
        flags = 0x8000 | 0x200 | (0x404 if encrypted else 0)
        raw = name.encode() + b"\0"
        sizes = struct.pack("<IIBIIBB", len(data), len(data), 3, zlib.crc32(data), 0, 29, 0x30)
        place = struct.pack("<HIII", len(raw), 0o100644, 0, 0) + raw
        salt = bytes(8) if encrypted else b""
        blocks.append(_rar4_block(0x74, flags & ~0x200 | 0x100, sizes + place + salt) + data)
    return b"Rar!\x1a\x07\0" + b"".join(blocks) + _rar4_block(0x7B, 0x4000, b"")


def _rar4_block(kind: int, flags: int, body: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar5(members: dict[str, bytes]) -> bytes:
    """Members stored in a RAR 5 archive."""
    blocks = [_rar5_block(b"\x01\x00\x00")]
    for name, data in members.items():
        raw, size = name.encode(), _varint(len(data))
        crc = struct.pack("<I", zlib.crc32(data))
        fields = b"\x04" + size + b"\x20" + crc + b"\x00\x01" + _varint(len(raw)) + raw
        blocks.append(_rar5_block(b"\x02\x02" + size + fields) + data)
    return b"Rar!\x1a\x07\x01\0" + b"".join(blocks) + _rar5_block(b"\x05\x00\x00")


def _rar5_block(body: bytes) -> bytes:
    head = _varint(len(body)) + body
    return struct.pack("<I", zlib.crc32(head)) + head


def _varint(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def cabinet(members: dict[str, bytes]) -> bytes:
    """Members stored in a cabinet ([MS-CAB]); at most 32 kB together."""
    whole = b"".join(members.values())
    files, at = b"", 0
    for name, data in members.items():
        files += struct.pack("<IIHHHH", len(data), at, 0, 0, 0, 0xA0) + name.encode() + b"\0"
        at += len(data)
    start = 36 + 8 + len(files)
    folder = struct.pack("<IHH", start, 1, 0)
    block = struct.pack("<IHH", 0, len(whole), len(whole)) + whole
    size = start + len(block)
    counts = struct.pack("<BBHHHHH", 3, 1, 1, len(members), 0, 0, 0)
    head = b"MSCF" + struct.pack("<IIIII", 0, size, 0, 44, 0) + counts
    return head + folder + files + block


SAMPLES["lot4.rar"] = lambda: rar4(MEMBERS)
SAMPLES["lot5.rar"] = lambda: rar5(MEMBERS)
SAMPLES["lot.cab"] = lambda: cabinet(MEMBERS)


def package() -> bytes:
    """A Debian package as `ar` sees it."""
    return written("ar_svr4", {"debian-binary": b"2.0\n", "data.tar": written("ustar", MEMBERS)})


SAMPLES["lot.deb"] = package
