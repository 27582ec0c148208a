"""Tape archives (tar), read forward once."""

import io
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, Self, cast

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMBERS, check_ratio
from tocsin.read.salvage import CUT_SHORT

HELD_BYTES = 64_000_000
"""Members up to this size are held in memory; for a larger one the archive is opened anew."""


_DAMAGES = ("InvalidHeaderError", "TruncatedHeaderError")


class _Header(tarfile.TarInfo):
    """A header that leaves a word in its class when it is damaged: the library skips it unsaid."""

    damaged = False

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            cls.damaged |= type(error).__name__ in _DAMAGES
            raise


def _read(content: Content, job: Job) -> Iterator[Piece]:
    yield from members(content, content.open, content.size, job)


def members(
    content: Content, opener: Callable[[], BinaryIO], length: int, job: Job
) -> Iterator[Piece]:
    """The members of the archive of `length` bytes that `opener` opens, those behind a damaged
    header too."""

    class Header(_Header):
        """That of this archive."""

    with opener() as stream, _opened(stream, Header) as archive:
        for position, info in enumerate(archive):
            if position >= MEMBERS:
                yield Loss("limit: members")
                return
            if not info.isdir():
                member = _member(content, opener, archive, info, position, length, job)
                yield member
                if fault := member.fault or member.damage:
                    yield Loss(fault)
            if archive.offset >= length + tarfile.BLOCKSIZE:  # the library would seek for ever
                yield Loss(CUT_SHORT)
                return
    if Header.damaged:
        yield Loss(CUT_SHORT)


def _opened(stream: BinaryIO, header: type[tarfile.TarInfo]) -> tarfile.TarFile:
    return tarfile.open(fileobj=stream, mode="r|", tarinfo=header, ignore_zeros=True)


def _member(
    content: Content,
    opener: Callable[[], BinaryIO],
    archive: tarfile.TarFile,
    info: tarfile.TarInfo,
    position: int,
    length: int,
    job: Job,
) -> Content:
    name = clean_name(info.name)
    if not info.isreg():
        return content.closed_member(name, 0, "not a regular file")
    damage = _cut(info, length)
    try:
        check_ratio(length, info.size)
        job.budget.spend(info.size)
        if info.size > HELD_BYTES:
            return content.member_at(name, info.size, lambda: _reopened(opener, position))
        stream = archive.extractfile(info)
        data = stream.read() if stream else b""
    except Exception as error:
        return content.closed_member(name, info.size, reason_of(error))
    return content.member(name, data, damage)


def _cut(info: tarfile.TarInfo, length: int) -> str:
    """Shorten a member to what there is of it in the archive; the reason if some is missing."""
    there = max(0, length - info.offset_data)
    if info.issparse() or info.size <= there:
        return ""
    info.size = there
    return CUT_SHORT


def _reopened(opener: Callable[[], BinaryIO], position: int) -> BinaryIO:
    archive = _opened(opener(), _Header)
    for at, info in enumerate(archive):
        if at == position and (stream := archive.extractfile(info)):
            return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, stream)))
    raise Fault("corrupt: member vanished")


FORMATS: Formats = {sniff.TAR: Format(DocumentKind.ARCHIVE, _read, container=True)}
