"""The near side of the wall: logs looked at and read in cells, one a log or a stretch of one."""

import os
from collections.abc import Iterator
from pathlib import Path

from tocsin.wall import Cell, CellDiedError, Keeper, MakerDiedError, RefusedError
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


class WalledLogs:
    """Reads logs, each behind the wall. One a process; use it as a context."""

    def __init__(
        self,
        knowledge: Knowledge | None = None,
        memory: int = MEMORY_BYTES,
        *,
        maker: str = MAKER,
    ) -> None:
        self._knowledge = pack_order(knowledge or Knowledge())
        self._memory = memory
        self._maker = maker
        self._keeper: Keeper | None = None

    def __enter__(self) -> "WalledLogs":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def look(self, path: Path, order: Look) -> list[Looked]:
        """What a file holds: one log, or the members of a ZIP. Raises `OSError`."""
        found: list[Looked] = []
        for message in self._ask(path, order, silence(path.stat().st_size)):
            if isinstance(message, End) and message.fault:
                found.append(Looked(reason=message.fault))
            elif isinstance(message, Looked) and len(found) < MEMBERS:
                found.append(message)
        return found

    def read(self, path: Path, order: Read, size: int) -> Iterator[Rows | End]:
        """The events of a stretch of `size` bytes, and how it ended. Raises `OSError`."""
        for message in self._ask(path, order, silence(size)):
            if not isinstance(message, Looked):
                yield message

    def close(self) -> None:
        """End all that was started."""
        if self._keeper:
            self._keeper.close()
        self._keeper = None

    def _ask(self, path: Path, order: Order, patience: float) -> Iterator[Message]:
        """What a cell says, up to its end; if it dies, or lies, an end that says so."""
        descriptor = opened(path)
        cell = self._new_cell()
        told = 0
        try:
            for untrusted in cell.read(descriptor, pack_order(order), patience):
                told += len(untrusted)
                if told > OUTPUT_BYTES:
                    yield End(fault="limit: output")
                    return
                message = unpack(untrusted)
                yield message
                if isinstance(message, End):
                    return
        except CellDiedError as death:
            yield End(fault=death.reason)
        except RefusedError:
            yield End(fault="crash")
        finally:
            cell.end()
            os.close(descriptor)

    def _new_cell(self) -> Cell:
        try:
            return self._ready_keeper().new_cell()
        except MakerDiedError:
            self.close()
            return self._ready_keeper().new_cell()

    def _ready_keeper(self) -> Keeper:
        if self._keeper is None:
            self._keeper = Keeper(self._memory, self._maker)
            self._keeper.prepare(self._knowledge)
        return self._keeper
