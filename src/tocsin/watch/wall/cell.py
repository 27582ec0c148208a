"""The far side of the wall: what a cell does with a log (`tocsin.wall.maker` makes it)."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from tocsin.wall.maker import Maker, orders
from tocsin.watch.moment import Clock
from tocsin.watch.reader import HEAD_BYTES, Stretch
from tocsin.watch.readers import BY_NAME, reader_of
from tocsin.watch.unpack import DAMAGED, is_other_archive, is_packed, members, unpacked
from tocsin.watch.wall.message import (
    MEMBERS,
    End,
    Knowledge,
    Look,
    Looked,
    Message,
    Order,
    Read,
    pack,
    unpack_knowledge,
    unpack_order,
)
from tocsin.watch.wall.sheet import Hunter, Sheet

_hunter = Hunter(Knowledge())


def main() -> None:
    """Make cells until the other side of standard input closes."""
    Maker(_serve, _learn).run()


def _learn(said: bytes) -> None:
    global _hunter
    _hunter = Hunter(unpack_knowledge(said))


def _serve(warder: socket.socket) -> None:
    """Answer one order after another, until nobody asks any more."""
    for order, descriptor in orders(warder):
        _answer(warder, unpack_order(order), descriptor)


def _answer(warder: socket.socket, order: Order, descriptor: int) -> None:
    with open(descriptor, "rb", closefd=False) as file:
        told = _look(file, order) if isinstance(order, Look) else _read(file, order)
        for message in told:
            for part in pack(message):
                warder.sendall(part)


def _look(file: BinaryIO, order: Look) -> Iterator[Message]:
    """What a log is, or each member of a ZIP."""
    inside = members(file)
    for member, written in list(inside.items())[:MEMBERS]:
        yield _looked(file, order, member, written)
    if not inside:
        yield _looked(file, order)
    yield End(fault="members" if len(inside) > MEMBERS else "")


def _looked(file: BinaryIO, order: Look, member: str = "", written: int = 0) -> Looked:
    try:
        packed = bool(member) or is_packed(file)
        with unpacked(file, member) as log:
            head = log.read(HEAD_BYTES)
    except DAMAGED as error:
        return Looked(member, reason=type(error).__name__)
    name = member or order.name
    reader = reader_of(head, name, mapped=order.mapped) if head else None
    if reader is not None:
        return Looked(member, reader.name, "", packed, written)
    reason = "empty" if not head else "archive" if is_other_archive(head) else "format"
    return Looked(member, "", reason, packed, written)


def _read(file: BinaryIO, order: Read) -> Iterator[Message]:
    """The records of a stretch, sheet by sheet."""
    clock = Clock(ZoneInfo(order.zone), datetime.fromtimestamp(order.written, UTC))
    sheet, fault = Sheet(_hunter), ""
    try:
        with unpacked(file, order.member) as log:
            stretch = Stretch(log, order.start, order.end, clock, order.mapping, order.name)
            for record in BY_NAME[order.reader].read(stretch):
                sheet.take(record)
                if sheet.is_full:
                    yield sheet.rows()
    except DAMAGED as error:
        fault = f"damaged: {type(error).__name__}"
    yield sheet.rows()
    yield sheet.end(fault)
