"""ZIP archives with fixed times, and one with a password (PKWARE's traditional encryption)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from random import Random

from tocsin.clinic.paper import MADE

STAMP = (MADE.year, MADE.month, MADE.day, MADE.hour, MADE.minute, MADE.second)
ENCRYPTED, STORED, VERSION = 1, 0, 20


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of `members`, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def locked_zip(name: str, data: bytes, password: bytes, rng: Random) -> bytes:
    """An archive of one stored member under a password (APPNOTE 6.1)."""
    cipher = _ZipCipher(password)
    checksum = zlib.crc32(data)
    head = rng.randbytes(11) + bytes([checksum >> 24])
    secret = cipher.encrypt(head + data)
    date = (MADE.year - 1980) << 9 | MADE.month << 5 | MADE.day
    fields = struct.pack(
        "<HHHHHLLLHH",
        VERSION,
        ENCRYPTED,
        STORED,
        MADE.hour << 11,
        date,
        checksum,
        len(secret),
        len(data),
        len(name),
        0,
    )
    local = b"PK\x03\x04" + fields + name.encode("ascii") + secret
    central = (
        b"PK\x01\x02"
        + struct.pack("<H", VERSION)
        + fields
        + struct.pack("<HHHLL", 0, 0, 0, 0, 0)
        + name.encode("ascii")
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


class _ZipCipher:
    """PKWARE's stream cipher: weak, and what most old archives on a share use."""

    def __init__(self, password: bytes) -> None:
        self._keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._update(byte)

    def encrypt(self, data: bytes) -> bytes:
        return bytes(self._byte(byte) for byte in data)

    def _byte(self, byte: int) -> int:
        temp = self._keys[2] | 2
        secret = byte ^ ((temp * (temp ^ 1)) >> 8 & 0xFF)
        self._update(byte)
        return secret

    def _update(self, byte: int) -> None:
        keys = self._keys
        keys[0] = _crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[2], keys[1] >> 24)


def _crc(crc: int, byte: int) -> int:
    """One step of CRC-32 without its inversions."""
    return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
