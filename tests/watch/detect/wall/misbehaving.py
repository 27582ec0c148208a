"""A maker of cells that do what a record says: failure doubles."""

from pathlib import Path
from typing import Any

from tests.watch.wall.misbehaving import DEEDS
from tocsin.watch.detect.wall import cell, message
from tocsin.watch.detect.wall.message import Knowledge, Lines, Messages, Recognise, Told
from tocsin.watch.detect.wall.reading import Reading

ROOT = str(Path(__file__).parents[4])
MAKER = (
    f"import sys; sys.path.insert(0, {ROOT!r});"
    " import tests.watch.detect.wall.misbehaving as m; m.main()"
)
LIES = {
    b"outside": Told([10**9], [None], [None], [None], [""]),
    b"uneven": Told([0, 1], [None], [None], [None], [""]),
    b"words": Told([0], [None], [None], [None], ["Mme Exemple\n"]),
    b"long": Told([0], [0], ["x" * 3_000], ["1"], [""]),
    b"kind": message.Recognised("csv"),
}


class Misreading(Reading):
    """Does what it reads."""

    def answer(self, order: message.Order, descriptor: int) -> message.Answer:
        said = _said(order)
        for deed in DEEDS:
            if b"please " + deed.__name__.encode() in said:
                deed()
        for word, lie in LIES.items():
            if b"please " + word in said:
                return lie
        return super().answer(order, descriptor)


def _said(order: Any) -> bytes:
    match order:
        case Recognise():
            return order.head
        case Lines():
            return order.data
        case Messages():
            return b"".join(order.messages)
    return b""


def _learn(said: bytes) -> None:
    cell._reading = Misreading(message.unpack_knowledge(said))


def main() -> None:
    cell._reading = Misreading(Knowledge())
    cell._learn = _learn
    cell.main()
