"""A log that is followed: its bytes as they were written, packed or not.

Here they are only counted and compared; what they say is read, and packed ones are unpacked, behind
the wall.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tocsin.watch.detect.wall.walled import WalledReader
from tocsin.watch.wall.unpack import is_packed, is_zip

DAMAGED = (OSError,)
"""What opening or reading a followed log may raise, `UnreadableLogError` among it."""


class Plain(Protocol):
    """Bytes, none of them packed."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; fewer at the end only."""

    def seek(self, offset: int, /) -> int:
        """Go to a place."""

    def tell(self) -> int:
        """Where it stands."""


@dataclass(frozen=True, slots=True)
class GrowingLog:
    """A file on disk, and who reads it. What it opens raises one of `DAMAGED`."""

    path: Path
    reader: WalledReader

    @contextmanager
    def open(self) -> Iterator[Plain]:
        """Its bytes, unpacked."""
        with self.path.open("rb") as file:
            yield self.reader.unpacked(file) if is_packed(file) else file

    @property
    def is_packed(self) -> bool:
        """Whether it was packed, and so grows no more."""
        with self.path.open("rb") as file:
            return is_packed(file)

    @property
    def is_archive(self) -> bool:
        """Whether it is a ZIP of several files."""
        with self.path.open("rb") as file:
            return is_zip(file)

    @property
    def written(self) -> float:
        """When it was last written, in seconds since 1970."""
        return self.path.stat().st_mtime

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(size)
