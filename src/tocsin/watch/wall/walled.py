"""The near side of the wall: logs looked at and read in cells, one a log or a stretch of one."""

import os
from collections.abc import Iterator
from pathlib import Path

from tocsin.wall import Cell, CellDiedError, Cells, RefusedError
from tocsin.wall.limits import MEMORY_BYTES, OUTPUT_BYTES, silence
from tocsin.wall.opened import opened
from tocsin.watch.wall.message import (
    MEMBERS,
    End,
    Knowledge,
    Look,
    Looked,
    Message,
    Order,
    Read,
    Rows,
    pack_order,
    unpack,
)

MAKER = "from tocsin.watch.wall.cell import main; main()"
UNPACKED = 20
"""A packed log may be so many times as long, for the patience with it."""


LOGS, BYTES = 48, 32 << 20
"""A cell reads one log, however long, or so many small ones."""


class WalledLogs:
    """Reads logs, each behind the wall. One a process; use it as a context."""

    def __init__(
        self,
        knowledge: Knowledge | None = None,
        memory: int = MEMORY_BYTES,
        *,
        maker: str = MAKER,
    ) -> None:
        self._knowledge = knowledge or Knowledge()
        self._cells = Cells(memory, maker, pack_order(self._knowledge))
        self._read: set[Path] = set()
        self._taken = 0

    def __enter__(self) -> "WalledLogs":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def look(self, path: Path, order: Look) -> list[Looked]:
        """What a file holds: one log, or the members of a ZIP. Raises `OSError`."""
        found: list[Looked] = []
        for message in self._ask(path, order, path.stat().st_size):
            if isinstance(message, End) and message.fault:
                found.append(Looked(reason=message.fault))
            elif isinstance(message, Looked) and len(found) < MEMBERS:
                found.append(message)
        return found

    def read(self, path: Path, order: Read, size: int) -> Iterator[Rows | End]:
        """The events of a stretch of `size` bytes, and how it ended. Raises `OSError`."""
        for message in self._ask(path, order, size):
            if not isinstance(message, Looked):
                yield message

    def close(self) -> None:
        """End all that was started."""
        self._renew()
        self._cells.close()

    def _ask(self, path: Path, order: Order, size: int) -> Iterator[Message]:
        """What a cell says, up to its end; if it dies, or lies, an end that says so."""
        descriptor = opened(path)
        cell = self._cell_for(path, size)
        is_whole = False
        try:
            for message in self._told(cell, descriptor, order, silence(size)):
                is_whole = isinstance(message, End)
                yield message
        except CellDiedError as death:
            yield End(fault=death.reason)
        except RefusedError as refusal:
            yield End(fault=str(refusal) or "crash")
        finally:
            if not is_whole:
                self._renew()
            os.close(descriptor)

    def _told(
        self, cell: Cell, descriptor: int, order: Order, patience: float
    ) -> Iterator[Message]:
        """A cell's messages up to its end, checked. Raises `CellDiedError`, `RefusedError`."""
        told = 0
        for untrusted in cell.read(descriptor, pack_order(order), patience):
            told += len(untrusted)
            if told > OUTPUT_BYTES:
                raise RefusedError("limit: output")
            message = unpack(untrusted, len(self._knowledge.rules))
            yield message
            if isinstance(message, End):
                return

    def _cell_for(self, path: Path, size: int) -> Cell:
        """The cell that reads this log, or may read one more; else a new one."""
        is_full = len(self._read) >= LOGS or self._taken + size > BYTES
        if self._cells.cell is None or (is_full and self._read != {path}):
            self._renew()
        cell = self._cells.ready()
        self._read.add(path)
        self._taken += size
        return cell

    def _renew(self) -> None:
        """What is read next is read by a cell that has read nothing before."""
        self._cells.renew()
        self._read.clear()
        self._taken = 0
