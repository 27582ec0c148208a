"""Compound files (OLE2) whose chains loop or lie, and the Office files within them. [MS-CFB]"""

import struct
from collections.abc import Callable

from tests.hostile.trap import Traps, noise

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PER_FAT = 128


class Compound:
    """A compound file of small sectors in the making: its fields may be bent, then it is built.

    `tree` gives for each entry (0 is the root) its left and right brother and its child.
    """

    def __init__(self, streams: dict[str, bytes]) -> None:
        self.entries = [("Root Entry", 5, b"")]
        self.entries += [(name, 2 if data else 1, data) for name, data in streams.items()]
        last = len(self.entries) - 1
        self.tree = [(FREE, n + 1 if n < last else FREE, FREE) for n in range(len(self.entries))]
        self.tree[0] = FREE, FREE, 1 if last else FREE
        self.header: dict[int, bytes] = {}
        self.fat: dict[int, int] = {}
        self.sizes: dict[int, int] = {}

    def built(self) -> bytes:
        """The file."""
        body, fat, starts = b"", list[int](), list[int]()
        for _, _, data in self.entries:
            count = -(-max(len(data), 4096) // 512) if data else 0
            starts.append(len(fat) if count else END)
            fat += [*range(len(fat) + 1, len(fat) + count), END] if count else []
            body += data.ljust(512 * count, b"\0")
        directory = len(fat)
        listed = b"".join(self._entry(n, starts[n]) for n in range(len(self.entries)))
        count = -(-len(listed) // 512)
        fat += [*range(directory + 1, directory + count), END]
        tables = -(-(len(fat) + 2) // (_PER_FAT - 1))
        at = len(fat)
        fat += [FAT] * tables
        for number, value in self.fat.items():
            fat[number] = value
        fat += [FREE] * (tables * _PER_FAT - len(fat))
        raw = body + listed.ljust(512 * count, b"\0") + struct.pack(f"<{len(fat)}I", *fat)
        return self._header(directory, at, tables) + raw

    def _entry(self, number: int, start: int) -> bytes:
        name, kind, data = self.entries[number]
        raw = name.encode("utf-16-le")[:62]
        size = self.sizes.get(number, max(len(data), 4096) if data else 0)
        links = struct.pack("<III", *self.tree[number])
        place = struct.pack("<IQ", start, size & (1 << 64) - 1)
        return (
            raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1) + links
            + bytes(36) + place
        )  # fmt: skip

    def _header(self, directory: int, fat_at: int, tables: int) -> bytes:
        head = bytearray(_MAGIC + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6))
        head += struct.pack("<IIIIIIIIII", 0, tables, directory, 0, 4096, END, 0, END, 0, 0)[:36]
        head = head.ljust(76, b"\0")
        head += struct.pack(f"<{tables}I", *range(fat_at, fat_at + tables))
        whole = bytearray(bytes(head).ljust(512, b"\xff"))
        for at, value in self.header.items():
            whole[at : at + len(value)] = value
        return bytes(whole)


def bent(streams: dict[str, bytes], bend: Callable[[Compound], object]) -> bytes:
    """A compound file after one thing in it was bent."""
    made = Compound(streams)
    bend(made)
    return made.built()


def records(*pieces: tuple[int, bytes]) -> bytes:
    """BIFF records ([MS-XLS] 2.1.4)."""
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in pieces)


