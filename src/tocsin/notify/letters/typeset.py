"""Letters set by typst: a job of words and people in, one PDF out, in a process of its own."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson
import typst
from pebble import ProcessExpired, ProcessPool

from tocsin.errors import MachineError

LAYOUT = Path(__file__).with_name("letter.typ")
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
"""PDF/A-2a (ISO 19005-2) to be kept, PDF/UA-1 (ISO 14289-1) to be read aloud."""

WORKERS = 2
JOBS_PER_WORKER = 2
"""Typst keeps some 300 MB of each batch, so its process is renewed."""


@dataclass(frozen=True, slots=True)
class Job:
    """A PDF to make: `words` are the same for all `letters` (see letter.typ for both)."""

    path: Path
    words: dict[str, Any]
    letters: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a job: positions of the letters that stand in the PDF, in order."""

    written: tuple[int, ...]
    unprintable: tuple[int, ...]


def typeset_all(jobs: Iterable[Job]) -> Iterator[tuple[Job, Made]]:
    """Each job with its result, as they end. Few jobs are done here, many by two processes."""
    pending = iter(jobs)
    first = list(islice(pending, WORKERS))
    if len(first) < WORKERS:
        yield from ((job, typeset(job)) for job in first)
        return
    # Spawned, not forked: a forked child would hold the case's lock, and typst has threads.
    pool = ProcessPool(WORKERS, max_tasks=JOBS_PER_WORKER, context=get_context("spawn"))
    try:
        running: dict[Future[Made], Job] = {
            pool.schedule(typeset, args=(job,)): job for job in first
        }
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), _result(future)
            for job in islice(pending, WORKERS + 1 - len(running)):
                running[pool.schedule(typeset, args=(job,))] = job
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _result(future: Future[Made]) -> Made:
    try:
        return future.result()
    except ProcessExpired as error:
        raise MachineError(
            "letters.process",
            "Le programme qui compose les lettres s'est arrêté.",
            "The program that sets the letters has died.",
            way_out_fr="Libérez de la mémoire puis relancez : les lettres faites sont gardées.",
            way_out_en="Free some memory, then run again: letters already made are kept.",
        ) from error


def typeset(job: Job) -> Made:
    """Write the PDF of `job`, leaving out letters that cannot be printed (no such glyph, say)."""
    everyone = tuple(enumerate(job.letters))
    try:
        printable, pdf = everyone, _pdf(job.words, everyone)
    except typst.TypstError:
        printable = _printable(job.words, everyone)
        pdf = _pdf(job.words, printable) if printable else b""
    if printable:
        replace(job.path, pdf)
    written = tuple(position for position, _ in printable)
    return Made(written, tuple(sorted(set(range(len(job.letters))) - set(written))))


Numbered = tuple[tuple[int, dict[str, Any]], ...]


def _printable(words: dict[str, Any], letters: Numbered) -> Numbered:
    """Those of `letters` that typst can set, found by halving where it cannot."""
    try:
        _pdf(words, letters)
    except typst.TypstError:
        middle = len(letters) // 2
        if not middle:
            return ()
        return _printable(words, letters[:middle]) + _printable(words, letters[middle:])
    return letters


def _pdf(words: dict[str, Any], letters: Numbered) -> bytes:
    data = orjson.dumps({**words, "letters": [letter for _, letter in letters]}).decode()
    pdf = _compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARDS)
    assert isinstance(pdf, bytes)  # noqa: S101 - one document, no output path
    return pdf


@cache
def _compiler() -> typst.Compiler:
    # Only the fonts that come with typst: the same letter on every machine.
    return typst.Compiler(str(LAYOUT), ignore_system_fonts=True)


def replace(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole and durable or not at all, for its owner alone (0600)."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".lettre-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
