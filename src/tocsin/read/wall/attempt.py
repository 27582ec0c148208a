"""One reading of a file by a cell: its parts, checked; if the cell dies, the records it owes."""

from collections.abc import Iterator

from tocsin.model.document import MEMBER, DocumentKind, DocumentRecord, Part, ReadStatus
from tocsin.read.reader import unreadable
from tocsin.read.sniff import UNKNOWN
from tocsin.read.wall.limits import DOCUMENTS, OUTPUT_BYTES, silence
from tocsin.read.wall.message import Checker, End, Opened, Order, pack_order
from tocsin.wall import Cell, CellDiedError, RefusedError

REST = "(suite non lue)"
"""The name of what lies behind a member that could not be passed."""


class Attempt:
    """Iterate it once, to the end. `is_complete` then says whether the cell came to the end too;
    if not, `killer` is the document it died of and `reason` why, as in a record."""

    def __init__(self, cell: Cell | None, descriptor: int, order: Order) -> None:
        self._cell = cell
        self._descriptor = descriptor
        self._order = order
        self._checker = Checker(order.name)
        self._given: set[str] = set()
        self.is_complete = False
        self.reason = ""
        self.killer = order.name

    @classmethod
    def at_nothing(cls, name: str, reason: str) -> "Attempt":
        """At a file that cannot be opened."""
        attempt = cls(None, -1, Order(name, 0))
        attempt.reason = reason
        attempt.is_complete = True
        return attempt

    def __iter__(self) -> Iterator[Part]:
        if self._cell is None:
            yield unreadable(self._order.name, self.reason)
            return
        try:
            yield from self._told(self._cell)
        except CellDiedError as death:
            self.reason = death.reason
        except RefusedError as refusal:
            self.reason = str(refusal) or "crash"
        if not self.is_complete:
            yield from self._owed()

    def _told(self, cell: Cell) -> Iterator[Part]:
        told = documents = 0
        order = self._order
        patience = silence(order.size, ocr=order.ocr)
        for untrusted in cell.read(self._descriptor, pack_order(order), patience):
            told += len(untrusted)
            message = self._checker.take(untrusted)
            documents += isinstance(message, Opened)
            if told > OUTPUT_BYTES or documents > DOCUMENTS:
                raise RefusedError("limit: output")
            match message:
                case End():
                    self._checker.end(self._order.only)
                    self.is_complete = True
                    return
                case Opened():
                    self._given.add(message.parent)
                case _:
                    self._given.add(message.document)
                    yield message

    def _owed(self) -> Iterator[Part]:
        """What was begun and not ended, what was wanted and not begun, what may lie behind."""
        begun = self._checker.open_documents
        missing = [path for path in self._wanted() if not self._checker.knows(path)]
        if begun:
            self.killer = begun[-1].document
        for opened in reversed(begun):
            yield self._record(opened.document, opened.parent, opened.size)
        for path in missing:
            yield self._record(path, path.rpartition(MEMBER)[0], 0)
        if not self._order.only and not missing and self.killer != self._order.name:
            yield self._record(f"{self._order.name}{MEMBER}{REST}", self._order.name, 0)

    def _wanted(self) -> tuple[str, ...]:
        return self._order.only or (self._order.name,)

    def _record(self, document: str, parent: str, size: int) -> DocumentRecord:
        status = ReadStatus.PARTIAL if document in self._given else ReadStatus.UNREADABLE
        kind = DocumentKind.OTHER
        return DocumentRecord(document, parent, "", size, UNKNOWN, kind, status, self.reason)
