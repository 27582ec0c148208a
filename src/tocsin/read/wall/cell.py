"""The far side of the wall: what a cell does with a stolen file (`tocsin.wall.maker` makes it)."""

import socket
from contextlib import suppress
from functools import cache
from importlib import import_module

from tocsin.read.content import Content
from tocsin.read.format import Job
from tocsin.read.ocr import Recogniser, load_engines
from tocsin.read.reader import read_content
from tocsin.read.wall.message import End, Message, Opened, Order, pack, unpack_order
from tocsin.wall.maker import Maker, orders, settle

RARE = ("pydicom.pixels.utils", "access_parser")
"""Loaded once nobody asks for a cell: the first does not wait, and those made later have them."""


def main() -> None:
    """Make cells until the other side of standard input closes."""
    Maker(_serve, lambda _said: _load_ocr(), _load_rare).run()


@cache
def _load_rare() -> None:
    """What readers import only where they need it, since it takes a second or two."""
    for name in RARE:
        with suppress(ImportError):
            import_module(name)
    settle()


def _load_ocr() -> None:
    with suppress(Exception):  # what is amiss shows on the first picture, with its reason
        load_engines()


def _serve(warder: socket.socket) -> None:
    """Read one file after another, until nobody asks any more."""
    recogniser = Recogniser()
    for order, descriptor in orders(warder):
        _read(warder, unpack_order(order), descriptor, recogniser)


def _read(warder: socket.socket, order: Order, descriptor: int, recogniser: Recogniser) -> None:
    def say(message: Message) -> None:
        for data in pack(message):
            warder.sendall(data)

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
