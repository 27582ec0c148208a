"""Compressed files that swell, lie, or hold themselves: gzip, bzip2, xz, zstd, compress."""

import bz2
import gzip
import lzma
import struct
import zlib
from functools import cache

from tests.hostile.trap import Traps, noise
from tests.read.archive_samples import written

TEXT = b"ligne apres ligne\n" * 40
_BOMB = 70_000_000
_HEADER = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03"


def member(data: bytes, *, name: bytes = b"", crc: int | None = None, size: int = -1) -> bytes:
    """One gzip member (RFC 1952) with a name, a sum and a size of any truth."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush()
    told = zlib.crc32(data) if crc is None else crc
    length = len(data) if size < 0 else size
    return _HEADER + name + b"\0" + packed + struct.pack("<II", told, length)


def nested(depth: int) -> bytes:
    """A file packed over and over."""
    data = TEXT
    for _ in range(depth):
        data = gzip.compress(data, mtime=0)
    return data


@cache
def quine() -> bytes:
    """A gzip file that unpacks to itself: R. Cox, Zip Files All The Way Down, 2010.

    Its CRC stands within what the CRC is of; the sum is affine, so 32 equations give it.
    """
    for salt in range(256):
        head = _HEADER[:4] + bytes([salt]) + _HEADER[5:] + b"q\0"
        base = _sum_with(head, 0)
        columns = [_sum_with(head, 1 << bit) ^ base ^ (1 << bit) for bit in range(32)]
        if (crc := _solved(columns, base)) is not None:
            return _self_printing(head, crc)
    raise AssertionError


def _sum_with(head: bytes, crc: int) -> int:
    return zlib.crc32(_self_printing(head, crc))


def _solved(columns: list[int], target: int) -> int | None:
    """The bits whose columns add up to `target` over GF(2), if there are any."""
    pivots: dict[int, tuple[int, int]] = {}
    for bit, column in enumerate(columns):
        value, of = column, 1 << bit
        while value and (top := value.bit_length()) in pivots:
            value, of = value ^ pivots[top][0], of ^ pivots[top][1]
        if value:
            pivots[value.bit_length()] = value, of
    answer = 0
    while target:
        if target.bit_length() not in pivots:
            return None
        value, of = pivots[target.bit_length()]
        target, answer = target ^ value, answer ^ of
    return answer


def _self_printing(head: bytes, crc: int) -> bytes:
    """The program of literals (L) and repeats (R), each of five bytes, that prints itself."""
    before, four = len(head) + 5, 20
    size = 2 * (len(head) + 13) + 30 * 5
    tail = b"\x01\0\0\xff\xff" + struct.pack("<II", crc, size)
    after = len(tail) + 5
    l0, l1, l4, lp, ls = map(_literal, (0, 5, four, before, after))
    rp, r4, rs = map(_repeat, (before, four, after))
    return b"".join(
        (
            *(head, lp, head, lp, rp, l1, rp, l1, l1, l4, rp, l1, l1, l4, r4, l4, r4, l4, r4, l4),
            *(r4, l4, r4, l0, l0, ls, r4, l0, l0, ls, rs, tail, rs, tail),
        )
    )


def _literal(length: int) -> bytes:
    return struct.pack("<BHH", 0, length, length ^ 0xFFFF)


def _repeat(length: int) -> bytes:
    """Copy the last `length` bytes (17 to 20), in a block of fixed codes that fills 40 bits."""
    bits = [0, 1, 0]
    for part in (length // 2, length - length // 2):
        bits += _code(part - 2, 7) + _code(8, 5) + [(length - 17) >> n & 1 for n in range(3)]
    bits += _code(0, 7)
    return sum(bit << at for at, bit in enumerate(bits)).to_bytes(5, "little")


def _code(value: int, width: int) -> list[int]:
    return [value >> n & 1 for n in reversed(range(width))]


def huge_dictionary() -> bytes:
    """An xz file that wants 1.5 GB before its first byte."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 20}]
    made = bytearray(lzma.compress(TEXT, filters=filters))
    at = made.index(b"\x21\x01", 12) + 2
    made[at] = 40
    head = made[12 : 12 + 4 * (made[12] + 1) - 4]
    made[12 + len(head) : 16 + len(head)] = struct.pack("<I", zlib.crc32(head))
    return bytes(made)


def _zeros(size: int = _BOMB) -> bytes:
    return bytes(size)


TRAPS: Traps = {
    "bombe.gz": lambda: gzip.compress(_zeros(), 6, mtime=0),
    "bombe.bz2": lambda: bz2.compress(_zeros()),
    "bombe.xz": lambda: lzma.compress(_zeros(), preset=0),
    "bombe.zst": lambda: written("raw", {"x": _zeros()}, filters="zstd"),
    "bombe.Z": lambda: written("raw", {"x": _zeros()}, filters="compress"),
    "lui-meme.gz": quine,
    "poupees.gz": lambda: nested(40),
    "membres-vides.gz": lambda: gzip.compress(b"", mtime=0) * 5_000,
    "membres-nombreux.gz": lambda: gzip.compress(TEXT, mtime=0) * 2_000,
    "nom-sans-fin.gz": lambda: _HEADER + b"a" * 100_000,
    "nom-qui-remonte.gz": lambda: member(TEXT, name=b"../../../tmp/dehors"),
    "mauvaise-somme.gz": lambda: member(TEXT, crc=0),
    "mauvaise-taille.gz": lambda: member(TEXT, size=1 << 31),
    "bruit-derriere.gz": lambda: gzip.compress(TEXT, mtime=0) + noise("gz", 500),
    "coupe.gz": lambda: gzip.compress(noise("coupe", 5_000), mtime=0)[:2_000],
    "flux.bz2": lambda: bz2.compress(b"x") * 3_000,
    "abime.bz2": lambda: bz2.compress(TEXT * 50)[:60] + noise("bz2", 100),
    "bloc-enorme.bz2": lambda: b"BZh91AY&SY" + b"\xff" * 500,
    "dictionnaire.xz": huge_dictionary,
    "index-faux.xz": lambda: lzma.compress(TEXT)[:-20] + noise("xz", 20),
    "fenetre.zst": lambda: b"(\xb5/\xfd\x00\xf8" + noise("zst", 60),
    "bits.Z": lambda: b"\x1f\x9d\xff" + noise("Z", 300),
}
