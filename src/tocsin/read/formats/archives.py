"""Archives by libarchive: 7z, RAR 4 and 5, cabinets, disc images (ISO 9660), cpio, ar and deb,
and single files under zstd or compress. Members are unpacked in memory, large ones as streams."""

import contextlib
import io
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from tocsin.model.document import MEMBER, DocumentKind
from tocsin.read import sevenzipencryption, sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import EMPTY, ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece, Reader
from tocsin.read.limits import MEMBERS, check_ratio
from tocsin.read.programs import libarchive
from tocsin.read.programs.libarchive import Entry, Reading

HELD_BYTES = 64_000_000
"""Members up to this size are held in memory; for a larger one the archive is opened anew."""

NO_READER = "unsupported: no archive reader"

_RAW = ("raw",)
Opener = Callable[[], Reading]


def _reader(families: tuple[str, ...], filters: tuple[str, ...] = ()) -> Reader:
    def read(content: Content, job: Job) -> Iterator[Piece]:
        if not libarchive.installed().is_usable:
            raise Fault(NO_READER)
        shown = _in_clear(content, job) if families == ("7zip",) else content
        name = _inner_name(content) if families == _RAW else ""
        yield from _members(
            content, job, lambda: Reading(shown.seekable(), families, filters), name
        )

    return read


def _in_clear(content: Content, job: Job) -> Content:
    """A 7z archive in clear, by the first password that opens it; as it is if none does."""
    for password in job.passwords:
        with contextlib.suppress(Fault):  # a list under a wrong password is any bytes
            shown = content.in_clear(sevenzipencryption.in_clear(content.data(), password))
            with Reading(shown.seekable(), ("7zip",)) as archive:
                if _reads_well(archive):
                    return shown
    return content


def _reads_well(archive: Reading) -> bool:
    """Whether the first file that has bytes can be read to its end, where its checksum is."""
    try:
        return any(sum(map(len, archive.chunks())) for entry in archive.entries() if entry.is_file)
    except Fault:
        return False


def _members(content: Content, job: Job, opener: Opener, name: str) -> Iterator[Piece]:
    """The members in order, up to a damage or a limit: a bomb ends the archive, since what
    follows in a solid archive is unpacked through it."""
    position = -1
    with opener() as archive:
        for position, entry in zip(count(), archive.entries(), strict=False):
            if position >= MEMBERS:
                yield Loss("limit: members")
                return
            if entry.is_folder:
                continue
            member = _member(content, job, opener, archive, entry, position, name or entry.name)
            yield member
            if fault := member.fault or member.damage:
                yield Loss(fault)
            if fault.startswith("limit"):
                return
    if position < 0:
        yield Loss(EMPTY)


def _member(
    content: Content,
    job: Job,
    opener: Opener,
    archive: Reading,
    entry: Entry,
    position: int,
    untrusted_name: str,
) -> Content:
    name = clean_name(untrusted_name)
    if not entry.is_file:
        return content.closed_member(name, 0, "not a regular file")
    if entry.is_encrypted:
        return content.closed_member(name, entry.size, ENCRYPTED)
    data, size, fault = _unpacked(content, job, archive)
    if fault.startswith("limit") or (fault and not data):
        return content.closed_member(name, max(size, entry.size), fault)
    if size <= HELD_BYTES or fault:
        return content.member(name, data, damage=fault)
    return content.member_at(name, size, lambda: _reopened(opener, position))


def _unpacked(content: Content, job: Job, archive: Reading) -> tuple[bytes, int, str]:
    """The first `HELD_BYTES` of a member, its whole size, and why it ended early ("" if not)."""
    held, size = bytearray(), 0
    try:
        for chunk in archive.chunks():
            size += len(chunk)
            if len(held) < HELD_BYTES:
                held += chunk
            job.budget.spend(len(chunk))
            check_ratio(content.size, size)
    except Exception as error:
        return bytes(held), size, reason_of(error)
    return bytes(held), size, ""


class _Member(io.RawIOBase):
    """The bytes of one member, unpacked as they are read."""

    def __init__(self, archive: Reading) -> None:
        self._archive = archive
        self._chunks = archive.chunks()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, as many as there is room for; 0 at the end."""
        self._rest = self._rest or next(self._chunks, b"")
        length = min(len(buffer), len(self._rest))
        buffer[:length], self._rest = self._rest[:length], self._rest[length:]
        return length

    def close(self) -> None:
        """Free the archive as well."""
        if not self.closed:
            self._archive.close()
        super().close()


def _reopened(opener: Opener, position: int) -> BinaryIO:
    archive = opener().__enter__()
    for at, _ in enumerate(archive.entries()):
        if at == position:
            return cast(BinaryIO, io.BufferedReader(_Member(archive)))
    archive.close()
    raise Fault("corrupt: member vanished")


def _inner_name(content: Content) -> str:
    name = PurePosixPath(content.document.rsplit(MEMBER, 1)[-1])
    return name.stem if name.suffix.lower() in (".z", ".zst") else f"{name.name}.contenu"


FORMATS: Formats = {
    media: Format(DocumentKind.ARCHIVE, _reader(*libraries), container=True)
    for media, libraries in (
        (sniff.SEVEN_ZIP, (("7zip",),)),
        (sniff.RAR, (("rar", "rar5"),)),
        (sniff.CAB, (("cab",),)),
        (sniff.ISO, (("iso9660",),)),
        (sniff.CPIO, (("cpio",),)),
        (sniff.AR, (("ar",),)),
        (sniff.ZSTD, (_RAW, ("zstd",))),
        (sniff.COMPRESS, (_RAW, ("compress",))),
    )
}
