"""ZIP archives that swell, overlap, lie about sizes, or name what lies outside. (APPNOTE 6.3)

Overlapping bombs: D. Fifield, A better zip bomb, WOOT 2019.
"""

import io
import struct
import zipfile
import zlib

from tests.hostile.trap import Traps, noise

LETTER = "Clinique des Hêtres, compte rendu\n".encode() * 8
_LOCAL, _CENTRAL, _END = "<IHHHHHIIIHH", "<IHHHHHHIIIHHHHHII", "<IHHHHIIH"


def local(name: bytes, data: bytes, crc: int, size: int, **fields: int) -> bytes:
    """A member's local header; its packed bytes follow it."""
    flags, method = fields.get("flags", 0), fields.get("method", 8)
    packed = fields.get("packed", len(data))
    return struct.pack(_LOCAL, 0x04034B50, 20, flags, method, 0, 33, crc, packed, size,
                       len(name), 0) + name  # fmt: skip


def central(name: bytes, packed: int, crc: int, size: int, at: int, **fields: int) -> bytes:
    """A member's entry of the directory."""
    flags, method = fields.get("flags", 0), fields.get("method", 8)
    return struct.pack(_CENTRAL, 0x02014B50, 0x0314, 20, flags, method, 0, 33, crc, packed, size,
                       len(name), 0, 0, fields.get("disk", 0), 0, fields.get("mode", 0) << 16,
                       at) + name  # fmt: skip


def end(count: int, size: int, at: int, comment: bytes = b"") -> bytes:
    """The end of the directory."""
    return struct.pack(_END, 0x06054B50, 0, 0, count, count, size, at, len(comment)) + comment


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A sound archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            made.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def forged(name: bytes = b"a.txt", **fields: int) -> bytes:
    """One member whose headers say what `fields` say, whatever its bytes are."""
    data = LETTER if fields.pop("stored", 0) else _deflated(LETTER)
    crc, size = fields.pop("crc", zlib.crc32(LETTER)), fields.pop("size", len(LETTER))
    packed, at = fields.pop("packed", len(data)), fields.pop("at", 0)
    count, offset = fields.pop("count", 1), fields.pop("offset", 0)
    head = local(name, data, crc, size & 0xFFFFFFFF, packed=packed, **fields)
    entry = central(name, packed, crc, size & 0xFFFFFFFF, at, **fields)
    start = len(head) + len(data)
    return head + data + entry + end(count, len(entry), start + offset)


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def full_overlap(count: int = 300) -> bytes:
    """Every entry of the directory is the same packed megabyte."""
    packed, zeros = _deflated(bytes(1 << 20)), bytes(1 << 20)
    crc = zlib.crc32(zeros)
    body = local(b"a", packed, crc, len(zeros)) + packed
    listed = central(b"a", len(packed), crc, len(zeros), 0) * count
    return body + listed + end(count, len(listed), len(body))


def quoted_overlap(count: int = 40) -> bytes:
    """Each member quotes the header of the next in a stored block and goes on into its bytes."""
    whole, packed = bytes(1 << 20), _deflated(bytes(1 << 20))
    header, body, listed = b"", b"", b""
    heads: list[tuple[bytes, int, int, int]] = []
    for number in reversed(range(count)):
        name = b"%03d" % number
        if body:
            quote = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF)
            packed, whole = quote + body, header + whole
        header = local(name, packed, zlib.crc32(whole), len(whole))
        body = header + packed
        heads.append((name, len(packed), zlib.crc32(whole), len(whole)))
    for name, length, crc, size in heads:
        listed += central(name, length, crc, size, len(body) - length - 30 - len(name))
    return body + listed + end(count, len(listed), len(body))


def nested(depth: int, width: int = 1) -> bytes:
    """An archive of archives of archives."""
    data = LETTER
    for level in range(depth):
        data = archive({f"{level}-{n}.zip": data for n in range(width)})
    return data


def crowd(count: int = 5_000) -> bytes:
    """So many names for one empty member."""
    body = local(b"", b"", 0, 0, method=0)
    listed = b"".join(central(b"n%d" % n, 0, 0, 0, 0, method=0) for n in range(count))
    return body + listed + end(min(count, 65_535), len(listed), len(body))


def polyglot() -> bytes:
    """A PDF's beginning, then an archive: both readers find what is theirs."""
    return b"%PDF-1.4\n% ni l'un ni l'autre\n" + archive({"a.txt": LETTER})


def with_extra(extra: bytes) -> bytes:
    """A sound member whose extra field is not."""
    made = zipfile.ZipInfo("a.txt")
    made.extra = extra
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr(made, LETTER)
    return out.getvalue()


def twins(count: int) -> bytes:
    """Members of one name."""
    body = local(b"a.txt", _deflated(LETTER), zlib.crc32(LETTER), len(LETTER)) + _deflated(LETTER)
    entry = central(b"a.txt", len(_deflated(LETTER)), zlib.crc32(LETTER), len(LETTER), 0)
    return body + entry * count + end(count, len(entry) * count, len(body))


