"""Outlook data files written from [MS-PST]: ANSI, Unicode, and with pages of 4 KiB.

Only what a reader needs, no allocation maps. libpff 20260926 finds the same items in them.
"""

import datetime as dt
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.read import samples
from tocsin.read.pst import cipher

Property = tuple[int, int, bytes]
"""Number, type, bytes."""

ROOT, TOP, INBOX, BIN = 0x122, 0x8022, 0x8042, 0x8062


SubNode = tuple[int, int, int]
"""Number, block of its data, block of its own subnodes."""

Word = Callable[[int, str], Property]


def text(tag: int, value: str) -> Property:
    return tag, 0x1F, value.encode("utf-16-le")


def narrow(tag: int, value: str) -> Property:
    return tag, 0x1E, value.encode("cp1252")


@dataclass
class File:
    """A file in the making. `page` is 512 or 4096, `word` the form of an identifier."""

    version: int = 23
    crypt: int = cipher.PERMUTED
    deflates_first: bool = False
    body: bytearray = field(default_factory=bytearray)
    blocks: list[tuple[int, int, int]] = field(default_factory=list)
    nodes: list[tuple[int, int, int, int]] = field(default_factory=list)
    START = 0x4600

    @property
    def is_ansi(self) -> bool:
        return self.version < 20

    @property
    def has_large_pages(self) -> bool:
        return self.version >= 36

    @property
    def word(self) -> str:
        return "<I" if self.is_ansi else "<Q"

    def words(self, *numbers: int) -> bytes:
        return b"".join(struct.pack(self.word, number) for number in numbers)

    def block(self, data: bytes, *, internal: bool = False) -> int:
        """Put a block in; its identifier."""
        identifier = 4 * (len(self.blocks) + 1) | 2 * internal
        kept, told = data, len(data)
        steps = [self._hidden] * (not internal) + [_deflated] * self.has_large_pages
        for step in reversed(steps) if self.deflates_first else steps:
            kept = step(kept, identifier)
        size = len(kept)
        self.blocks.append((identifier, self.START + len(self.body), size))
        self.body += self._padded(kept, identifier, told)
        return identifier

    def _hidden(self, data: bytes, identifier: int) -> bytes:
        if self.crypt == cipher.PERMUTED:
            return data.translate(cipher._R)
        return cipher.deciphered(data, self.crypt, identifier)

    def _padded(self, data: bytes, identifier: int, told: int) -> bytes:
        crc = weak_crc(data)
        sign = signature(self.START + len(self.body), identifier)
        if self.is_ansi:
            trailer = struct.pack("<HHII", len(data), sign, identifier, crc)
        else:
            trailer = struct.pack("<HHIQ", len(data), sign, crc, identifier)
        if self.has_large_pages:
            trailer += struct.pack("<HHI", 0, told, 0)
        step = 512 if self.has_large_pages else 64
        return data + bytes(-(len(data) + len(trailer)) % step) + trailer

    def data(self, pieces: Sequence[bytes]) -> int:
        """Put pieces in, under a list of blocks if there are several."""
        children = [self.block(piece) for piece in pieces]
        if len(children) == 1:
            return children[0]
        head = struct.pack("<BBHI", 1, 1, len(children), sum(map(len, pieces)))
        return self.block(head + self.words(*children), internal=True)

    def subnodes(self, nodes: Sequence[SubNode]) -> int:
        """Put a block of subnodes in."""
        head = struct.pack("<BBH", 2, 0, len(nodes)) + bytes(0 if self.is_ansi else 4)
        leaf = head + b"".join(self.words(*node) for node in sorted(nodes))
        return self.block(leaf, internal=True)

    def properties(
        self, told: Sequence[Property]
    ) -> tuple[list[bytes], list[tuple[int, int, int]]]:
        """A property context; what is longer than a page of the heap goes to subnodes."""
        heap, records, subs = Heap(self.has_large_pages), b"", list[SubNode]()
        for number, (tag, kind, raw) in enumerate(sorted(told)):
            if kind in (0x02, 0x03, 0x0B):
                place = raw.ljust(4, b"\0")
            elif len(raw) > 3000:
                identifier = number << 5 | 0x1F
                pieces = [raw[at : at + 8000] for at in range(0, len(raw), 8000)]
                subs.append((identifier, self.data(pieces), 0))
                place = struct.pack("<I", identifier)
            else:
                place = struct.pack("<I", heap.put(raw))
            records += struct.pack("<HH", tag, kind) + place
        root = heap.put(struct.pack("<BBBBI", 0xB5, 2, 6, 0, heap.put(records)))
        return [heap.written(0xBC, root)], subs

    def table(self, rows: Sequence[Sequence[Property]]) -> bytes:
        """A table context of variable values, one row after the other in the heap."""
        heap = Heap(self.has_large_pages)
        tags = sorted({(tag, kind) for row in rows for tag, kind, _ in row})
        width = 8 + 4 * len(tags)
        whole = b""
        for number, row in enumerate(rows):
            cells = {(tag, kind): raw for tag, kind, raw in row}
            bits = 0xC0
            out = struct.pack("<II", number, 0)
            for column, key in enumerate(tags):
                out += struct.pack("<I", _cell(heap, key[1], cells.get(key, b"")))
                bits |= (key in cells) * (0x80 >> column + 2)
            whole += out + bytes([bits])
        columns = struct.pack("<IHBB", 0x67F20003, 0, 4, 0) + struct.pack(
            "<IHBB", 0x67F30003, 4, 4, 1
        )
        for column, (tag, kind) in enumerate(tags):
            columns += struct.pack("<IHBB", tag << 16 | kind, 8 + 4 * column, 4, column + 2)
        number = "<IH" if self.is_ansi else "<II"
        numbers = heap.put(b"".join(struct.pack(number, n, n) for n in range(len(rows))))
        index = heap.put(struct.pack("<BBBBI", 0xB5, 4, struct.calcsize(number) - 4, 0, numbers))
        head = struct.pack("<BBHHHH", 0x7C, len(tags) + 2, width, width, width, width + 1)
        head += struct.pack("<III", index, heap.put(whole), 0) + columns
        return heap.written(0x7C, heap.put(head))

    def node(
        self,
        identifier: int,
        told: Sequence[Property],
        parent: int,
        subs: Sequence[SubNode] = (),
    ) -> None:
        """Put a node of properties in."""
        pieces, own = self.properties(told)
        inner = [*own, *subs]
        data = self.data(pieces)
        self.nodes.append((identifier, data, self.subnodes(inner) if inner else 0, parent))

    def written(self) -> bytes:
        """The whole file."""
        wide = "<QQHHI" if not self.is_ansi else "<IIHH"
        rest = (2, 0) if not self.is_ansi else (2,)
        blocks = [struct.pack(wide, *block, *rest) for block in sorted(self.blocks)]
        nodes = [self.words(*node[:3]) + struct.pack("<I", node[3]) for node in sorted(self.nodes)]
        nodes = nodes if self.is_ansi else [node + bytes(4) for node in nodes]
        at = self.START + len(self.body)
        at += -at % (4096 if self.has_large_pages else 512)
        pages, roots = b"", list[int]()
        for kind, entries in ((0x81, nodes), (0x80, blocks)):
            index = Index(self, at + len(pages), kind)
            pages += index.written(entries)
            roots.append(index.root)
        head = self._header(*roots, at + len(pages))
        return (head + bytes(self.START - len(head)) + self.body).ljust(at, b"\0") + pages

    def _header(self, nodes: int, blocks: int, size: int) -> bytes:
        head = bytearray(564)
        head[:4], head[8:10] = b"!BDN", b"SM"
        struct.pack_into("<HHBB", head, 10, self.version, 19, 1, 1)
        if self.is_ansi:
            struct.pack_into("<I", head, 168, size)
            struct.pack_into("<IIIIB", head, 184, 9, nodes, 10, blocks, 2)
            head[460], head[461] = 0x80, self.crypt
        else:
            struct.pack_into("<Q", head, 184, size)
            struct.pack_into("<QQQQB", head, 216, 9, nodes, 10, blocks, 2)
            head[512], head[513] = 0x80, self.crypt
            struct.pack_into("<I", head, 524, weak_crc(bytes(head[8:524])))
        struct.pack_into("<I", head, 4, weak_crc(bytes(head[8:479])))
        return bytes(head)


