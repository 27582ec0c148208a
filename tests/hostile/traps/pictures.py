"""Pictures that claim more than they hold, hold more than they claim, or point at themselves."""

import struct
import zlib

from tests.hostile.trap import Traps, noise
from tests.read.samples import SAMPLES

_PNG = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes, *, length: int | None = None) -> bytes:
    """A PNG chunk; its length may lie."""
    told = len(data) if length is None else length
    return struct.pack(">I", told) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, bits: int = 8, colour: int = 0) -> bytes:
    """A PNG with that header; without chunks one of no pixels."""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return _PNG + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def pixels(size: int) -> bytes:
    """So many bytes of black, packed."""
    return chunk(b"IDAT", zlib.compress(bytes(size), 9))


def tiff(*folders: list[tuple[int, int, int, int]], following: int = 0, data: bytes = b"") -> bytes:
    """A TIFF of those folders of (tag, type, count, value); the last leads to `following`."""
    out, at = bytearray(b"II*\0" + struct.pack("<I", 8)), 8
    for number, listed in enumerate(folders, 1):
        at += 2 + 12 * len(listed) + 4
        out += struct.pack("<H", len(listed))
        out += b"".join(struct.pack("<HHII", *tag) for tag in listed)
        out += struct.pack("<I", at if number < len(folders) else following)
    return bytes(out) + data


def tags(
    width: int, height: int, packing: int = 1, place: int = 8, size: int = 1
) -> list[tuple[int, int, int, int]]:
    """A grey picture."""
    return [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, packing),
        (262, 3, 1, 1), (273, 4, 1, place), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, size),
    ]  # fmt: skip


def packed_tiff(side: int) -> bytes:
    """A black square by deflate."""
    data = zlib.compress(bytes(side * side), 9)
    at = 8 + 2 + 12 * 9 + 4
    return tiff(tags(side, side, 8, at, len(data)), data=data)


def gif(width: int, height: int, frames: int, data: bytes) -> bytes:
    """Frames of one kind."""
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\2" + data + b"\0"
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return b"GIF89a" + screen + frame * frames + b";"


def jpeg(width: int, height: int, scans: int = 0) -> bytes:
    """A sound JPEG that says to be of another size, or repeats its scan."""
    sound = SAMPLES["carte.jpg"]()
    at = sound.index(b"\xff\xc0") + 5
    bent = sound[:at] + struct.pack(">HH", height, width) + sound[at + 4 :]
    begun = bent.index(b"\xff\xda")
    return bent[:begun] + bent[begun:-2] * max(scans, 1) + b"\xff\xd9"


def bmp(width: int, height: int, bits: int = 24, packing: int = 0, offset: int = 54) -> bytes:
    """A bitmap with that header and few bytes."""
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 90, 0, 0, offset) + head + b"\1\2\3" * 40


def webp(width: int, height: int) -> bytes:
    """A lossless header for that many pixels, and noise."""
    bits = (width - 1) | (height - 1) << 14
    body = b"VP8L" + struct.pack("<IBI", 405, 0x2F, bits) + noise("webp", 401)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


_GIF_DATA = b"\x02\x4c\x01"


def _text_bomb(kind: bytes) -> bytes:
    packed = zlib.compress(b"a" * 50_000_000, 9)
    return chunk(kind, b"Comment\0\0" + (b"\1\0\0\0" if kind == b"iTXt" else b"") + packed)


def heif(brand: bytes) -> bytes:
    """The first box of a picture of that brand, and noise."""
    box = struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1" + brand
    return box + noise("heif", 900)


