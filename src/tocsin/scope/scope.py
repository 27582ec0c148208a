"""The scope of the theft: from a folder of stolen files and a patient index to who is affected."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tocsin.assess import Analyst, settle
from tocsin.case import Case
from tocsin.engine import Failure, LocalEngine
from tocsin.engine.local import available_cores
from tocsin.language import tr
from tocsin.match import PatientIndex
from tocsin.model.document import DocumentKind, DocumentRecord, ReadStatus
from tocsin.model.finding import DocumentFindings
from tocsin.progress import Progress
from tocsin.scope import worker
from tocsin.scope.index import persons_of
from tocsin.scope.ledger import Ledger
from tocsin.scope.shard import Shard, ShardFile, seconds_for, shards_of
from tocsin.scope.worker import FileFindings, Worker
from tocsin.seal import Source, bind, take_inventory

Result = TypeVar("Result")

LARGE = 1_000_000
"""Bytes from which a file is worth starting early."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """What one run did: files read now, and set aside rows of the index."""

    files_read: int
    files_already_done: int
    index_issues: int


def scope(
    case: Case,
    source: Source,
    patients: Path,
    progress: Progress,
    *,
    workers: int | None = None,
    passwords: tuple[str, ...] = (),
) -> Scoped:
    """Run or resume the scope. What is already read is not read again.

    Raises `CaseError` if the case is of another source or lies within it, `InputError` if the
    index cannot be used, `MachineError` if the disk is full.
    """
    bind(case, source)
    persons = persons_of(case, patients, progress)
    take_inventory(case, source, progress)
    with progress.stage(tr("Préparation de l'index", "Preparing the index"), None):
        analyst = Analyst(PatientIndex(persons), case.subkey("mentions"))
    run = _Run(case, source, analyst, progress, workers or available_cores(), passwords)
    done_before = case.store.count("SELECT count(*) FROM items WHERE done = 1")
    case.set("scoped", "")
    case.journal("scope.started", files_done=done_before)
    run.read_all()
    with progress.stage(tr("Bilan par personne", "Summing up by person"), None):
        settle(case.store)
    files = case.store.count("SELECT count(*) FROM items")
    case.set("scoped", "1")
    case.journal("scope.finished", files=files)
    issues = case.store.count("SELECT count(*) FROM index_issues")
    return Scoped(files - done_before, done_before, issues)


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
        self._worker = Worker(source, analyst, passwords)
        self._ledger = Ledger(case.store)

    def read_all(self) -> None:
        """Everything pending: what needs no OCR first, images last, duplicates from the first."""
        gc.collect()
        gc.freeze()  # the index is shared by fork: the collector must not touch its pages
        self._write_faults()
        plain, images = self._split(self._pending())
        self._read(plain, tr("Lecture des fichiers", "Reading files"))
        self._read(images, tr("Lecture des images (OCR)", "Reading images (OCR)"))
        self._copy_duplicates()

    def _pending(self) -> list[ShardFile]:
        return [
            ShardFile(*row)
            for row in self._store.stream(
                "SELECT item, raw, path, size FROM items"
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

    def _split(self, files: list[ShardFile]) -> tuple[list[ShardFile], list[ShardFile]]:
        plain: list[ShardFile] = []
        images: list[ShardFile] = []
        with self._progress.stage(
            tr("Tri des fichiers", "Sorting files"), len(files), tr("fichiers", "files")
        ) as stage:
            for shard, answer in self._over_workers(worker.which_need_ocr, shards_of(files)):
                needs = [True] * len(shard) if isinstance(answer, Failure) else answer
                for file, ocr in zip(shard, needs, strict=True):
                    target = images if ocr else plain
                    target.append(ShardFile(file.item, file.raw, file.name, file.size, ocr))
                stage.advance(len(shard))
        return plain, images

    def _read(self, files: list[ShardFile], name: str) -> None:
        if not files:
            return
        with self._progress.stage(name, len(files), tr("fichiers", "files")) as stage:
            failed: list[ShardFile] = []
            for shard, findings in self._over_workers(
                worker.run_shard, shards_of(_largest_first(files))
            ):
                if isinstance(findings, Failure):
                    failed.extend(shard)
                else:
                    self._ledger.write(findings)
                    stage.advance(len(shard))
            for shard, findings in self._over_workers(worker.run_shard, ((f,) for f in failed)):
                self._ledger.write(self._alone(shard[0], findings))
                stage.advance()

    def _alone(self, file: ShardFile, findings: list[FileFindings] | Failure) -> list[FileFindings]:
        """A file that failed in company was tried alone: its findings, or why there are none."""
        if not isinstance(findings, Failure):
            return findings
        (digest,) = self._store.one("SELECT sha256 FROM items WHERE item = ?", (file.item,))
        record = _unread(file.name, file.size, digest, findings.reason).record
        return [(file.item, list(self._analyst.documents([record])))]

    def _over_workers(
        self, function: Callable[[Shard], Result], shards: Iterable[Shard]
    ) -> Iterator[tuple[Shard, Result | Failure]]:
        return LocalEngine(
            function,
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
