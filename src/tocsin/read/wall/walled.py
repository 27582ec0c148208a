"""Reads stolen files behind the wall: what kills a cell costs one document, and that is named."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tocsin.model.document import Part
from tocsin.read.fault import Fault, reason_of
from tocsin.read.wall.attempt import Attempt
from tocsin.read.wall.limits import MEMORY_BYTES, TRIES
from tocsin.read.wall.message import Order
from tocsin.wall import Cells
from tocsin.wall.opened import NotRegularError, opened

MAKER = "from tocsin.read.wall.cell import main; main()"


class WalledReader:
    """Reads files one at a time, each behind the wall. One a process; use it as a context."""

    def __init__(
        self,
        passwords: tuple[str, ...] = (),
        memory: int = MEMORY_BYTES,
        *,
        ocr: bool = True,
        maker: str = MAKER,
    ) -> None:
        self._passwords = passwords
        self._ocr = ocr
        self._cells = Cells(memory, maker, b"" if ocr else None)

    def __enter__(self) -> "WalledReader":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def attempts(self, path: Path, name: str, only: tuple[str, ...] = ()) -> Iterator[Attempt]:
        """Attempts at the file at `path`, shown as `name`: the parts of the last one stand.

        Each must be taken to its end before the next. What killed a cell is tried once more in a
        new one, then passed over. `only` are the documents wanted (none: all). Every attempt has
        a record for the file and for all that was found in it.
        """
        try:
            descriptor = _opened(path)
        except (OSError, Fault) as error:
            yield Attempt.at_nothing(name, reason_of(error))
            return
        try:
            size = os.fstat(descriptor).st_size
            yield from self._attempts(
                descriptor, Order(name, size, self._passwords, self._ocr, only)
            )
        finally:
            os.close(descriptor)

    def read(self, path: Path, name: str) -> list[Part]:
        """All parts of a file."""
        parts: list[Part] = []
        for attempt in self.attempts(path, name):
            parts = list(attempt)
        return parts

    def renew(self) -> None:
        """What is read next is read by a cell that has read nothing before."""
        self._cells.renew()

    def close(self) -> None:
        """End all that was started."""
        self._cells.close()

    def _attempts(self, descriptor: int, order: Order) -> Iterator[Attempt]:
        deaths: Counter[str] = Counter()
        for _ in range(TRIES):
            attempt = Attempt(self._cells.ready(), descriptor, order)
            try:
                yield attempt
            finally:
                if not attempt.is_complete:
                    self.renew()
            if attempt.is_complete:
                return
            killer = attempt.killer
            deaths[killer] += 1
            if attempt.reason == "crash" and deaths[killer] == 1:
                continue
            if killer == order.name:
                return
            order = order.without(killer, attempt.reason)


def _opened(path: Path) -> int:
    """The file, open for reading. Raises `OSError`, or `Fault` if it is no regular file."""
    try:
        return opened(path)
    except NotRegularError:
        raise Fault("not a regular file") from None