def _deflated(data: bytes, _identifier: int) -> bytes:
    return zlib.compress(data) if len(data) > 64 else data


def _cell(heap: "Heap", kind: int, raw: bytes) -> int:
    if kind == 0x03:
        return int.from_bytes(raw, "little")
    return heap.put(raw) if raw else 0


@dataclass
class Heap:
    """A heap of one page."""

    large: bool
    items: list[bytes] = field(default_factory=list)

    def put(self, raw: bytes) -> int:
        self.items.append(raw)
        return len(self.items) << 5

    def written(self, client: int, root: int) -> bytes:
        starts = [12]
        for item in self.items:
            starts.append(starts[-1] + len(item))
        body = b"".join(self.items)
        room = b"\0" * (starts[-1] % 2)
        head = struct.pack("<HBBII", starts[-1] + len(room), 0xEC, client, root, 0)
        table = struct.pack(f"<HH{len(starts)}H", len(self.items), 0, *starts)
        return head + body + room + table


@dataclass
class Index:
    """The pages of one index: its leaves, and a page above them if there are several."""

    file: File
    at: int
    kind: int
    root: int = 0

    def written(self, entries: Sequence[bytes]) -> bytes:
        size = len(entries[0])
        most = {512: 15, 4096: 100}[self.page]
        leaves = [entries[n : n + most] for n in range(0, len(entries), most)]
        own = 9 if self.kind == 0x81 else 10
        backs = [100 + n for n in range(len(leaves))] if len(leaves) > 1 else [own]
        out = b"".join(self._page(leaf, size, 0, n, backs[n]) for n, leaf in enumerate(leaves))
        self.root = self.at
        if len(leaves) > 1:
            word = struct.calcsize(self.file.word)
            above = [
                leaf[0][:word] + self.file.words(100 + n, self.at + n * self.page)
                for n, leaf in enumerate(leaves)
            ]
            self.root = self.at + len(out)
            out += self._page(above, 3 * word, 1, len(leaves), own)
        return out

    @property
    def page(self) -> int:
        return 4096 if self.file.has_large_pages else 512

    def _page(
        self, entries: Sequence[bytes], size: int, level: int, number: int, back: int
    ) -> bytes:
        body = b"".join(entries)
        sign = signature(self.at + number * self.page, back)
        if self.file.has_large_pages:
            body = body.ljust(4056, b"\0") + struct.pack("<HHBB10x", len(entries), 100, size, level)
            trailer = struct.pack("<BBHIQQ", self.kind, self.kind, sign, weak_crc(body), back, 0)
        elif self.file.is_ansi:
            body = body.ljust(496, b"\0") + struct.pack("<BBBB", len(entries), 15, size, level)
            trailer = struct.pack("<BBHII", self.kind, self.kind, sign, back, weak_crc(body))
        else:
            body = body.ljust(488, b"\0") + struct.pack("<BBBB4x", len(entries), 15, size, level)
            trailer = struct.pack("<BBHIQ", self.kind, self.kind, sign, weak_crc(body), back)
        return body + trailer


