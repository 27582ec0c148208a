"""A maker of cells whose reader of text does what the text says: failure doubles for the wall."""

import ctypes
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.model.document import DocumentKind, DocumentRecord, ReadStatus, TextBlock
from tocsin.read import formats
from tocsin.read.content import Content
from tocsin.read.format import Format, Job, Piece
from tocsin.read.wall import cell, message

ROOT = str(Path(__file__).parents[3])
MAKER = (
    f"import sys; sys.path.insert(0, {ROOT!r}); import tests.read.wall.misbehaving as m; m.main()"
)


def crash() -> None:
    ctypes.string_at(0)


def abort() -> None:
    os.abort()


def leave() -> None:
    os._exit(0)


def hang() -> None:
    while True:
        time.sleep(1)


def spin() -> None:
    while True:
        pass


def eat() -> None:
    eaten = [bytearray(50_000_000) for _ in range(200)]
    del eaten


def recurse() -> None:
    recurse()


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    order, _, rest = content.data().decode().partition(" ")
    yield TextBlock(content.document, "corps", f"before {rest}")
    if order in globals():
        globals()[order]()
    yield TextBlock(content.document, "corps", f"after {rest}")


# What a cell in the thief's hands may say. Each gets the line to the other side.


def garbage(line: socket.socket, _name: str) -> None:
    line.sendall(b"\x00\x00\x00\x08not pack")


def huge(line: socket.socket, _name: str) -> None:
    line.sendall(b"\xff\xff\xff\xff" + bytes(100))


def flood(line: socket.socket, name: str) -> None:
    while True:
        say(line, TextBlock(name, "corps", "x" * 1_000_000))


def another_file(line: socket.socket, _name: str) -> None:
    say(line, message.Opened("autre.txt", "", 1))


def twice(line: socket.socket, name: str) -> None:
    say(line, message.Opened(name, "", 1))


def no_record(line: socket.socket, _name: str) -> None:
    say(line, message.End())


def wrong_reason(line: socket.socket, name: str) -> None:
    say(line, _record(name, ReadStatus.UNREADABLE, "Mme Exemple\n"))


def duplicate(line: socket.socket, name: str) -> None:
    say(line, _record(name, ReadStatus.SKIPPED_DUPLICATE, "same bytes as autre.txt"))


def wrong_types(line: socket.socket, name: str) -> None:
    data = b"T" + message.msgspec.msgpack.encode({"document": name, "locator": 3, "text": []})
    line.sendall(len(data).to_bytes(4, "big") + data)


def _record(name: str, status: ReadStatus, reason: str) -> DocumentRecord:
    return DocumentRecord(name, "", "", 1, "text/plain", DocumentKind.TEXT, status, reason)


def say(line: socket.socket, told: Any) -> None:
    for data in message.pack(told):
        line.sendall(data)


LIES = (garbage, huge, another_file, twice, no_record, wrong_reason, duplicate, wrong_types)


def main() -> None:
    formats.FORMATS["text/plain"] = Format(DocumentKind.TEXT, _read)
    honest = cell._read

    def lying(line: socket.socket, order: message.Order, *rest: Any) -> None:
        for lie in (*LIES, flood):
            if order.name.startswith(f"{lie.__name__}."):
                say(line, message.Opened(order.name, "", order.size))
                lie(line, order.name)
                return
        honest(line, order, *rest)

    cell._read = lying
    cell.main()
