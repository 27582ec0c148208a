"""What one worker process does: read behind the wall, find and match. Only findings leave it."""

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tocsin.assess import Analyst
from tocsin.model.document import DocumentRecord, Part, ReadStatus
from tocsin.model.finding import DocumentFindings
from tocsin.read.wall import WalledReader
from tocsin.scope.shard import Shard, ShardFile
from tocsin.seal import Source

FileFindings = tuple[int, list[DocumentFindings]]

CHANGED = "changed: not the file that was sealed"


class Worker:
    """The pass over a shard, with what it needs. One per process, set by `start`."""

    current: "Worker"

    def __init__(
        self, source: Source, analyst: Analyst, passwords: tuple[str, ...], memory: int
    ) -> None:
        self._source = source
        self._analyst = analyst
        self._passwords = passwords
        self._memory = memory
        self._reader: WalledReader | None = None

    def run(self, shard: Shard) -> list[FileFindings]:
        """The findings of each file of the shard, all read by one cell if none kills it."""
        if self._reader is None:
            self._reader = WalledReader(self._passwords, self._memory, ocr=shard[0].ocr)
        self._reader.renew()
        return [(file.item, self._findings(self._reader, file)) for file in shard]

    def _findings(self, reader: WalledReader, file: ShardFile) -> list[DocumentFindings]:
        found: list[DocumentFindings] = []
        path = self._source.path_of(file.raw)
        for attempt in reader.attempts(path, file.name, file.pictures):
            found = list(self._analyst.documents(_as_sealed(file, attempt)))
        return found


def _as_sealed(file: ShardFile, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts; the record of the file itself says so if its bytes are not those sealed."""
    for part in parts:
        if isinstance(part, DocumentRecord) and part.document == file.name:
            yield _checked(file, part)
        else:
            yield part


def _checked(file: ShardFile, record: DocumentRecord) -> DocumentRecord:
    sealed = replace(record, sha256=file.sha256, size=file.size)
    if record.sha256 in ("", file.sha256):
        return sealed
    status = ReadStatus.PARTIAL if record.status == ReadStatus.READ else record.status
    return replace(sealed, status=status, reason=CHANGED)


def start(worker: Worker, lock_descriptor: int | None) -> None:
    """Prepare a forked process: Ctrl-C is the parent's affair, and so is the case's lock."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if lock_descriptor is not None:
        os.close(lock_descriptor)
    Worker.current = worker


def run_shard(shard: Shard) -> list[FileFindings]:
    """The task of a worker process."""
    return Worker.current.run(shard)
