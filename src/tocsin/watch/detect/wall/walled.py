"""The near side of the wall: bytes of logs out, what their records tell in.

A cell that dies is asked again, with less and less, until it is known of which record it died: that
one is given up and said, and those around it are read.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from tocsin.wall import Cells, MakerDiedError, RefusedError
from tocsin.wall.limits import LEAST_MEMORY_BYTES
from tocsin.watch.detect.patient_read import PatientRead
from tocsin.watch.detect.said import Said
from tocsin.watch.detect.wall.message import (
    Kind,
    Knowledge,
    Lines,
    Messages,
    Order,
    Plain,
    Recognise,
    Recognised,
    Told,
    Unpack,
    pack_order,
    unpack,
)
from tocsin.watch.detect.wall.packed import PackedLog
from tocsin.watch.detect.wall.search import DIED, Search, reason_of

MAKER = "from tocsin.watch.detect.wall.cell import main; main()"
PATIENCE = 20.0
"""Seconds a cell may take for one answer: a stretch of 2 MB takes less than one."""

KNOWN = 64
"""Beginnings of logs of which it is remembered who reads them."""

NO_CELL = "no cell"
"""The reason if the machine gives no room for a cell."""


class UnreadableLogError(OSError):
    """A log from which nothing can be had. `reason` as it is counted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WalledReader:
    """Reads what is followed. One a process; it starts nothing before it is asked.

    Whatever it is asked raises `UnreadableLogError` if the machine gives no cell.
    """

    def __init__(self, knowledge: Knowledge | None = None, *, maker: str = MAKER) -> None:
        said = pack_order(knowledge or Knowledge())
        self._cells = Cells(LEAST_MEMORY_BYTES, maker, said)
        self._keys = 0
        self._known: dict[tuple[bytes, str], str] = {}
        self._deadly: dict[tuple[int, ...], str] = {}

    def recognise(self, head: bytes, name: str) -> str:
        """The reader of a log. Raises `LookupError` if there is none, `UnreadableLogError`."""
        known = self._known.get((head, name))
        if known is None:
            if len(self._known) >= KNOWN:
                self._known.clear()
            known = self._known[head, name] = self._recognised(head, name)
        if not known:
            raise LookupError
        return known

    def _recognised(self, head: bytes, name: str) -> str:
        """By all of its first lines, or, if some of them kill, by others."""
        lines = head.splitlines(keepends=True)
        half = len(lines) // 2
        reason = ""
        for part in (lines, lines[:half], lines[half:], lines[:1] + lines[half:]):
            try:
                return self._asked(Recognise(b"".join(part), name), Recognised).reader
            except DIED as death:
                reason = reason_of(death)
        raise UnreadableLogError(reason)

    def lines(self, reader: str, top: bytes, data: bytes, start: int, written: float) -> list[Said]:
        """What whole lines tell that begin at `start` in their log; `top` are its first ones, if
        they name the columns of those behind."""
        with suppress(*DIED):
            return self._told(Lines(reader, top if start else b"", data, written), len(data), start)
        lines = [line + b"\n" for line in data.split(b"\n")]
        lines[-1:] = [lines[-1][:-1]] if len(lines[-1]) > 1 else []
        starts = list(accumulate(map(len, lines), initial=start))

        def order(begin: int, end: int) -> Order:
            above = top if starts[begin] else b""
            return Lines(reader, above, b"".join(lines[begin:end]), written)

        return list(Search(self._told, order, starts).told())

    def messages(self, messages: Sequence[bytes], first: int, written: float) -> list[Said]:
        """What messages tell, of which the first has this number."""

        def order(begin: int, end: int) -> Order:
            return Messages(list(messages[begin:end]), written)

        with suppress(*DIED):
            return self._told(order(0, len(messages)), len(messages), first)
        numbers = range(first, first + len(messages) + 1)
        return list(Search(self._told, order, numbers).told())

    def unpacked(self, file: BinaryIO) -> "PackedLog":
        """What a packed log holds."""
        self._keys += 1
        return PackedLog(self.plain, file, self._keys)

    def plain(self, file: BinaryIO, order: Unpack) -> bytes:
        """Bytes out of a packed log. Raises `UnreadableLogError`."""
        info = os.fstat(file.fileno())
        stamp = info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns
        reason = self._deadly.get(stamp, "")
        if not reason:
            try:
                answer = self._asked(order, Plain, file.fileno())
            except DIED as death:
                reason = self._deadly[stamp] = reason_of(death)
            else:
                if not answer.fault and len(answer.data) <= order.size:
                    return answer.data
                reason = answer.fault or "crash"
        raise UnreadableLogError(reason)

    def renew(self) -> None:
        """What is read next is read by a cell that has read nothing before."""
        self._cells.renew()

    def close(self) -> None:
        """End all that was started."""
        self._cells.close()

    def _told(self, order: Order, size: int, start: int) -> list[Said]:
        """What a cell tells of what was sent. Raises `CellDiedError`, `RefusedError`."""
        told = self._asked(order, Told)
        if not told.fits(size):
            self.renew()
            raise RefusedError
        return list(_said(told, start))

    def _asked(self, order: Order, kind: type[Kind], descriptor: int = -1) -> Kind:
        """The answer. Raises `CellDiedError`, `RefusedError`."""
        is_whole = False
        try:
            with Path(os.devnull).open("rb") as nothing:
                beside = nothing.fileno() if descriptor < 0 else descriptor
                answer = unpack(self._answer(pack_order(order), beside), kind)
            is_whole = True
            return answer
        finally:
            if not is_whole:
                self.renew()

    def _answer(self, order: bytes, descriptor: int) -> bytes:
        try:
            cell = self._cells.ready()
        except MakerDiedError:
            raise UnreadableLogError(NO_CELL) from None  # nobody's line: it is tried again later
        return next(cell.read(descriptor, order, PATIENCE))


def _said(told: Told, start: int) -> Iterator[Said]:
    rows = zip(told.offsets, told.times, told.accounts, told.patients, told.reasons, strict=True)
    for offset, at, account, patient, reason in rows:
        read = None
        if account and patient and at is not None:
            read = PatientRead(account, patient, at, "", start + offset)
        yield Said(start + offset, at, read, reason)