TRAPS: Traps = {
    "bombe.png": lambda: png(8_000, 8_000, pixels(8_000 * 1_001), bits=1),
    "bombe-trop-grande.png": lambda: png(40_000, 40_000, pixels(1_000), bits=1),
    "65535.png": lambda: png(65_535, 65_535, pixels(100)),
    "deux-milliards.png": lambda: png((1 << 31) - 1, (1 << 31) - 1, pixels(100)),
    "zero.png": lambda: png(0, 0, pixels(100)),
    "un-pixel-de-haut.png": lambda: png(100_000_000, 1, pixels(100_000_001)),
    "bombe-de-texte.png": lambda: png(40, 40, _text_bomb(b"zTXt"), pixels(41 * 40)),
    "bombe-de-texte-i.png": lambda: png(40, 40, _text_bomb(b"iTXt"), pixels(41 * 40)),
    "bombe-de-profil.png": lambda: png(40, 40, _text_bomb(b"iCCP"), pixels(41 * 40)),
    "sans-pixels.png": lambda: png(40, 40),
    "longueur.png": lambda: png(40, 40, chunk(b"IDAT", b"x" * 40, length=0x7FFFFFFF)),
    "somme.png": lambda: SAMPLES["carte.png"]().replace(b"IDAT", b"IDAt"),
    "palette-absente.png": lambda: png(40, 40, pixels(41 * 40), colour=3),
    "bits-inconnus.png": lambda: png(40, 40, pixels(41 * 40), bits=77, colour=9),
    "morceaux.png": lambda: png(40, 40, *[chunk(b"tEXt", b"a\0b")] * 30_000, pixels(41 * 40)),
    "mouvement.png": lambda: png(40, 40, chunk(b"acTL", b"\x7f\xff\xff\xff" * 2), pixels(41 * 40)),
    "coupee.png": lambda: SAMPLES["carte.png"]()[:2_000],
    "en-boucle.tiff": lambda: tiff(tags(40, 40), following=8),
    "pages.tiff": lambda: tiff(*[tags(30, 1)] * 20_000),
    "65535.tiff": lambda: tiff(tags(65_535, 65_535)),
    "bandes.tiff": lambda: tiff([*tags(40, 40)[:5], (273, 4, 0x7FFFFFFF, 8)]),
    "bande-loin.tiff": lambda: tiff(tags(40, 40, place=0x7FFFFFF0, size=0x7FFFFFFF)),
    "valeurs.tiff": lambda: tiff([(270, 2, 0xFFFFFFFF, 0xFFFFFFFF), *tags(40, 40)]),
    "genre.tiff": lambda: tiff([(256, 99, 1, 40), (257, 0, 0, 0)]),
    "sans-rien.tiff": lambda: tiff([]),
    "bombe.tiff": lambda: packed_tiff(5_000),
    "abimee.tiff": lambda: tiff(tags(900, 900, 5, 130, 900), data=noise("lzw", 900)),
    "fax-abime.tiff": lambda: tiff(tags(900, 900, 4, 130, 900), data=noise("fax", 900)),
    "geante.tiff": lambda: b"II+\0\x08\0\0\0" + b"\xff" * 60,
    "65535.gif": lambda: gif(65_535, 65_535, 1, _GIF_DATA),
    "images.gif": lambda: gif(40, 40, 20_000, _GIF_DATA),
    "sans-fin.gif": lambda: gif(900, 900, 1, b"\xff" + b"\x11" * 255)[:-2],
    "code.gif": lambda: gif(40, 40, 1, b"").replace(b"\2\0;", b"\xff\x04aaaa\0;"),
    "65500.jpg": lambda: jpeg(65_500, 65_500),
    "65500-de-large.jpg": lambda: jpeg(65_500, 2_000),
    "passes.jpg": lambda: jpeg(1_100, 440, 60),
    "zero.jpg": lambda: jpeg(0, 0),
    "longueurs.jpg": lambda: b"\xff\xd8\xff\xe0\0\0" + b"\xff\xe1\xff\xff" * 2_000,
    "exif-en-boucle.jpg": lambda: (
        b"\xff\xd8\xff\xe1\0\x3eExif\0\0"
        + tiff([(0x8769, 4, 1, 8), (274, 3, 1, 77)], following=8)
        + b"\0" * 20
        + SAMPLES["carte.jpg"]()[2:]
    ),
    "archive-derriere.jpg": lambda: SAMPLES["carte.jpg"]() + SAMPLES["lot.zip"](),
    "coupee.jpg": lambda: SAMPLES["carte.jpg"]()[:3_000],
    "immense.bmp": lambda: bmp(0x7FFFFFFF, 0x7FFFFFFF),
    "negative.bmp": lambda: bmp(-40, -0x80000000),
    "suite.bmp": lambda: bmp(30_000, 30_000, 8, 1),
    "decalage.bmp": lambda: bmp(40, 40, offset=0x7FFFFFFF),
    "masques.bmp": lambda: bmp(40, 40, 32, 3),
    "16383.webp": lambda: webp(16_383, 16_383),
    "coupee.webp": lambda: SAMPLES["carte.webp"]()[:300],
    "taille.webp": lambda: SAMPLES["carte.webp"]().replace(b"WEBPVP8", b"WEBPVPX"),
    "abimee.avif": lambda: heif(b"avif"),
    "abimee.heic": lambda: heif(b"heic"),
}
