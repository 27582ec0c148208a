"""Letters set by typst: a job of words and people in, PDFs out, in a process of its own."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from math import inf
from pathlib import Path
from typing import Any

import orjson
import typst

from tocsin.engine import Failure, LocalEngine
from tocsin.errors import MachineError
from tocsin.notify.letters.proof import Expected, is_proven, sheets_of

LAYOUT = Path(__file__).with_name("letter.typ")
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
"""PDF/A-2a (ISO 19005-2) to be kept, PDF/UA-1 (ISO 14289-1) to be read aloud."""

WORKERS = 2
JOBS_PER_WORKER = 3
"""Typst keeps some 200 MB of each batch, so its process is renewed."""


@dataclass(frozen=True, slots=True)
class Job:
    """PDFs to make: one of all `letters` at `path`, and one of each at `singles`, if given.

    `words` are the same for all letters (see letter.typ for both); `expected` says, from the
    ledger, what each must say.
    """

    path: Path
    words: dict[str, Any]
    letters: tuple[dict[str, Any], ...]
    expected: tuple[Expected, ...]
    singles: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a job: positions of the letters that stand in the PDF, in order.

    `sheets` of paper the PDF takes, printed on both sides.
    """

    written: tuple[int, ...]
    unprintable: tuple[int, ...]
    sheets: int


def typeset_all(jobs: Iterable[Job]) -> Iterator[tuple[Job, Made]]:
    """Each job with its result, as they end. A single job is done here, more by two processes."""
    pending = iter(jobs)
    first = list(islice(pending, WORKERS))
    if len(first) < WORKERS:
        yield from ((job, typeset(job)) for job in first)
        return
    # Not forked from here: a child would hold the case's lock, and lack the threads of typst.
    processes: LocalEngine[Job, Made | MachineError] = LocalEngine(
        _typeset_or_why,
        lambda _: inf,
        workers=WORKERS,
        shared=False,
        lifetime=JOBS_PER_WORKER,
    )
    for job, made in processes.run(chain(first, pending)):
        if isinstance(made, MachineError):
            raise made
        if isinstance(made, Failure):
            raise _died()
        yield job, made


def typeset(job: Job) -> Made:
    """Write the PDFs of `job`, leaving out letters that cannot be printed (no such glyph, say).

    Raises `MachineError` if what is printed is not what the ledger says; nothing is written then.
    """
    everyone = tuple(range(len(job.letters)))
    try:
        printable, pdf = everyone, _pdf(job, everyone)
    except typst.TypstError:
        printable = _printable(job, everyone)
        pdf = _pdf(job, printable) if printable else b""
    if printable:
        _write(job, job.path, pdf, printable)
    if job.singles:
        for position in printable:
            _write(job, job.singles[position], _pdf(job, (position,)), (position,))
    sheets = sheets_of(pdf) if printable else 0
    return Made(printable, tuple(sorted(set(everyone) - set(printable))), sheets)


def proven_pdf(words: dict[str, Any], letter: dict[str, Any], expected: Expected) -> bytes:
    """The PDF of one letter. Raises `MachineError` if it cannot be set, or says something else."""
    job = Job(Path(), words, (letter,), (expected,))
    try:
        pdf = _pdf(job, (0,))
    except typst.TypstError as error:
        raise _not_proven() from error
    if not is_proven(pdf, words["title"], [expected]):
        raise _not_proven()
    return pdf


def replace(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole and durable or not at all, for its owner alone (0600)."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".tocsin-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write(job: Job, path: Path, pdf: bytes, positions: tuple[int, ...]) -> None:
    if not is_proven(pdf, job.words["title"], [job.expected[position] for position in positions]):
        raise _not_proven()
    replace(path, pdf)


def _printable(job: Job, positions: tuple[int, ...]) -> tuple[int, ...]:
    """Those of `positions` that typst can set, found by halving where it cannot."""
    try:
        _pdf(job, positions)
    except typst.TypstError:
        middle = len(positions) // 2
        if not middle:
            return ()
        return _printable(job, positions[:middle]) + _printable(job, positions[middle:])
    return positions


def _pdf(job: Job, positions: tuple[int, ...]) -> bytes:
    letters = [job.letters[position] for position in positions]
    data = orjson.dumps({**job.words, "letters": letters}).decode()
    pdf = _compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARDS)
    assert isinstance(pdf, bytes)  # noqa: S101 - one document, no output path
    return pdf


@cache
def _compiler() -> typst.Compiler:
    # Only the fonts that come with typst: the same letter on every machine.
    return typst.Compiler(str(LAYOUT), ignore_system_fonts=True)


def _typeset_or_why(job: Job) -> Made | MachineError:
    """An engine hands over results, no exceptions."""
    try:
        return typeset(job)
    except MachineError as error:
        return error


def _died() -> MachineError:
    return MachineError(
        "letters.process",
        "Le programme qui compose les lettres s'est arrêté.",
        "The program that sets the letters has died.",
        way_out_fr="Libérez de la mémoire puis relancez : les lettres faites sont gardées.",
        way_out_en="Free some memory, then run again: letters already made are kept.",
    )


def _not_proven() -> MachineError:
    return MachineError(
        "letters.proof",
        "Des lettres relues ne disent pas ce que dit l'affaire : elles n'ont pas été écrites.",
        "Letters read back do not say what the case says: they were not written.",
        way_out_fr="N'envoyez rien de ce lot et signalez-le ; un relevé est au journal.",
        way_out_en="Send nothing of this batch and report it; the journal has a record.",
    )
