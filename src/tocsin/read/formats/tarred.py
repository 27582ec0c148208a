"""Tape archives (tar), read forward once."""

import io
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMBERS

HELD_BYTES = 64_000_000
"""Members up to this size are held in memory; for a larger one the archive is opened anew."""


def _read(content: Content, job: Job) -> Iterator[Piece]:
    yield from members(content, content.open, job)


def members(content: Content, opener: Callable[[], BinaryIO], job: Job) -> Iterator[Piece]:
    """The members of the archive that `opener` opens."""
    with opener() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for position, info in enumerate(archive):
            if position >= MEMBERS:
                yield Loss("limit: members")
                return
            if info.isdir():
                continue
            member = _member(content, opener, archive, info, position, job)
            yield member
            if member.fault:
                yield Loss(member.fault)


def _member(
    content: Content,
    opener: Callable[[], BinaryIO],
    archive: tarfile.TarFile,
    info: tarfile.TarInfo,
    position: int,
    job: Job,
) -> Content:
    name = clean_name(info.name)
    if not info.isreg():
        return content.closed_member(name, 0, "not a regular file")
    try:
        job.budget.spend(info.size)
        if info.size > HELD_BYTES:
            return content.member_at(name, info.size, lambda: _reopened(opener, position))
        stream = archive.extractfile(info)
        data = stream.read() if stream else b""
    except Exception as error:
        return content.closed_member(name, info.size, reason_of(error))
    return content.member(name, data)


def _reopened(opener: Callable[[], BinaryIO], position: int) -> BinaryIO:
    archive = tarfile.open(fileobj=opener(), mode="r|")  # noqa: SIM115 - the stream outlives us
    for at, info in enumerate(archive):
        if at == position and (stream := archive.extractfile(info)):
            return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream)))
    raise Fault("corrupt: member vanished")


FORMATS: Formats = {sniff.TAR: Format(DocumentKind.ARCHIVE, _read, container=True)}
