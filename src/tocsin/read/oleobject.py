"""Documents embedded in old Office files: what an OLE object's storage holds, as a member.

[MS-OLEDS] for packages (Ole10Native), [MS-CFB] for the storages.
"""

import struct
from collections.abc import Iterator

from tocsin.read.cfb import STORAGE, STREAM, CompoundFile, Entry
from tocsin.read.cfbwriter import standalone
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import EMBEDDED, reason_of
from tocsin.read.format import Loss, Piece
from tocsin.read.sniff import OLE_CONTENTS

_NATIVE = OLE_CONTENTS[0]
_DOCUMENTS = frozenset(
    ("WORDDOCUMENT", "WORKBOOK", "BOOK", "POWERPOINT DOCUMENT", "__PROPERTIES_VERSION1.0")
)
_PACKAGE = struct.Struct("<IH")
_LINK_OR_FILE, _EMBEDDED = 2, 2
_LONGEST_NAME = 1_000


def objects(content: Content, file: CompoundFile) -> Iterator[Piece]:
    """The documents embedded in an Office document, as members."""
    pools = [entry for entry in file.top() if entry.kind == STORAGE]
    storages = [entry for entry in pools if entry.name.upper().startswith("MBD")]
    for pool in pools:
        if pool.name.upper() == "OBJECTPOOL":
            storages += [entry for entry in file.children(pool) if entry.kind == STORAGE]
    for number, storage in enumerate(storages, 1):
        try:
            yield from contents(content, file, storage, f"objet-{number}")
        except Exception as error:
            yield Loss(reason_of(error))


def contents(content: Content, file: CompoundFile, storage: Entry, name: str) -> Iterator[Piece]:
    """What one object holds; a loss if it is of a program whose form nobody knows."""
    inner = {entry.name.upper(): entry for entry in file.children(storage)}
    if not _DOCUMENTS.isdisjoint(inner):
        yield content.member(name, standalone(file, storage))
        return
    for stream in OLE_CONTENTS:
        entry = inner.get(stream)
        if entry and entry.kind == STREAM:
            told, data = _unpacked(file.read(entry), name) if stream == _NATIVE else (name, b"")
            yield content.member(told, data or file.read(entry))
            return
    if any(entry.kind == STREAM and not _is_housekeeping(key) for key, entry in inner.items()):
        yield Loss(EMBEDDED)


def _is_housekeeping(name: str) -> bool:
    """Streams that hold no document: presentation, links, class, and Word's own record."""
    return name[:1] in ("\x01", "\x02", "\x03", "\x05") or name == "OBJINFO"


def _unpacked(native: bytes, name: str) -> tuple[str, bytes]:
    """The file in an Ole10Native stream and its name; the stream's own bytes if it is no file."""
    plain = native[4:]
    try:
        _, kind = _PACKAGE.unpack_from(native)
        if kind != _LINK_OR_FILE:
            return name, plain
        label, at = _string(native, _PACKAGE.size)
        _, at = _string(native, at)
        at += 4
        length = struct.unpack_from("<I", native, at)[0]
        at += 4 + length
        size = struct.unpack_from("<I", native, at)[0]
    except (struct.error, ValueError):
        return name, plain
    data = native[at + 4 : at + 4 + size]
    return clean_name(label or name), data or plain


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at, at + _LONGEST_NAME)
    return data[at:end].decode("cp1252", "replace"), end + 1


def from_ole1(data: bytes) -> bytes:
    """The document in an object as OLE 1 wrote it (§2.2.5), b"" if there is none."""
    try:
        _, kind = struct.unpack_from("<II", data)
        at = 8
        for _ in range(3):  # class, topic, item
            at += 4 + struct.unpack_from("<I", data, at)[0]
        size = struct.unpack_from("<I", data, at)[0]
    except struct.error:
        return b""
    native = data[at + 4 : at + 4 + size]
    if kind != _EMBEDDED or not native:
        return b""
    return _unpacked(struct.pack("<I", len(native)) + native, "")[1]
