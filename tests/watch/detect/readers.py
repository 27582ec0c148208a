"""Readers of followed logs for tests."""

from tocsin.watch.detect.wall.message import Kind, Knowledge, Order, pack, unpack
from tocsin.watch.detect.wall.reading import Reading
from tocsin.watch.detect.wall.walled import WalledReader
from tocsin.watch.mapping import Mapping


class HereReader(WalledReader):
    """Reads in this process what a cell would, and starts none."""

    def __init__(self, mapping: Mapping | None = None) -> None:
        super().__init__()
        self._reading = Reading(Knowledge(mapping=mapping))

    def _asked(self, order: Order, kind: type[Kind], descriptor: int = -1) -> Kind:
        _, data = pack(self._reading.answer(order, descriptor))
        return unpack(data, kind)