def xls(*pieces: tuple[int, bytes], tail: bytes = b"") -> bytes:
    """A workbook of those records."""
    start = (0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    return Compound({"Workbook": records(start, *pieces) + tail}).built()


def doc(*, flags: int = 0, clx: bytes = b"", at: int = 0, size: int = -1, **more: int) -> bytes:
    """A Word document whose piece table is those bytes."""
    main = bytearray(2_000)
    struct.pack_into("<HHHHHH", main, 0, 0xA5EC, more.get("version", 0xC1), 0, 0, 0, flags)
    struct.pack_into("<II", main, 0x18, more.get("start", 0), more.get("end", 0))
    struct.pack_into("<8I", main, 0x4C, *[more.get("count", 100)] * 8)
    struct.pack_into("<II", main, 0x1A2, at, len(clx) if size < 0 else size)
    return Compound({"WordDocument": bytes(main), "0Table": clx or b"\0" * 16}).built()


def pieces(count: int, place: int, end: int) -> bytes:
    """A piece table of that many pieces."""
    body = struct.pack(f"<{count + 1}I", *[end] * (count + 1)) + struct.pack("<HIH", 0, place, 0)
    return b"\2" + struct.pack("<I", 4 + count * 12) + body


def ppt(data: bytes) -> bytes:
    """A presentation of those records."""
    return Compound({"PowerPoint Document": data, "Current User": b"x" * 40}).built()


def message(bend: Callable[[Compound], object], **streams: bytes) -> bytes:
    """An Outlook message."""
    named = {f"__substg1.0_{tag}": data for tag, data in streams.items()}
    return bent({"__properties_version1.0": b"\0" * 64, **named}, bend)


def _self_attached(made: Compound) -> None:
    """The attached message of the attachment is the root of the message."""
    made.entries += [("__attach_version1.0_#00000000", 1, b""), ("__substg1.0_3701000D", 1, b"")]
    count = len(made.entries)
    made.tree[-1] = FREE, count - 2, FREE
    made.tree += [(FREE, FREE, count - 1), (FREE, FREE, 1)]


_DEEP = b"".join(struct.pack("<HHI", 15, 1000, 0x7FFFFFFF) for _ in range(60_000))
_LZFU = struct.pack("<II4sI", 40, 0x7FFFFFFF, b"LZFu", 0) + b"\x00" + b"abcdefgh" + b"\xff" * 40
_TEXT = {"WordDocument": b"x" * 5_000}

TRAPS: Traps = {
    "chaine-en-boucle.doc": lambda: bent(_TEXT, lambda c: c.fat.update({3: 0})),
    "repertoire-en-boucle.xls": lambda: bent(
        {"Workbook": b"x" * 5_000}, lambda c: c.fat.update({10: 10})
    ),
    "chaine-dehors.xls": lambda: bent(
        {"Workbook": b"x" * 5_000}, lambda c: c.fat.update({2: 9**9})
    ),
    "fratrie-en-boucle.doc": lambda: bent(_TEXT, lambda c: c.tree.__setitem__(1, (1, 1, 0))),
    "difat-en-boucle.doc": lambda: bent(
        _TEXT, lambda c: c.header.update({68: struct.pack("<II", 0, 9)})
    ),
    "secteurs-sans-nombre.doc": lambda: bent(
        _TEXT, lambda c: c.header.update({44: b"\xff" * 4, 64: b"\xff" * 8})
    ),
    "secteur-zero.doc": lambda: bent(_TEXT, lambda c: c.header.update({30: b"\0\0\0\0"})),
    "secteur-geant.doc": lambda: bent(_TEXT, lambda c: c.header.update({30: b"\xff\xff\xff\xff"})),
    "mini-en-boucle.msg": lambda: message(
        lambda c: (c.header.update({60: struct.pack("<I", 0)}), c.sizes.update({2: 60})),
        **{"0037001F": b"\0" * 4_096},
    ),
    "taille-64-bits.doc": lambda: bent(_TEXT, lambda c: c.sizes.update({1: (1 << 64) - 1})),
    "sans-racine.doc": lambda: bent(_TEXT, lambda c: c.header.update({48: b"\xff" * 4})),
    "entete-seul.doc": lambda: _MAGIC + b"\xff" * 504,
    "entete-court.doc": lambda: _MAGIC,
    "tout-zero.xls": lambda: _MAGIC + bytes(5_000),
    "bruit.msg": lambda: _MAGIC + noise("msg", 9_000),
    "table-absente.doc": lambda: doc(),
    "table-loin.doc": lambda: doc(clx=b"\2" * 30, at=0xFFFFFFF0, size=0xFFFFFFF0),
    "table-sans-fin.doc": lambda: doc(clx=b"\1\0\0" * 3_000),
    "pieces-sans-nombre.doc": lambda: doc(clx=b"\2\xff\xff\xff\xff" + b"\0" * 60),
    "pieces-loin.doc": lambda: doc(clx=pieces(1, 0x3FFFFFFF, 0x7FFFFFFF), count=0x7FFFFFFF),
    "piece-a-rebours.doc": lambda: doc(clx=b"\2" + struct.pack("<IIIHIH", 16, 900, 3, 0, 0, 0)),
    "chiffre.doc": lambda: doc(flags=0x100),
    "word-6-loin.doc": lambda: doc(version=0x65, start=0xFFFFFFF0, end=0xFFFFFFFF),
    "enregistrement-long.xls": lambda: xls(tail=struct.pack("<HH", 0x204, 0xFFFF) + b"x" * 90),
    "chaines-sans-nombre.xls": lambda: xls((0xFC, b"\xff" * 8 + b"\xff\x7f\0abc")),
    "feuille-loin.xls": lambda: xls((0x85, struct.pack("<IHBB", 0x7FFFFFFF, 0, 1, 0) + b"a")),
    "case-dehors.xls": lambda: xls((0x203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0))),
    "suites.xls": lambda: xls((0xFC, b"\1\0\0\0\1\0\0\0\xff\xff\0"), *[(0x3C, b"a")] * 9_000),
    "mot-de-passe.xls": lambda: xls((0x2F, bytes(6))),
    "dimension.xls": lambda: xls((0x200, struct.pack("<IIHHH", 0, 65_536, 0, 256, 0)), (0x0A, b"")),
    "macro-4.xls": lambda: xls((0x85, struct.pack("<IHBB", 20, 0x0102, 1, 0) + b"a"), (0x0A, b"")),
    "profond.ppt": lambda: ppt(_DEEP),
    "longueurs.ppt": lambda: ppt(struct.pack("<HHI", 0, 4000, 0xFFFFFFFF) + b"a" * 5_000),
    "message-dans-lui-meme.msg": lambda: message(_self_attached, **{"0037001F": b"a\0" * 40}),
    "rtf-gonfle.msg": lambda: message(lambda _: None, **{"10090102": _LZFU.ljust(5_000, b"\xff")}),
    "objet-nul.msg": lambda: message(lambda c: c.sizes.update({2: 0}), **{"0037001F": b"a" * 9}),
    "paquet-chiffre.docx": lambda: Compound({"EncryptedPackage": b"x" * 5_000}).built(),
}
