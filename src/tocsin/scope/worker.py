"""What one worker process does: read, find and match in one pass. Only findings leave it."""

import os
import signal

from tocsin.assess import Analyst
from tocsin.model.finding import DocumentFindings
from tocsin.read import needs_ocr, read
from tocsin.scope.shard import Shard
from tocsin.seal import Source

FileFindings = tuple[int, list[DocumentFindings]]


class Worker:
    """The pass over a shard, with what it needs. One per process, set by `start`."""

    current: "Worker"

    def __init__(self, source: Source, analyst: Analyst, passwords: tuple[str, ...]) -> None:
        self._source = source
        self._analyst = analyst
        self._passwords = passwords

    def run(self, shard: Shard) -> list[FileFindings]:
        """The findings of each file of the shard."""
        return [(file.item, list(self._findings(file.raw, file.name))) for file in shard]

    def _findings(self, raw: bytes, name: str) -> list[DocumentFindings]:
        parts = read(self._source.path_of(raw), name, passwords=self._passwords)
        return list(self._analyst.documents(parts))

    def which_need_ocr(self, shard: Shard) -> list[bool]:
        """For each file, whether it will need OCR and so comes last."""
        return [needs_ocr(self._source.path_of(file.raw)) for file in shard]


def start(worker: Worker, lock_descriptor: int | None) -> None:
    """Prepare a forked process: Ctrl-C is the parent's affair, and so is the case's lock."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if lock_descriptor is not None:
        os.close(lock_descriptor)
    Worker.current = worker


def run_shard(shard: Shard) -> list[FileFindings]:
    """The task of a worker process."""
    return Worker.current.run(shard)


def which_need_ocr(shard: Shard) -> list[bool]:
    """The task of a worker process that only looks."""
    return Worker.current.which_need_ocr(shard)
