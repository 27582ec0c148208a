"""The far side of the wall: a cell that answers orders (`tocsin.wall.maker` makes it)."""

import socket

from tocsin.wall.maker import Maker, orders
from tocsin.watch.detect.wall.message import Knowledge, pack, unpack_knowledge, unpack_order
from tocsin.watch.detect.wall.reading import Reading

_reading = Reading(Knowledge())


def main() -> None:
    """Make cells until the other side of standard input closes."""
    Maker(_serve, _learn).run()


def _learn(said: bytes) -> None:
    global _reading
    _reading = Reading(unpack_knowledge(said))


def _serve(warder: socket.socket) -> None:
    """Answer one order after another, until nobody asks any more."""
    for order, descriptor in orders(warder):
        for part in pack(_reading.answer(unpack_order(order), descriptor)):
            warder.sendall(part)
