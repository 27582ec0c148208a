"""In a cell: what is done with the bytes of a log that is followed."""

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO
from zoneinfo import ZoneInfo

from tocsin.watch.detect.listen.wire import records
from tocsin.watch.detect.patient_read import PatientIn, read_of
from tocsin.watch.detect.wall.message import (
    Answer,
    Knowledge,
    Lines,
    Messages,
    Order,
    Plain,
    Recognise,
    Recognised,
    Told,
    Unpack,
)
from tocsin.watch.event import LONGEST_TEXT, TIME, Read, Record
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Stretch
from tocsin.watch.readers import BY_NAME, reader_of
from tocsin.watch.wall.sheet import whole
from tocsin.watch.wall.unpack import DAMAGED, unpacked

FOLLOWED = ("web.iis", "zeek", "netflow", "csv", "timesketch", "m365.audit", "postgresql",
            "fhir.audit", "web.access", "firewall", "gateway", "mysql.audit", "syslog",
            "windows.json")  # fmt: skip
"""Readers of logs with one record a line; a document that must be whole cannot be followed."""

OPEN = 100
"""Packed logs kept open, so that each is unpacked once and not anew for every stretch."""


class Reading:
    """Answers orders."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._clock = Clock(ZoneInfo(knowledge.zone))
        self._mapping = knowledge.mapping
        self._patient_in = PatientIn(knowledge.patient_in) if knowledge.patient_in else None
        self._open: OrderedDict[int, tuple[BinaryIO, ExitStack]] = OrderedDict()

    def answer(self, order: Order, descriptor: int) -> Answer:
        """What there is to say; `descriptor` is the packed log, if the order is about one."""
        match order:
            case Recognise():
                return self._recognise(order)
            case Lines():
                return self._told(self._lines(order))
            case Messages():
                return self._told(self._messages(order))
            case Unpack():
                return self._unpack(order, descriptor)

    def _recognise(self, order: Recognise) -> Recognised:
        reader = BY_NAME["csv"] if self._mapping else reader_of(order.head, order.name)
        return Recognised(reader.name if reader and reader.name in FOLLOWED else "")

    def _lines(self, order: Lines) -> Iterator[tuple[int, Read]]:
        top = len(order.top)
        file = BytesIO(order.top + order.data)
        stretch = Stretch(file, clock=self._at(order.written), mapping=self._mapping)
        for record in BY_NAME[order.reader].read(stretch):
            if record.offset >= top:
                yield record.offset - top, record

    def _messages(self, order: Messages) -> Iterator[tuple[int, Read]]:
        clock = self._at(order.written)
        for number, message in enumerate(order.messages):
            for record in records(message, number, clock, self._mapping):
                yield number, record

    def _at(self, written: float) -> Clock:
        return replace(self._clock, written=datetime.fromtimestamp(written, UTC))

    def _told(self, found: Iterator[tuple[int, Read]]) -> Told:
        told = Told([], [], [], [], [])
        for offset, record in found:
            told.offsets.append(offset)
            if not isinstance(record, Record):
                _add(told, record.reason)
                continue
            moment = whole(record.values.get(TIME))
            read = read_of(record, "", self._patient_in)
            if read and moment is not None:
                _add(told, "", moment, read.account[:LONGEST_TEXT], read.patient[:LONGEST_TEXT])
            else:
                _add(told, "", moment)
        return told

    def _unpack(self, order: Unpack, descriptor: int) -> Plain:
        try:
            file = self._opened(order.key, descriptor)
            file.seek(order.offset)
            return Plain(file.read(order.size))
        except DAMAGED as error:
            return Plain(fault=type(error).__name__)

    def _opened(self, key: int, descriptor: int) -> BinaryIO:
        if key not in self._open:
            stack = ExitStack()
            file = stack.enter_context(os.fdopen(os.dup(descriptor), "rb"))
            self._open[key] = stack.enter_context(unpacked(file)), stack
            if len(self._open) > OPEN:
                self._open.popitem(last=False)[1][1].close()
        self._open.move_to_end(key)
        return self._open[key][0]


def _add(
    told: Told, reason: str, at: int | None = None, account: str | None = None,
    patient: str | None = None,
) -> None:  # fmt: skip
    told.times.append(at)
    told.accounts.append(account)
    told.patients.append(patient)
    told.reasons.append(reason)