def weak_crc(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(at: int, identifier: int) -> int:
    mixed = (at ^ identifier) & 0xFFFFFFFF
    return (mixed >> 16 ^ mixed) & 0xFFFF


def mailbox(
    version: int = 23, crypt: int = cipher.PERMUTED, *, deflates_first: bool = False
) -> bytes:
    """Two folders and the bin: a mail with a table and a mail attached, a card, an appointment."""
    file = File(version, crypt, deflates_first)
    word = narrow if file.is_ansi else text
    file.node(0x21, [word(0x3001, "Boîte")], 0)
    file.node(0x61, NAMES, 0)
    file.node(ROOT, [(0x3602, 0x03, bytes(4))], ROOT)
    for identifier, name, parent in (
        (TOP, "Fichier de données", ROOT),
        (INBOX, "Boîte de réception", TOP),
        (BIN, "Éléments supprimés", TOP),
    ):
        file.node(identifier, [word(0x3001, name)], parent)
    attached = file_attached(file, word, "export.csv", samples.table() * 20)
    inner = mail_attached(file, word)
    recipients = [
        [(0x0C15, 0x03, b"\2"), word(0x3001, "Ann GALL"), word(0x39FE, "ann@exemple.invalid")]
    ]
    table = (0x692, file.data([file.table(recipients)]), 0)
    subs = [(0x8025, *attached), (0x8045, *inner), table]
    file.node(0x200004, message(word, "Résultats"), INBOX, subs)
    file.node(0x200024, card(word), INBOX)
    file.node(0x200044, appointment(word), INBOX)
    file.node(0x200064, [word(0x0037, "Jeté"), word(0x1000, f"à jeter : {samples.NAME}")], BIN)
    for number in range(4, 24):
        file.node(0x200004 + 0x20 * number, [word(0x0037, "Suite"), word(0x1000, "rien")], INBOX)
    return file.written()


NAMES = [
    (0x0002, 0x102, bytes(32)),
    (0x0003, 0x102, struct.pack("<IHHIHHIHH", 0x8083, 6, 0, 0x820D, 8, 1, 0, 5, 2)),
    (0x0004, 0x102, struct.pack("<I", 14) + "Dossier".encode("utf-16-le")),
]
"""Three names: an address, the start of an appointment, and a field that people made."""


def message(word: Word, subject: str) -> list[Property]:
    return [
        word(0x001A, "IPM.Note"),
        word(0x0037, f"\1\1{subject}"),
        word(0x0C1A, samples.NAME),
        word(0x0C1F, "zoe@exemple.invalid"),
        (0x0039, 0x40, filetime(dt.datetime(2025, 3, 12, 8, 30, tzinfo=dt.UTC))),
        word(0x1000, "Bonjour, je suis née le 3 juillet 1984. " + "Merci. " * 2000),
        (0x1013, 0x102, f"<p>signé <b>{samples.NAME}</b></p>".encode()),
        word(0x8002, "25000123"),
    ]


def card(word: Word) -> list[Property]:
    return [
        word(0x001A, "IPM.Contact"),
        word(0x0037, samples.NAME),
        word(0x3A11, "LEFÈVRE"),
        word(0x3A06, "Zoé"),
        word(0x3A1C, "0612345678"),
        (0x3A42, 0x40, filetime(dt.datetime(1984, 7, 2, 22, 0, tzinfo=dt.UTC))),
        word(0x8000, "zoe@exemple.invalid"),
    ]


def appointment(word: Word) -> list[Property]:
    start = filetime(dt.datetime(2025, 3, 20, 9, 0, tzinfo=dt.UTC))
    return [word(0x001A, "IPM.Appointment"), word(0x0037, "Dialyse"), (0x8001, 0x40, start)]


def file_attached(file: File, word: Word, name: str, data: bytes) -> tuple[int, int]:
    pieces, subs = file.properties(
        [(0x3705, 0x03, b"\1"), word(0x3707, name), (0x3701, 0x102, data)]
    )
    return file.data(pieces), file.subnodes(subs)


def mail_attached(file: File, word: Word) -> tuple[int, int]:
    pieces, subs = file.properties(message(word, "Transféré"))
    inner = (0x200005 & ~0x1F | 4, file.data(pieces), file.subnodes(subs))
    place = (0x3701, 0x0D, struct.pack("<II", inner[0], 1))
    pieces, _ = file.properties([(0x3705, 0x03, b"\5"), word(0x3001, "Transféré"), place])
    return file.data(pieces), file.subnodes([inner])


def filetime(moment: dt.datetime) -> bytes:
    microseconds = (moment - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
    return struct.pack("<Q", 10 * microseconds)


SAMPLES: dict[str, samples.Sample] = {
    "ansi.pst": lambda: mailbox(15),
    "boite.pst": mailbox,
    "boite.ost": lambda: mailbox(36, cipher.CYCLIC),
}
