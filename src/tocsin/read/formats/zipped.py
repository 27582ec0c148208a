"""ZIP archives (APPNOTE 6.3). Members are unpacked in memory, large ones as streams."""

import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, cast

from tocsin.model.document import DocumentKind
from tocsin.read import sniff, zipencryption
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import EMPTY, ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMBERS, MEMORY_BYTES, check_ratio
from tocsin.read.salvage import salvaged

HELD_BYTES = 64_000_000
"""Members up to this size are unpacked once and held; larger ones are unpacked as they are read."""

_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800


def _read(content: Content, job: Job) -> Iterator[Piece]:
    try:
        archive = content.archive
    except Exception as error:  # a damaged directory raises whatever its fields do
        yield Loss(reason_of(error))
        yield from _without_directory(content, content.data(), job)
        return
    yield from _members(content, archive, job)


def _without_directory(content: Content, archive: bytes, job: Job) -> Iterator[Piece]:
    for found in islice(salvaged(archive), MEMBERS):
        job.budget.spend(len(found.data))
        name = clean_name(found.name)
        if found.data:
            yield content.member(name, found.data, damage=found.fault)
        else:
            yield content.closed_member(name, 0, found.fault or EMPTY)


def _members(content: Content, archive: zipfile.ZipFile, job: Job) -> Iterator[Piece]:
    """The members listed, and those that stand before the first of them: an archive may have been
    appended to another. Entries may overlap: what counts is how much they unpack to together."""
    infos = [info for info in archive.infolist() if not _is_folder(info)]
    unpacked = 0
    for info in infos[:MEMBERS]:
        member = _member(content, archive, info, unpacked, job)
        yield member
        if member.fault:
            yield Loss(member.fault)
        else:
            unpacked += info.file_size
    if len(infos) > MEMBERS:
        yield Loss("limit: members")
    if before := min((info.header_offset for info in archive.infolist()), default=content.size):
        with content.open() as stream:
            yield from _without_directory(content, stream.read(min(before, MEMORY_BYTES)), job)


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith("/") and not info.file_size


def _member(
    content: Content, archive: zipfile.ZipFile, info: zipfile.ZipInfo, unpacked: int, job: Job
) -> Content:
    name = clean_name(_name_of(info))
    try:
        check_ratio(info.compress_size, info.file_size)
        check_ratio(content.size, unpacked + info.file_size)
        job.budget.spend(info.file_size)
        if info.compress_type == zipencryption.AES:
            return content.member(name, zipencryption.data_of(content, info, job.passwords))
        password = _password_for(archive, info, job.passwords)
        if info.file_size <= HELD_BYTES:
            return content.member(name, archive.read(info, password))
    except Exception as error:
        return content.closed_member(name, info.file_size, reason_of(error))

    def unpack() -> BinaryIO:
        return cast(
            BinaryIO, io.BufferedReader(cast(io.RawIOBase, archive.open(info, pwd=password)))
        )

    return content.member_at(name, info.file_size, unpack)


def _name_of(info: zipfile.ZipInfo) -> str:
    """The member's name; without the UTF-8 flag it may still be UTF-8 (macOS) and not DOS."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _password_for(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, passwords: tuple[str, ...]
) -> bytes | None:
    """The password that opens a member, None if it needs none. Raises `Fault` if none does."""
    if not info.flag_bits & _ENCRYPTED_FLAG:
        return None
    for password in passwords:
        for encoding in ("utf-8", "cp850"):
            candidate = password.encode(encoding, "replace")
            if _opens(archive, info, candidate):
                return candidate
    raise Fault(ENCRYPTED)


def _opens(archive: zipfile.ZipFile, info: zipfile.ZipInfo, password: bytes) -> bool:
    try:
        with archive.open(info, pwd=password) as stream:
            while stream.read(1 << 20):  # the check byte alone lets 1 wrong password in 256 pass
                pass
    except Exception:
        return False
    return True


FORMATS: Formats = {sniff.ZIP: Format(DocumentKind.ARCHIVE, _read, container=True)}
