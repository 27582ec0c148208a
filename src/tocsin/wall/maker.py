"""The far side of the wall: a process that makes cells, each of which reads what it is given.

It runs with a socket as standard input. It holds no byte to be read, no key and no index; it is
asked with one letter and a number of 8 bytes: `F` fork a cell (its memory limit, its socket beside
it; the answer is its number), `W` wait for a dead one (its number; the answer is its status), `P`
prepare for what cells will need (so many bytes, which follow).
"""

import gc
import os
import select
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tocsin.wall.message import LENGTH_BYTES
from tocsin.wall.rampart import die_with_parent, raise_wall

NUMBER_BYTES = 8
IDLE_SECONDS = 0.5

OUT_OF_MEMORY = 7
"""The status of a cell that reached its limit."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes cells that `serve` the socket they are given.

    `prepare` takes what cells made from now on must have at hand, `idle` runs while nobody asks.
    """

    serve: Callable[[socket.socket], None]
    prepare: Callable[[bytes], None] = lambda _said: None
    idle: Callable[[], None] = lambda: None

    def run(self) -> None:
        """Until the other side of standard input closes."""
        die_with_parent()
        control = socket.socket(fileno=os.dup(0))
        settle()
        while True:
            if not select.select([control], [], [], IDLE_SECONDS)[0]:
                self.idle()
            order, descriptors, _, _ = socket.recv_fds(control, 1 + NUMBER_BYTES, 1)
            number = int.from_bytes(order[1:], "big")
            match order[:1]:
                case b"F":
                    _answer(control, self._fork(control, descriptors[0], number))
                case b"W":
                    _answer(control, os.waitpid(number, 0)[1])
                case b"P":
                    self.prepare(_exactly(control, number))
                    settle()
                case _:
                    return

    def _fork(self, control: socket.socket, descriptor: int, memory: int) -> int:
        cell = os.fork()
        if cell:
            os.close(descriptor)
            return cell
        try:
            die_with_parent()
            control.close()
            nothing = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nothing, standard)
            warder = socket.socket(fileno=descriptor)
            raise_wall(memory)
            self.serve(warder)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        finally:
            os._exit(0)


def orders(warder: socket.socket) -> Iterator[tuple[bytes, int]]:
    """In a cell: each order with its open file, which is closed behind it."""
    while True:
        length, descriptors, _, _ = socket.recv_fds(warder, LENGTH_BYTES, 1)
        if len(length) < LENGTH_BYTES or not descriptors:
            return
        yield _exactly(warder, int.from_bytes(length, "big")), descriptors[0]
        os.close(descriptors[0])


def _answer(control: socket.socket, number: int) -> None:
    control.send(number.to_bytes(NUMBER_BYTES, "big"))


def settle() -> None:
    """In a maker: what is there now is shared with every cell, and walked by no collector."""
    gc.collect()
    gc.freeze()


def _exactly(line: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        piece = line.recv(length - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
