"""One file in, its blocks and records out, members included. Never raises for what is in it."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from tocsin.model.document import (
    Block,
    DocumentKind,
    DocumentRecord,
    Part,
    ReadStatus,
    TableBlock,
    TextBlock,
)
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import EMPTY, OCR_PENDING, Fault, reason_of
from tocsin.read.format import Format, Job, Loss, Piece
from tocsin.read.formats import FORMATS
from tocsin.read.limits import DEPTH, Budget

_PASS_THROUGH = (KeyboardInterrupt, SystemExit, GeneratorExit)


def read(path: Path, name: str, *, passwords: Sequence[str] = ()) -> Iterator[Part]:
    """Read the file at `path`, shown as `name`, and everything within it, in this process.

    Stolen files are read behind the wall (`tocsin.read.wall`), which calls `read_content`.
    """
    try:
        content = Content.of_file(path, name)
    except OSError as error:
        yield unreadable(name, reason_of(error))
        return
    yield from read_content(content, Job(tuple(passwords)))


def read_content(content: Content, job: Job) -> Iterator[Part]:
    """Read a file and everything within it.

    For each document: its blocks, if any, then its one `DocumentRecord`, contiguous. Members of
    an archive come before the archive's record, attachments after their mail's.
    """
    yield from _Run(replace(job, budget=Budget.of(content.size))).document(content, 0)


def unreadable(name: str, reason: str) -> DocumentRecord:
    """The record of a file that could not even be opened."""
    return _Outcome(reason=reason).record(Content(name, "", 0, _nothing), hashed=False)


def _nothing() -> BinaryIO:
    return io.BytesIO()


@dataclass
class _Outcome:
    """What became of a document so far."""

    media: str = sniff.UNKNOWN
    kind: DocumentKind = DocumentKind.OTHER
    something: bool = False
    reason: str = ""

    def lost(self, reason: str) -> None:
        """Something was lost: the first reason stands, but what still waits comes before it."""
        if not self.reason or reason == OCR_PENDING:
            self.reason = reason

    def record(self, content: Content, *, hashed: bool = True) -> DocumentRecord:
        status = ReadStatus.READ
        if self.reason:
            status = ReadStatus.PARTIAL if self.something else ReadStatus.UNREADABLE
        return DocumentRecord(
            content.document,
            content.parent,
            _sha256(content) if hashed else "",
            content.size,
            self.media,
            self.kind,
            status,
            self.reason,
        )


def _sha256(content: Content) -> str:
    try:
        return "" if content.fault else content.sha256
    except Exception:
        return ""


class _Run:
    """One call of `read`: the job, and the paths already given."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._taken: set[str] = set()
        self._numbers: dict[str, Iterator[int]] = {}

    def document(self, untrusted: Content, depth: int) -> Iterator[Part]:
        """The blocks and the record of a document, and those of its members."""
        content = self._unique(untrusted)
        if not self._job.passes(content.document):
            return
        wanted = self._job.wants(content.document)
        if wanted:
            self._job.opened(content)
        if content.document in self._job.skip:
            yield _Outcome(reason=self._job.skip[content.document]).record(content, hashed=False)
            return
        outcome, waiting = _Outcome(), list[Content]()
        for piece, at_once in self._pieces(content, depth, outcome):
            if isinstance(piece, Content):
                outcome.something |= not piece.fault
                if at_once:
                    yield from self.document(piece, depth + 1)
                else:
                    waiting.append(piece)
            elif wanted:
                outcome.something = True
                yield piece
        if wanted:
            yield outcome.record(content)
        for member in waiting:
            yield from self.document(member, depth + 1)

    def _pieces(
        self, content: Content, depth: int, outcome: _Outcome
    ) -> Iterator[tuple[Block | Content, bool]]:
        """The pieces of a document; losses and errors go to its outcome."""
        try:
            form = _form_of(content, depth, outcome)
            outcome.lost(content.damage)
            for piece in form.read(content, self._job):
                if isinstance(piece, Loss):
                    outcome.lost(piece.reason)
                elif not _is_blank(piece):
                    yield piece, form.container
        except BaseException as error:
            if isinstance(error, _PASS_THROUGH):
                raise
            outcome.lost(reason_of(error))

    def _unique(self, content: Content) -> Content:
        """The content under a path no other document of this file has."""
        if content.document in self._taken:
            path = PurePosixPath(content.document)
            numbers = self._numbers.setdefault(content.document, count(2))
            names = (f"{path.with_suffix('')} ({n}){path.suffix}" for n in numbers)
            content = replace(content, document=next(n for n in names if n not in self._taken))
        self._taken.add(content.document)
        return content


def _form_of(content: Content, depth: int, outcome: _Outcome) -> Format:
    """The format of a document. Raises `Fault` if it cannot be opened or is none we read."""
    if content.fault:
        raise Fault(content.fault)
    if not content.size:
        raise Fault(EMPTY)
    outcome.media = sniff.media_type(content)
    if outcome.media not in FORMATS:
        raise Fault(f"unsupported: {outcome.media}")
    form = FORMATS[outcome.media]
    outcome.kind = form.kind
    if depth > DEPTH:
        raise Fault("limit: nesting")
    return form


def _is_blank(piece: Piece) -> bool:
    match piece:
        case TextBlock():
            return not piece.text.strip()
        case TableBlock():
            return not piece.rows and not any(piece.header)
        case _:
            return False
