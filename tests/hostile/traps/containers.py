"""Archives of other kinds, damaged or lying: 7z, RAR, cabinets, disc images, cpio, ar."""

import struct
import zlib

from tests.hostile.trap import Traps, noise
from tests.read.archive_samples import MEMBERS, cabinet, rar4, rar5, written

_SEVEN = written("7zip", MEMBERS)
_ISO = written("iso9660", MEMBERS)


def seven(offset: int, size: int, crc: int = 0) -> bytes:
    """A 7z start header that points to a header `size` bytes long, `offset` behind it."""
    start = struct.pack("<QQI", offset, size, crc)
    return b"7z\xbc\xaf'\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start


def patched(data: bytes, at: int, value: bytes) -> bytes:
    """`data` with `value` written over it."""
    return data[:at] + value + data[at + len(value) :]


def looped_iso() -> bytes:
    """A disc whose first folder is its own root."""
    root = _ISO[0x8000 + 156 : 0x8000 + 190]
    at = struct.unpack_from("<I", root, 2)[0] * 2048
    child = at + _ISO[at] + _ISO[at + _ISO[at]]
    return patched(patched(_ISO, child + 2, root[2:18]), child + 25, b"\2")


def cpio(name_size: int, size: int, name: bytes = b"a.txt\0") -> bytes:
    """A member of the new ASCII format with those sizes."""
    fields = (1, 0o100644, 0, 0, 1, 0, size, 0, 0, 0, 0, name_size, 0)
    return b"070701" + b"".join(b"%08X" % field for field in fields) + name + b"\0" * 200


def ar(size: bytes, name: bytes = b"a.txt/") -> bytes:
    """A member with that size."""
    return (
        b"!<arch>\n"
        + name.ljust(16)
        + b"0           0     0     644     "
        + size.ljust(10)
        + b"`\n"
        + b"texte\n" * 20
    )


_SIGN = b"Rar!\x1a\x07\x01\0"

TRAPS: Traps = {
    "bombe.7z": lambda: written("7zip", {"zeros": bytes(70_000_000)}),
    "entete-loin.7z": lambda: seven(1 << 62, 100),
    "entete-enorme.7z": lambda: seven(0, (1 << 63) - 1),
    "entete-vide.7z": lambda: seven(0, 0),
    "entete-bruit.7z": lambda: seven(0, 300, zlib.crc32(noise("7z", 300))) + noise("7z", 300),
    "somme-fausse.7z": lambda: patched(_SEVEN, 8, b"\0\0\0\0"),
    "coupe.7z": lambda: _SEVEN[: len(_SEVEN) // 2],
    "abime.7z": lambda: patched(_SEVEN, 40, noise("7z-abime", 60)),
    "chiffre.rar": lambda: rar4(MEMBERS, encrypted=True),
    "remonte.rar": lambda: rar4({"..\\..\\dehors.txt": b"x" * 90}),
    "remonte5.rar": lambda: rar5({"../../dehors.txt": b"x" * 90, "/etc/dehors": b"y"}),
    "bloc-zero.rar": lambda: b"Rar!\x1a\x07\0" + bytes(400),
    "bloc-geant.rar": lambda: b"Rar!\x1a\x07\0" + b"\xff" * 400,
    "entier-sans-fin5.rar": lambda: _SIGN + b"\0\0\0\0" + b"\x80" * 400,
    "bloc-geant5.rar": lambda: _SIGN + struct.pack("<I", 0) + b"\xff\xff\xff\x7f\1\0\0",
    "coupe5.rar": lambda: rar5(MEMBERS)[:150],
    "abime5.rar": lambda: patched(rar5(MEMBERS), 30, noise("rar5", 40)),
    "comptes-faux.cab": lambda: patched(cabinet(MEMBERS), 26, b"\xff\xff\xff\xff"),
    "loin.cab": lambda: patched(cabinet(MEMBERS), 16, struct.pack("<I", 0x7FFFFFFF)),
    "en-boucle.cab": lambda: patched(cabinet(MEMBERS), 36, struct.pack("<I", 36)),
    "methode.cab": lambda: patched(cabinet(MEMBERS), 42, b"\x03\x15"),
    "en-boucle.iso": looped_iso,
    "volume-geant.iso": lambda: patched(_ISO, 0x8000 + 80, b"\xff" * 8),
    "bloc-nul.iso": lambda: patched(_ISO, 0x8000 + 128, bytes(4)),
    "coupe.iso": lambda: _ISO[:0x8900],
    "taille.cpio": lambda: cpio(6, 0xFFFFFFFF),
    "nom.cpio": lambda: cpio(0xFFFFFFFF, 5),
    "nom-vide.cpio": lambda: cpio(0, 5, b""),
    "remonte.cpio": lambda: cpio(11, 5, b"../../dehor\0"),
    "taille-negative.ar": lambda: ar(b"-1"),
    "taille.ar": lambda: ar(b"9999999999"),
    "nom-loin.ar": lambda: ar(b"20", b"/99999999"),
    "nom-bsd.ar": lambda: ar(b"20", b"#1/999999999"),
}
