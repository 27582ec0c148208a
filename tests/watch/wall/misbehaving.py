"""A maker of cells whose readers of logs do what the log's name says: failure doubles."""

import ctypes
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.watch.event import Read
from tocsin.watch.readers import READERS
from tocsin.watch.wall import cell, message

ROOT = str(Path(__file__).parents[3])
MAKER = (
    f"import sys; sys.path.insert(0, {ROOT!r}); import tests.watch.wall.misbehaving as m; m.main()"
)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(0)


def fail() -> None:
    raise ArithmeticError


def hang() -> None:
    while True:
        time.sleep(1)


def eat() -> None:
    eaten = [bytearray(50_000_000) for _ in range(200)]
    del eaten


DEEDS = (crash, leave, fail, hang, eat)


# What a cell in the thief's hands may say. Each gets the line to the other side.


def garbage(line: socket.socket) -> None:
    line.sendall(b"\x00\x00\x00\x08not pack")


def huge(line: socket.socket) -> None:
    line.sendall(b"\xff\xff\xff\xff" + bytes(100))


def unknown_column(line: socket.socket) -> None:
    _say(line, message.Rows(1, {"case.key": ["x"]}, {}, {}))


def wrong_kind(line: socket.socket) -> None:
    _say(line, message.Rows(1, {"evidence.offset": ["x"]}, {}, {}))


def uneven(line: socket.socket) -> None:
    _say(line, message.Rows(2, {"user.name": ["x"]}, {}, {}))


def outside(line: socket.socket) -> None:
    _say(line, message.Rows(1, {}, {}, {}, [(1, 0)]))


def too_many(line: socket.socket) -> None:
    _say(line, message.Rows(message.ROWS + 1, {}, {}, {}))


def words(line: socket.socket) -> None:
    _say(line, message.End(fault="Mme Exemple\n"))


def no_rule(line: socket.socket) -> None:
    _say(line, message.Rows(1, {}, {"evidence.offset": [0]}, {}, [(0, 10**6)]))


def flood(line: socket.socket) -> None:
    while True:
        _say(line, message.Rows(1, {"message": ["x" * 1_000_000]}, {}, {}))


LIES = (garbage, huge, unknown_column, wrong_kind, uneven, outside, too_many, words, no_rule)


def _say(line: socket.socket, told: message.Message) -> None:
    for data in message.pack(told):
        line.sendall(data)


def _misread(honest: Any, stretch: Any) -> Iterator[Read]:
    """The first record, then the deed that the log is named after."""
    records = honest(stretch)
    yield next(records)
    for deed in DEEDS:
        if stretch.name.startswith(deed.__name__):
            deed()
    yield from records


def main() -> None:
    for reader in READERS:
        honest = reader.read
        setattr(reader, "read", lambda stretch, honest=honest: _misread(honest, stretch))  # noqa: B010
    answer = cell._answer

    def lying(line: socket.socket, order: message.Order, descriptor: int) -> None:
        for lie in (*LIES, flood):
            if order.name.startswith(f"{lie.__name__}."):
                lie(line)
        answer(line, order, descriptor)

    cell._answer = lying
    cell.main()
