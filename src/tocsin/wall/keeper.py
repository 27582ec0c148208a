"""The near side: has cells made by a process that knows nothing, speaks to them, ends them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic

from tocsin.wall.limits import MESSAGE_BYTES, SILENCE_SECONDS, SPAN
from tocsin.wall.maker import NUMBER_BYTES, OUT_OF_MEMORY
from tocsin.wall.message import LENGTH_BYTES, RefusedError

_BUFFER = 1 << 20
_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
"""All that a cell may know of the world outside."""


class CellDiedError(Exception):
    """A cell ended before its work was done. `reason` as in a record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MakerDiedError(Exception):
    """The process that makes cells is gone: the machine ended it, or it could not start."""


class Keeper:
    """Has cells made, each of `memory` bytes, by a process that runs the program `maker`."""

    def __init__(self, memory: int, maker: str) -> None:
        self._memory = memory
        self._control, theirs = socket.socketpair()
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        fixed = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", maker],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**kept, **fixed},
                cwd="/",
            )

    def new_cell(self) -> "Cell":
        """A cell that has read nothing yet."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._ask(b"F", self._memory, theirs.fileno())
        return Cell(self, self._number(), ours)

    def status_of(self, number: int) -> int:
        """Wait for the end of a cell; its status as `waitpid` gives it."""
        self._ask(b"W", number)
        return self._number()

    def prepare(self, said: bytes = b"") -> None:
        """Let cells made from now on have at hand what the maker knows by these bytes."""
        self._ask(b"P", len(said))
        try:
            self._control.sendall(said)
        except OSError:
            raise MakerDiedError from None

    def close(self) -> None:
        """End the helper process; its cells end with it."""
        self._control.close()
        self._process.wait()

    def _ask(self, letter: bytes, number: int, *descriptors: int) -> None:
        data = letter + number.to_bytes(NUMBER_BYTES, "big")
        try:
            socket.send_fds(self._control, [data], list(descriptors))
        except OSError:
            raise MakerDiedError from None

    def _number(self) -> int:
        try:
            answer = self._control.recv(NUMBER_BYTES)
        except OSError:
            answer = b""
        if len(answer) != NUMBER_BYTES:
            raise MakerDiedError
        return int.from_bytes(answer, "big")


class Cell:
    """One cell: give it an open file and an order, take its messages."""

    def __init__(self, keeper: Keeper, number: int, line: socket.socket) -> None:
        self._keeper = keeper
        self._number = number
        self._line = line
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        self._buffer = bytearray()

    def read(self, descriptor: int, order: bytes, patience: float) -> Iterator[bytes]:
        """Its messages about an open file, none checked; `patience` is the longest silence.

        Raises `CellDiedError` if the cell ends, or is ended at a limit, and `RefusedError` for a
        message of a length that none may have.
        """
        length = len(order).to_bytes(LENGTH_BYTES, "big")
        self._line.settimeout(SILENCE_SECONDS)
        try:
            socket.send_fds(self._line, [length], [descriptor])
            self._line.sendall(order)
        except OSError:
            raise CellDiedError(self.end()) from None
        yield from self._messages(patience)

    def end(self) -> str:
        """Kill it, if it still lives; why it died if it did so by itself."""
        if self._line.fileno() < 0:
            return "crash"
        self._line.close()
        with suppress(ProcessLookupError, MakerDiedError):
            os.kill(self._number, signal.SIGKILL)
            status = self._keeper.status_of(self._number)
            if os.waitstatus_to_exitcode(status) == OUT_OF_MEMORY:
                return "limit: memory"
        return "crash"

    def _messages(self, patience: float) -> Iterator[bytes]:
        left = patience * SPAN
        while True:
            asked = monotonic()
            length = int.from_bytes(self._exactly(LENGTH_BYTES, min(patience, left)), "big")
            if not 0 < length <= MESSAGE_BYTES:
                raise RefusedError
            message = self._exactly(length, patience)
            left -= monotonic() - asked
            yield message

    def _exactly(self, length: int, patience: float) -> bytes:
        deadline = monotonic() + patience
        while len(self._buffer) < length:
            self._line.settimeout(max(0.001, deadline - monotonic()))
            try:
                piece = self._line.recv(_BUFFER)
            except TimeoutError:
                self.end()
                raise CellDiedError("timeout") from None
            except ConnectionResetError:
                piece = b""
            if not piece:
                raise CellDiedError(self.end())
            self._buffer += piece
        data = bytes(self._buffer[:length])
        del self._buffer[:length]
        return data
