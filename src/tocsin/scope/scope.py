"""The scope of the theft: from a folder of stolen files and a patient index to who is affected."""

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.assess import Analyst, settle
from tocsin.case import Case, Reading
from tocsin.engine import Failure, LocalEngine
from tocsin.engine.local import available_cores
from tocsin.find import prepare
from tocsin.language import tr
from tocsin.model.document import DocumentKind, DocumentRecord, ReadStatus
from tocsin.model.finding import DocumentFindings
from tocsin.notify import load_hospital
from tocsin.progress import Progress
from tocsin.read.wall import memory_for, of_this_machine
from tocsin.scope import worker
from tocsin.scope.index import Forms, index_for
from tocsin.scope.ledger import Ledger
from tocsin.scope.locked import reopen
from tocsin.scope.pictures import to_read, waiting
from tocsin.scope.shard import Shard, ShardFile, seconds_for, shards_of
from tocsin.scope.worker import FileFindings, Worker
from tocsin.seal import Narrowed, Source, Taken, bind, narrow, take_inventory

LARGE = 1_000_000
"""Bytes from which a file is worth starting early."""

MUCH = 100_000_000
"""Bytes a worker from which the search is worth preparing."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """What one run did: files read now, and set aside rows of the index."""

    files_read: int
    files_already_done: int
    index_issues: int
    narrowed: Narrowed


def scope(
    case: Case,
    source: Source,
    patients: Path,
    progress: Progress,
    *,
    workers: int | None = None,
    passwords: tuple[str, ...] = (),
    only: Taken | None = None,
    stays: Path | None = None,
) -> Scoped:
    """Run or resume the scope. What is already read is not read again.

    With `only`, files that it does not name are inventoried and set aside. With `passwords`, files
    that no password opened before are read again. `stays` is the hospital's list of stays; its
    forms of numbers are those of the case's hospital.toml.

    Raises `CaseError` if the case is of another source or lies within it, `InputError` if the
    index, the list or hospital.toml cannot be used, `MachineError` if the disk is full.
    """
    bind(case, source)
    hospital = load_hospital(case.folder)
    index = index_for(case, patients, stays, Forms(hospital.ipp, hospital.sejour), progress)
    take_inventory(case, source, progress)
    narrowed = narrow(case, only)
    if passwords:
        reopen(case.store)
    analyst = Analyst(index, case.subkey("mentions"))
    run = _Run(case, source, analyst, progress, workers or available_cores(), passwords)
    done_before = case.store.count("SELECT count(*) FROM items WHERE done = 1")
    case.reading = Reading.BEGUN
    case.journal("scope.started", files_done=done_before, wall=str(of_this_machine()))
    run.read_texts()
    if waiting(case.store):
        run.settle()
        case.reading = Reading.TEXTS
    run.read_pictures()
    run.settle()
    files = case.store.count("SELECT count(*) FROM items")
    case.reading = Reading.WHOLE
    case.journal("scope.finished", files=files)
    issues = case.store.count("SELECT count(*) FROM index_issues")
    return Scoped(files - done_before, done_before, issues, narrowed)


class _Run:
    """One run over what is still to read."""

    def __init__(
        self,
        case: Case,
        source: Source,
        analyst: Analyst,
        progress: Progress,
        workers: int,
        passwords: tuple[str, ...],
    ) -> None:
        self._case = case
        self._store = case.store
        self._analyst = analyst
        self._progress = progress
        self._workers = workers
        self._worker = Worker(source, analyst, passwords, memory_for(workers))
        self._ledger = Ledger(case.store)

    def read_texts(self) -> None:
        """All that is pending, pictures left aside."""
        pending = self._pending()
        if sum(file.size for file in pending) >= MUCH * self._workers:
            prepare()
        gc.collect()
        gc.freeze()  # the index is shared by fork: the collector must not touch its pages
        self._write_faults()
        self._read(pending)

    def read_pictures(self) -> None:
        """The pictures, those that promise most first; then duplicates, from their first."""
        self._recognise(to_read(self._store))
        self._copy_duplicates()

    def settle(self) -> None:
        """Sum up by person what is known so far."""
        with self._progress.stage(tr("Bilan par personne", "Summing up by person"), None):
            settle(self._store)

    def _pending(self) -> list[ShardFile]:
        return [
            ShardFile(*row)
            for row in self._store.stream(
                "SELECT item, raw, path, size, sha256 FROM items"
                " WHERE done = 0 AND same_as IS NULL AND fault = '' ORDER BY item"
            )
        ]

    def _write_faults(self) -> None:
        rows = self._store.execute(
            "SELECT item, path, size, fault FROM items WHERE done = 0 AND fault != ''"
        )
        self._ledger.write(
            (item, [_unread(path, size, "", fault)]) for item, path, size, fault in rows
        )

    def _read(self, files: list[ShardFile]) -> None:
        if not files:
            return
        name = tr("Lecture des fichiers", "Reading files")
        with self._progress.stage(name, len(files), tr("fichiers", "files")) as stage:
            for shard, findings in self._with_retry(shards_of(_largest_first(files))):
                self._ledger.write(findings)
                stage.advance(len(shard))

    def _recognise(self, files: list[ShardFile]) -> None:
        if not files:
            return
        total = sum(len(file.pictures) for file in files)
        name = tr("Lecture des images (OCR)", "Reading images (OCR)")
        with self._progress.stage(name, total, tr("images", "images")) as stage:
            for shard, findings in self._with_retry(shards_of(files)):
                self._ledger.complete(findings)
                stage.advance(sum(len(file.pictures) for file in shard))

    def _with_retry(self, shards: Iterable[Shard]) -> Iterator[tuple[Shard, list[FileFindings]]]:
        """Each shard with its findings. Files of one that failed are tried again, each alone."""
        failed: list[ShardFile] = []
        for shard, findings in self._over_workers(shards):
            if isinstance(findings, Failure):
                failed.extend(shard)
            else:
                yield shard, findings
        for shard, findings in self._over_workers((file,) for file in failed):
            yield shard, self._alone(shard[0], findings)

    def _alone(self, file: ShardFile, findings: list[FileFindings] | Failure) -> list[FileFindings]:
        """A file that failed in company was tried alone: its findings, or why there are none."""
        if not isinstance(findings, Failure):
            return findings
        records = [
            _unread(document, file.size, file.sha256, findings.reason).record
            for document in file.pictures or (file.name,)
        ]
        return [(file.item, list(self._analyst.documents(records)))]

    def _over_workers(
        self, shards: Iterable[Shard]
    ) -> Iterator[tuple[Shard, list[FileFindings] | Failure]]:
        return LocalEngine(
            worker.run_shard,
            seconds_for,
            workers=self._workers,
            initializer=worker.start,
            initargs=(self._worker, self._case.lock_descriptor),
        ).run(shards)

    def _copy_duplicates(self) -> None:
        rows = self._store.execute(
            "SELECT item, same_as, path, size, sha256 FROM items"
            " WHERE done = 0 AND same_as IS NOT NULL ORDER BY item"
        )
        for item, original, path, size, digest in rows:
            record = _unread(path, size, digest, "duplicate").record
            (by_path,) = self._analyst.documents([record])
            self._ledger.copy(original, item, by_path)


def _largest_first(files: list[ShardFile]) -> list[ShardFile]:
    """Big files first, so that none is left running alone at the end."""
    return sorted(files, key=lambda file: (-(file.size // LARGE), file.item))


def _unread(path: str, size: int, digest: str, reason: str) -> DocumentFindings:
    return DocumentFindings(
        DocumentRecord(
            path,
            "",
            digest,
            size,
            "application/octet-stream",
            DocumentKind.OTHER,
            ReadStatus.UNREADABLE,
            reason,
        )
    )
