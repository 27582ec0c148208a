"""The far side of the wall: a process that makes cells, and the cell that reads a stolen file.

`main` runs with a socket as standard input. The maker holds no stolen
byte, no key and no index; it is asked with one letter: `F` fork a cell (its memory limit in 8
bytes, its socket beside it; the answer is its number), `W` wait for a dead one (its number; the
answer is its status), `P` load the OCR programs.
"""

import gc
import os
import select
import socket
from contextlib import suppress
from functools import cache
from importlib import import_module

from tocsin.model.document import DocumentRecord
from tocsin.read.content import Content
from tocsin.read.format import Job
from tocsin.read.ocr import Recogniser, load_engines
from tocsin.read.reader import read_content
from tocsin.read.wall.message import LENGTH_BYTES, End, Message, Opened, Order, pack, unpack_order
from tocsin.read.wall.rampart import die_with_parent, raise_wall

NUMBER_BYTES = 8
IDLE_SECONDS = 0.5
RARE = ("pydicom.pixels.utils", "access_parser")
"""Loaded once nobody asks for a cell: the first does not wait, and those made later have them."""

OUT_OF_MEMORY = 7
"""The status of a cell that reached its limit."""


def main() -> None:
    """Serve until the other side of standard input closes."""
    die_with_parent()
    control = socket.socket(fileno=os.dup(0))
    gc.collect()
    gc.freeze()
    while True:
        if not select.select([control], [], [], IDLE_SECONDS)[0]:
            _load_rare()
        order, descriptors, _, _ = socket.recv_fds(control, 1 + NUMBER_BYTES, 1)
        number = int.from_bytes(order[1:], "big")
        match order[:1]:
            case b"F":
                _answer(control, _fork(control, descriptors[0], number))
            case b"W":
                _answer(control, os.waitpid(number, 0)[1])
            case b"P":
                _load_ocr()
            case _:
                return


def _answer(control: socket.socket, number: int) -> None:
    control.send(number.to_bytes(NUMBER_BYTES, "big"))


@cache
def _load_rare() -> None:
    """What readers import only where they need it, since it takes a second or two."""
    for name in RARE:
        with suppress(ImportError):
            import_module(name)
    gc.collect()
    gc.freeze()


def _load_ocr() -> None:
    with suppress(Exception):  # what is amiss shows on the first picture, with its reason
        load_engines()
    gc.collect()
    gc.freeze()


def _fork(control: socket.socket, descriptor: int, memory: int) -> int:
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
        _serve(warder)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    finally:
        os._exit(0)


def _serve(warder: socket.socket) -> None:
    """Read one file after another, until nobody asks any more."""
    recogniser = Recogniser()
    while True:
        length, descriptors, _, _ = socket.recv_fds(warder, LENGTH_BYTES, 1)
        if len(length) < LENGTH_BYTES or not descriptors:
            return
        order = unpack_order(_exactly(warder, int.from_bytes(length, "big")))
        _read(warder, order, descriptors[0], recogniser)
        os.close(descriptors[0])


def _exactly(warder: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        piece = warder.recv(length - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


class _Voice:
    """Says messages. Each sending wakes the near side, so what can wait goes with the next one:
    the beginning and the record of the file itself. No block waits, no member is touched unnamed.
    """

    def __init__(self, warder: socket.socket) -> None:
        self._warder = warder
        self._waiting = bytearray()

    def say(self, message: Message) -> None:
        for data in pack(message):
            self._waiting += data
        if not (isinstance(message, Opened | DocumentRecord) and not message.parent):
            self._warder.sendall(self._waiting)
            self._waiting.clear()


def _read(warder: socket.socket, order: Order, descriptor: int, recogniser: Recogniser) -> None:
    say = _Voice(warder).say
    job = Job(
        order.passwords,
        ocr=order.ocr,
        only=frozenset(order.only),
        skip=order.skip,
        opened=lambda content: say(Opened(content.document, content.parent, content.size)),
        recogniser=recogniser,
    )
    content = Content.of_descriptor(descriptor, order.size, order.name)
    for part in read_content(content, job):
        say(part)
    say(End())
