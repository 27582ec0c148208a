"""Single compressed files (gzip, bzip2, xz); a tar archive inside is opened at once."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from tocsin.model.document import MEMBER, DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece, Reader
from tocsin.read.formats import tarred
from tocsin.read.limits import check_ratio

HELD_BYTES = 64_000_000
_STEP = 1 << 20


def _reader(unpack: Callable[..., Any]) -> Reader:
    def read(content: Content, job: Job) -> Iterator[Piece]:
        def opener() -> BinaryIO:
            stream: BinaryIO = unpack(content.open())
            return stream

        data, size, fault = _first_pass(opener, content, job)
        if not size:
            raise Fault(fault or "empty")
        if fault:
            yield Loss(fault)
        if sniff.is_tar(data):
            yield from tarred.members(content, opener, size, job)
        elif size <= HELD_BYTES:
            yield content.member(_inner_name(content), data, damage=fault)
        else:
            yield content.member_at(_inner_name(content), size, opener)

    return read


def _first_pass(
    opener: Callable[[], BinaryIO], content: Content, job: Job
) -> tuple[bytes, int, str]:
    """The first `HELD_BYTES` within, their whole count, and why it ended early ("" if not)."""
    held, size = bytearray(), 0
    try:
        with opener() as stream:
            while piece := stream.read1(_STEP):  # type: ignore[attr-defined]
                size += len(piece)
                if len(held) < HELD_BYTES:
                    held += piece
                job.budget.spend(len(piece))
                check_ratio(content.size, size)
    except Exception as error:
        return bytes(held), size, reason_of(error)
    return bytes(held), size, ""


def _inner_name(content: Content) -> str:
    name = PurePosixPath(content.document.rsplit(MEMBER, 1)[-1])
    known = name.suffix.lower() in (".gz", ".bz2", ".xz")
    return name.stem if known else f"{name.name}.contenu"


FORMATS: Formats = {
    media: Format(DocumentKind.ARCHIVE, _reader(unpack), container=True)
    for media, unpack in (
        (sniff.GZIP, lambda stream: gzip.GzipFile(fileobj=stream)),
        (sniff.BZIP2, bz2.BZ2File),
        (sniff.XZ, lzma.LZMAFile),
    )
}
