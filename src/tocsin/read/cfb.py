"""Compound files (OLE2), the container of old Office documents and Outlook messages. [MS-CFB]"""

import struct

from tocsin.read.fault import Fault

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are marks, not sector numbers
_NO_ENTRY = 0xFFFFFFFF
_MINI_CUTOFF = 4096

STORAGE, STREAM = 1, 2
"""Kinds of an entry."""


class Entry:
    """A storage (`kind` 1), stream (2) or the root (5) of a compound file."""

    def __init__(self, raw: bytes) -> None:
        length = struct.unpack_from("<H", raw, 64)[0]
        self.name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        self.kind = raw[66]
        self.left, self.right, self.child = struct.unpack_from("<III", raw, 68)
        self.start, self.size = struct.unpack_from("<IQ", raw, 116)


class CompoundFile:
    """Random access to the streams of a compound file. Raises `Fault` if it is no such file.

    `has_loop` tells, of the chains followed so far, whether one bites its own tail; `is_cut`, of
    the streams read so far, whether one ends before its size.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise Fault("corrupt: not a compound file")
        self._data = data
        self.has_loop = self.is_cut = False
        self._sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
        self._mini_sector = 1 << min(struct.unpack_from("<H", data, 32)[0], 12)
        directory, self._mini_start = struct.unpack_from("<I", data, 48)[0], 0
        self._fat = self._read_fat()
        raw = self._chain(directory)
        self.entries = [Entry(raw[i : i + 128]) for i in range(0, len(raw) - 127, 128)]
        if not self.entries:
            raise Fault("corrupt: no directory")
        self._mini_fat = _numbers(self._chain(struct.unpack_from("<I", data, 60)[0]))
        self._mini_stream = self._chain(self.entries[0].start)

    def names(self) -> set[str]:
        """The names of all its storages and streams, in capitals."""
        return {entry.name.upper() for entry in self.entries if entry.kind}

    def top(self) -> list[Entry]:
        """What stands directly in it; everything, if its tree is damaged."""
        return self.children(self.entries[0]) or self.entries

    def stream(self, name: str) -> bytes | None:
        """The bytes of the stream of that name in any case, or None; its own before those of the
        documents it carries."""
        for entry in (*self.top(), *self.entries):
            if entry.kind == STREAM and entry.name.upper() == name.upper():
                return self.read(entry)
        return None

    def read(self, entry: Entry) -> bytes:
        """The bytes of a stream."""
        size = entry.size & 0xFFFFFFFF
        if size >= _MINI_CUTOFF:
            data = self._chain(entry.start)[:size]
        else:
            step = self._mini_sector
            numbers = self._sectors(entry.start, self._mini_fat)
            data = b"".join(self._mini_stream[n * step : (n + 1) * step] for n in numbers)[:size]
        self.is_cut |= len(data) < size
        return data

    def children(self, entry: Entry) -> list[Entry]:
        """The entries directly within a storage."""
        found, pending, seen = [], [entry.child], set[int]()
        while pending:
            number = pending.pop()
            if number in seen or number >= len(self.entries):
                continue
            seen.add(number)
            child = self.entries[number]
            found.append(child)
            pending += [child.left, child.right]
        return found

    def _sector_bytes(self, number: int) -> bytes:
        return self._data[(number + 1) * self._sector : (number + 2) * self._sector]

    def _read_fat(self) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        following, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while following < _END and following not in seen:
            seen.add(following)
            block = _numbers(self._sector_bytes(following))
            if not block:
                break
            numbers += block[:-1]
            following = block[-1]
        self.has_loop |= following in seen
        return _numbers(b"".join(self._sector_bytes(n) for n in numbers if n < _END))

    def _sectors(self, start: int, table: list[int]) -> list[int]:
        found, seen = [], set[int]()
        while start < len(table) and start not in seen:
            seen.add(start)
            found.append(start)
            start = table[start]
        self.has_loop |= start in seen
        return found

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector_bytes, self._sectors(start, self._fat)))


def _numbers(raw: bytes) -> list[int]:
    count = len(raw) // 4
    return list(struct.unpack_from(f"<{count}I", raw))
