"""Tape archives with sizes, links and headers that are not so. (POSIX.1 pax, GNU tar)"""

import gzip
import io
import struct
import tarfile

from tests.hostile.trap import Traps

TEXT = b"ligne apres ligne\n" * 40


def header(name: bytes, size: bytes | int = 0, kind: bytes = b"0", **fields: bytes) -> bytes:
    """One block of 512 bytes; `size` may be the raw field."""
    raw = size if isinstance(size, bytes) else b"%011o\0" % size
    block = bytearray(512)
    for at, value in ((0, name[:100]), (100, b"0000644\0"), (108, b"0000000\0"), (124, raw)):
        block[at : at + len(value)] = value
    block[116:124], block[136:148] = b"0000000\0", b"00000000000\0"
    block[156:157], block[257:265] = kind, fields.get("magic", b"ustar\x0000")
    link = fields.get("link", b"")[:100]
    block[157 : 157 + len(link)] = link
    sparse = fields.get("sparse", b"")
    block[386 : 386 + len(sparse)] = sparse
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def entry(name: bytes, data: bytes = TEXT, **fields: bytes) -> bytes:
    """A header and its bytes, padded."""
    return header(name, len(data), **fields) + data.ljust(-(-len(data) // 512) * 512, b"\0")


def tape(*entries: bytes) -> bytes:
    """Entries and the end."""
    return b"".join(entries) + bytes(1024)


def pax(records: bytes) -> bytes:
    """An extended header with those records, before a sound file."""
    return tape(entry(b"pax", records, kind=b"x"), entry(b"a.txt"))


def record(key: str, value: str) -> bytes:
    """A pax record with its true length."""
    body = f" {key}={value}\n".encode()
    size = len(body) + 1
    while len(str(size)) + len(body) != size:
        size = len(str(size)) + len(body)
    return str(size).encode() + body


def nested(depth: int) -> bytes:
    """A tape on a tape on a tape."""
    data = TEXT
    for _ in range(depth):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as made:
            info = tarfile.TarInfo("b.tar")
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
        data = out.getvalue()
    return data


def old_sparse() -> bytes:
    """GNU's sparse file: one terabyte, of which nothing is there."""
    place = b"%011o\0" % (1 << 32) + b"%011o\0" % 0
    block = header(b"creux", 0, b"S", magic=b"ustar  \0", sparse=place)
    return tape(block[:483] + b"%011o\0" % (8**11 - 1) + block[495:])


_NEGATIVE = b"\xff" + b"\xff" * 10 + b"\x01"
_ENDLESS = b"\x80" + b"\0" * 3 + struct.pack(">Q", 1 << 62)

TRAPS: Traps = {
    "plus-long-que-lui.tar": lambda: header(b"a.txt", 8**11 - 1) + TEXT,
    "taille-negative.tar": lambda: tape(header(b"a.txt", _NEGATIVE), entry(b"b.txt")),
    "taille-62-bits.tar": lambda: tape(header(b"a.txt", _ENDLESS), TEXT),
    "taille-illisible.tar": lambda: tape(header(b"a.txt", b"zzzzzzzzzzz\0"), TEXT),
    "trop-courte.tar": lambda: tape(header(b"a.txt", 10), TEXT, entry(b"b.txt")),
    "lien.tar": lambda: tape(header(b"lien", 0, b"2", link=b"/etc/passwd"), entry(b"b.txt")),
    "lien-dur.tar": lambda: tape(header(b"lien", 0, b"1", link=b"lien"), entry(b"b.txt")),
    "lien-plein.tar": lambda: tape(entry(b"lien", kind=b"2", link=b"../../canari.txt")),
    "peripherique.tar": lambda: tape(header(b"sda", 0, b"4"), header(b"tty", 0, b"3")),
    "tube.tar": lambda: tape(header(b"tube", 0, b"6"), entry(b"b.txt")),
    "genre-inconnu.tar": lambda: tape(entry(b"z", kind=b"Z"), entry(b"b.txt")),
    "remonte.tar": lambda: tape(entry(b"../../../../tmp/dehors.txt")),
    "absolu.tar": lambda: tape(entry(b"/etc/dehors.txt")),
    "doublons.tar": lambda: tape(*[entry(b"a.txt")] * 200),
    "foule.tar": lambda: tape(*(header(b"n%d" % n) for n in range(4_000))),
    "poupees.tar": lambda: nested(20),
    "creux.tar": old_sparse,
    "creux-pax.tar": lambda: pax(
        record("GNU.sparse.major", "1")
        + record("GNU.sparse.minor", "0")
        + record("GNU.sparse.name", "creux")
        + record("GNU.sparse.realsize", str(1 << 40))
    ),
    "creux-carte.tar": lambda: pax(record("GNU.sparse.map", ",".join(["1", "2"] * 5_000))),
    "pax-longueur-zero.tar": lambda: pax(b"0 path=a\n" * 10),
    "pax-longueur-fausse.tar": lambda: pax(b"99999999 path=a\n"),
    "pax-taille.tar": lambda: pax(record("size", "9" * 30)),
    "pax-taille-negative.tar": lambda: pax(record("size", "-512")),
    "pax-chemin.tar": lambda: pax(record("path", "../" * 3_000 + "dehors")),
    "pax-en-chaine.tar": lambda: tape(*[entry(b"p", record("path", "a"), kind=b"x")] * 3_000),
    "noms-longs-en-chaine.tar": lambda: tape(*[entry(b"L", b"a\0", kind=b"L")] * 3_000),
    "nom-de-deux-mega.tar": lambda: tape(entry(b"L", b"a/" * 1_000_000, kind=b"L"), entry(b"x")),
    "second-entete-abime.tar": lambda: entry(b"a.txt") + b"\xff" * 512 + entry(b"b.txt"),
    "coupe.tar": lambda: entry(b"a.txt")[:900],
    "coupe.tar.gz": lambda: gzip.compress(tape(entry(b"a.txt")), mtime=0)[:90],
    "bombe.tar.gz": lambda: gzip.compress(tape(entry(b"zeros", bytes(80_000_000))), mtime=0),
}
