"""Reads hostile files behind the wall, and tells of each what came of it and who died."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.spy import MAKER
from tests.hostile.trap import CANARY
from tocsin.model.document import DocumentRecord, Part, TableBlock, TextBlock
from tocsin.read.wall import WalledReader

MEMORY_BYTES = 3_000_000_000


@dataclass
class Outcome:
    """What came of one file: the records of its last attempt, why cells died of it, what else is
    wrong with what was told."""

    records: list[DocumentRecord] = field(default_factory=list)
    deaths: list[str] = field(default_factory=list)
    breaches: set[str] = field(default_factory=set)

    @property
    def own(self) -> DocumentRecord:
        """The one record of the file itself."""
        (record,) = (record for record in self.records if not record.parent)
        return record


class Door:
    """The public way to read a stolen file. Use it as a context."""

    def __init__(self, maker: str = MAKER) -> None:
        self._reader = WalledReader(memory=MEMORY_BYTES, maker=maker)

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_error: object) -> None:
        self._reader.close()

    def read(
        self, path: Path, name: str, *, meanwhile: Callable[[], object] = lambda: None
    ) -> Outcome:
        """What reading `path`, shown as `name`, gives. `meanwhile` is done after its first part."""
        outcome = Outcome()
        for attempt in self._reader.attempts(path, name):
            outcome.records, outcome.breaches = _told(_interrupted(attempt, meanwhile))
            if not attempt.is_complete:
                outcome.deaths.append(attempt.reason)
        return outcome


def _interrupted(parts: Iterable[Part], meanwhile: Callable[[], object]) -> Iterator[Part]:
    for number, part in enumerate(parts):
        if not number:
            meanwhile()
        yield part


def _told(parts: Iterable[Part]) -> tuple[list[DocumentRecord], set[str]]:
    records, breaches, waiting = [], set[str](), set[str]()
    for part in parts:
        if isinstance(part, DocumentRecord):
            records.append(part)
            breaches |= {"blocks of another document"} if waiting - {part.document} else set()
            waiting.clear()
        else:
            waiting.add(part.document)
            breaches |= {"canary"} if _sings(part) else set()
    return records, breaches | ({"blocks without a record"} if waiting else set())


def _sings(part: TextBlock | TableBlock) -> bool:
    """Whether a block holds what no stolen document may pull in."""
    if isinstance(part, TextBlock):
        return CANARY in part.text
    return any(CANARY in cell for row in part.rows for cell in row)