_SOUND = archive({"a.txt": LETTER, "b.txt": LETTER})
_SIXTY = bytes(60_000_000)
_ZIP64 = struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62)

TRAPS: Traps = {
    "recouvrement-total.zip": full_overlap,
    "recouvrement-cite.zip": quoted_overlap,
    "poupees-30.zip": lambda: nested(30),
    "poupees-larges.zip": lambda: nested(10, 2),
    "taux.zip": lambda: archive({"zeros.txt": bytes(100_000_000)}),
    "juste-sous-la-limite.zip": lambda: archive({"zeros": _SIXTY}),
    "lot-de-bombes.zip": lambda: archive({f"{n}.txt": bytes(70_000_000) for n in range(2)}),
    "bombe-bz2.zip": lambda: archive({"zeros.txt": _SIXTY}, zipfile.ZIP_BZIP2),
    "bombe-lzma.zip": lambda: archive({"zeros.txt": _SIXTY}, zipfile.ZIP_LZMA),
    "taille-enorme.zip": lambda: forged(size=0xFFFFFFFE),
    "taille-enorme-aussi-compressee.zip": lambda: forged(size=0xFFFFFFFE, packed=0xFFFFFFF0),
    "taille-trop-petite.zip": lambda: forged(size=3),
    "taille-zero.zip": lambda: forged(size=0),
    "taille-64.zip": lambda: with_extra(_ZIP64),
    "mauvaise-somme.zip": lambda: forged(crc=1),
    "trop-d-entrees.zip": lambda: forged(count=65_535),
    "aucune-entree.zip": lambda: forged(count=0),
    "repertoire-ailleurs.zip": lambda: forged(offset=0x7FFFFFFF),
    "repertoire-avant.zip": lambda: forged(offset=-40),
    "membre-ailleurs.zip": lambda: forged(at=0x7FFFFFFF),
    "membre-dans-le-repertoire.zip": lambda: forged(at=60),
    "autre-disque.zip": lambda: forged(disk=7),
    "methode-inconnue.zip": lambda: forged(method=77),
    "methode-deflate64.zip": lambda: forged(method=9),
    "methode-aes.zip": lambda: forged(method=99, flags=1),
    "methode-lzma-fausse.zip": lambda: forged(method=14),
    "methode-bz2-fausse.zip": lambda: forged(method=12),
    "chiffre.zip": lambda: forged(flags=1),
    "chiffre-fort.zip": lambda: forged(flags=0x41),
    "rustine.zip": lambda: forged(flags=0x20),
    "descripteur-absent.zip": lambda: forged(flags=8),
    "descripteur-seul.zip": lambda: local(b"a.txt", b"", 0, 0, flags=8) + _deflated(LETTER),
    "utf8-faux.zip": lambda: forged(b"\xff\xfe\xc3", flags=0x800),
    "remonte.zip": lambda: archive({"../../../../tmp/dehors.txt": LETTER}),
    "absolu.zip": lambda: archive({"/etc/dehors.txt": LETTER}),
    "disque.zip": lambda: archive({"C:\\Windows\\dehors.txt": LETTER, "C:": LETTER}),
    "barre-inverse.zip": lambda: archive({"..\\..\\dehors.txt": LETTER}),
    "nul.zip": lambda: forged(b"a.txt\0.exe"),
    "retour-ligne.zip": lambda: forged(b"a\n\r\x1b[31m.txt"),
    "sans-nom.zip": lambda: forged(b""),
    "separateur-de-membre.zip": lambda: archive({"a!/b!/c.txt": LETTER}),
    "nom-tres-long.zip": lambda: archive({"a/" * 30_000 + "b": LETTER}),
    "doublons.zip": lambda: twins(300),
    "foule.zip": crowd,
    "lien.zip": lambda: forged(b"lien", mode=0o120777, stored=1, method=0),
    "peripherique.zip": lambda: forged(b"sda", mode=0o060666),
    "dossier-plein.zip": lambda: forged(b"dossier/", stored=1, method=0),
    "extra-faux.zip": lambda: with_extra(struct.pack("<HH", 1, 60_000)[:4]),
    "commentaire-faux.zip": lambda: _SOUND[:-2] + b"\x16\0" + end(9, 9, 9),
    "prefixe.zip": lambda: b"PK\3\4" + noise("prefixe", 3_000) + _SOUND,
    "deux-de-suite.zip": lambda: _SOUND + archive({"c.txt": LETTER}),
    "coupe.zip": lambda: _SOUND[: len(_SOUND) // 2],
    "fin-seule.zip": lambda: end(1, 46, 0),
    "entetes-seuls.zip": lambda: b"PK\3\4" * 5_000,
    "deux-natures.zip": polyglot,
}
