"""The bytes of one document: a file, or a member that is never unpacked to disk."""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from tocsin.model.document import MEMBER
from tocsin.read.fault import Fault
from tocsin.read.limits import MEMORY_BYTES

HEAD_BYTES = 65_536
HELD_BYTES = 8_000_000
"""A document no larger is read once, and then at hand for all that look into it."""

_BUFFER = 1 << 17


@dataclass(frozen=True)
class Content:
    """A document to read: its path as shown, that of its container, how to open its bytes.

    `open` gives a fresh binary stream at each call. `fault` says why a member cannot be opened,
    `damage` why it is not whole ("" if it is).
    """

    document: str
    parent: str
    size: int
    open: Callable[[], BinaryIO]
    fault: str = ""
    damage: str = ""

    @classmethod
    def of_file(cls, path: Path, name: str) -> "Content":
        """The content of a real file."""
        return cls(name, "", path.stat().st_size, lambda: path.open("rb"))

    @classmethod
    def of_descriptor(cls, descriptor: int, size: int, name: str) -> "Content":
        """The content of a file that somebody else opened; its place in it is never moved."""
        return cls(name, "", size, lambda: io.BufferedReader(_Descriptor(descriptor), _BUFFER))

    def member(self, name: str, data: bytes, damage: str = "") -> "Content":
        """A member held in memory."""
        path = f"{self.document}{MEMBER}{name}"
        return Content(path, self.document, len(data), _opener(data), damage=damage)

    def member_at(self, name: str, size: int, opener: Callable[[], BinaryIO]) -> "Content":
        """A member that is unpacked anew each time it is opened."""
        return Content(f"{self.document}{MEMBER}{name}", self.document, size, opener)

    def closed_member(self, name: str, size: int, fault: str) -> "Content":
        """A member that is there and cannot be opened."""
        return Content(f"{self.document}{MEMBER}{name}", self.document, size, _opener(b""), fault)

    def in_clear(self, data: bytes) -> "Content":
        """The same document by what was hidden in its bytes."""
        return Content(self.document, self.parent or self.document, len(data), _opener(data))

    @property
    def suffix(self) -> str:
        """The extension of its name, lower case, without the dot: a hint, no more."""
        return PurePosixPath(self.document).suffix[1:].lower()

    @cached_property
    def _held(self) -> bytes | None:
        """All its bytes, if they are few and can be had."""
        if self.size > HELD_BYTES:
            return None
        try:
            with self.open() as stream:
                data = stream.read(HELD_BYTES + 1)
        except Exception:
            return None  # whoever reads it piece by piece comes as far as it goes
        return data if len(data) <= HELD_BYTES else None

    @cached_property
    def head(self) -> bytes:
        """Its first bytes."""
        if self._held is not None:
            return self._held[:HEAD_BYTES]
        with self.open() as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def sha256(self) -> str:
        """Its SHA-256, as hexadecimal digits."""
        if self._held is not None:
            return hashlib.sha256(self._held).hexdigest()
        with self.open() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]

    def seekable(self) -> BinaryIO:
        """A stream that moves freely: a large file itself, or bytes in memory."""
        is_held = self.parent or self._held is not None
        return io.BytesIO(self.data()) if is_held else self.open()

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        """The ZIP archive that it is, its directory read once. Nobody needs to close it.

        Raises whatever a damaged directory makes the library raise.
        """
        return zipfile.ZipFile(self.seekable())

    def data(self, limit: int = MEMORY_BYTES) -> bytes:
        """All its bytes. Raises `Fault` beyond `limit` bytes."""
        data = self._held
        if data is None:
            with self.open() as stream:
                data = stream.read(limit + 1)
        if len(data) > limit:
            raise Fault("limit: size")
        return data


class _Descriptor(io.RawIOBase):
    """A stream of its own over a descriptor that others read too."""

    name = ""
    """Libraries ask open files for it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        length = os.preadv(self._descriptor, [buffer], self._at)
        self._at += length
        return length

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        base = os.fstat(self._descriptor).st_size if start is None else start
        if base + offset < 0:
            raise ValueError("seek before the beginning")
        self._at = base + offset
        return self._at


def _opener(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)


def clean_name(untrusted_name: str) -> str:
    """A member's name that stays below its container: no `..`, no root, no control character."""
    parts = untrusted_name.replace("\\", "/").replace(MEMBER, "!_/").split("/")
    kept = [part for part in parts if part not in ("", ".", "..") and not _is_drive(part)]
    name = "/".join(kept) or "sans-nom"
    return "".join(c if c.isprintable() else "_" for c in name)[:1000]


def _is_drive(part: str) -> bool:
    return len(part) == 2 and part[1] == ":"
