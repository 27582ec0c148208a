"""In a cell: the bytes of a log as they were written, out of what it was packed into."""

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, Any, BinaryIO, cast

_PACKED: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open,
}  # fmt: skip
_ZIP = b"PK\x03\x04"
_OTHER_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError, RuntimeError)
"""What opening or reading a packed log may raise."""


@contextmanager
def unpacked(file: BinaryIO, member: str = "") -> Iterator[BinaryIO]:
    """The bytes of an open log, or of a member of an open ZIP. Raises one of `DAMAGED`."""
    if member:
        with zipfile.ZipFile(file) as archive, archive.open(member) as inner:
            yield cast(BinaryIO, inner)
        return
    unpack = _unpacker(file)
    if unpack is None:
        yield file
        return
    with cast(IO[bytes], unpack(file)) as opened:
        yield cast(BinaryIO, opened)


def is_packed(file: BinaryIO) -> bool:
    """Whether a place in it can only be reached by unpacking all that stands before."""
    return _unpacker(file) is not None


def is_zip(file: BinaryIO) -> bool:
    """Whether it begins as a ZIP does."""
    return _start(file) == _ZIP


def members(file: BinaryIO) -> dict[str, int]:
    """Name and time of writing (seconds since 1970) of a ZIP's members; none if it is no ZIP."""
    if not is_zip(file):
        return {}
    try:
        with zipfile.ZipFile(file) as archive:
            inner = [info for info in archive.infolist() if not info.is_dir()]
    except DAMAGED:
        return {}
    return {info.filename: _seconds(info.date_time) for info in inner}


def is_other_archive(head: bytes) -> bool:
    """Whether it is an archive that must be unpacked by hand first."""
    return head.startswith(_OTHER_ARCHIVES)


def _seconds(written: tuple[int, int, int, int, int, int]) -> int:
    try:
        return int(datetime(*written, tzinfo=UTC).timestamp())
    except ValueError:
        return 0


def _unpacker(file: BinaryIO) -> Callable[[Any], Any] | None:
    start = _start(file, 6)
    return next((unpack for sign, unpack in _PACKED.items() if start.startswith(sign)), None)


def _start(file: BinaryIO, size: int = len(_ZIP)) -> bytes:
    file.seek(0)
    start = file.read(size)
    file.seek(0)
    return start
