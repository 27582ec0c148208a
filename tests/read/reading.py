"""What a read gave, asked in the words of the tests; checks the contract of every read."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from tocsin.model.document import (
    ROWS_PER_BLOCK,
    DocumentRecord,
    Part,
    ReadStatus,
    TableBlock,
    TextBlock,
)


@dataclass
class Reading:
    parts: list[Part]

    def __post_init__(self) -> None:
        self.check_contract()

    @property
    def records(self) -> list[DocumentRecord]:
        return [part for part in self.parts if isinstance(part, DocumentRecord)]

    @property
    def texts(self) -> list[TextBlock]:
        return [part for part in self.parts if isinstance(part, TextBlock)]

    @property
    def tables(self) -> list[TableBlock]:
        return [part for part in self.parts if isinstance(part, TableBlock)]

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.texts)

    @property
    def rows(self) -> list[list[str]]:
        return [row for block in self.tables for row in block.rows]

    @property
    def everything(self) -> str:
        cells = [" ".join([*block.header, *chain(*block.rows)]) for block in self.tables]
        return "\n".join([self.text, *cells])

    @property
    def record(self) -> DocumentRecord:
        """The record of the file itself."""
        (own,) = (record for record in self.records if not record.parent)
        return own

    @property
    def status(self) -> ReadStatus:
        return self.record.status

    @property
    def reason(self) -> str:
        return self.record.reason

    def member(self, document: str) -> DocumentRecord:
        (found,) = (record for record in self.records if record.document == document)
        return found

    def check_contract(self) -> None:
        """One record a document, its blocks right before it, a reason unless it was read."""
        assert self.parts
        assert max(Counter(record.document for record in self.records).values()) == 1
        waiting = set()
        for part in self.parts:
            if isinstance(part, DocumentRecord):
                assert waiting <= {part.document}
                waiting = set()
                assert (part.reason == "") == (part.status is ReadStatus.READ)
            else:
                waiting.add(part.document)
                if isinstance(part, TableBlock):
                    assert len(part.rows) <= ROWS_PER_BLOCK
        assert not waiting
        known = {record.document for record in self.records}
        assert all(record.parent in known for record in self.records if record.parent)
