"""The log files below a folder, packed ones opened, each with its bytes as they were written."""

import bz2
import gzip
import hashlib
import lzma
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

MEMBER = "!/"
_PACKED = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
_ZIP = b"PK\x03\x04"
_OTHER_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError, RuntimeError)
"""What opening or reading a packed log may raise."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log: its path on disk, its member if it lies in a ZIP, and its name for people."""

    path: Path
    name: str
    member: str = ""

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Its bytes, unpacked. Raises one of `DAMAGED`."""
        if self.member:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as inner:
                yield cast(BinaryIO, inner)
            return
        with self.path.open("rb") as file:
            start = file.read(6)
        unpack = next((u for sign, u in _PACKED.items() if start.startswith(sign)), None)
        with cast(IO[bytes], (unpack or open)(self.path, "rb")) as opened:  # type: ignore[operator]
            yield cast(BinaryIO, opened)

    @property
    def is_packed(self) -> bool:
        """Whether a place in it can only be reached by unpacking all that stands before."""
        with self.path.open("rb") as file:
            start = file.read(6)
        return bool(self.member) or any(start.startswith(sign) for sign in _PACKED)

    @property
    def written(self) -> datetime:
        """When it was last written, which tells the year of times that have none."""
        if self.member:
            with zipfile.ZipFile(self.path) as archive:
                when = archive.getinfo(self.member).date_time
            return datetime(*when, tzinfo=UTC)
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(size)


def log_files(root: Path) -> Iterator[LogFile]:
    """Every file at or below `root`, by name; links are not followed."""
    paths = [root] if root.is_file() else sorted(_below(root))
    base = root.parent if root.is_file() else root
    for path in paths:
        yield from _members(path, path.relative_to(base).as_posix())


def _below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _members(path: Path, name: str) -> Iterator[LogFile]:
    try:
        with path.open("rb") as file:
            is_zip = file.read(4) == _ZIP
        if not is_zip:
            yield LogFile(path, name)
            return
        with zipfile.ZipFile(path) as archive:
            inner = [info.filename for info in archive.infolist() if not info.is_dir()]
    except DAMAGED:
        inner = None
    if inner is None:
        yield LogFile(path, name)
        return
    for member in inner:
        yield LogFile(path, name + MEMBER + member, member)


def is_other_archive(head: bytes) -> bool:
    """Whether it is an archive that must be unpacked by hand first."""
    return head.startswith(_OTHER_ARCHIVES)


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal of the file as it lies on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
