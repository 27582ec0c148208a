"""A log that is followed: its bytes as they were written, packed or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from tocsin.watch.wall.unpack import DAMAGED, is_packed, members, unpacked

__all__ = ["DAMAGED", "GrowingLog"]


@dataclass(frozen=True, slots=True)
class GrowingLog:
    """A file on disk. What it opens raises one of `DAMAGED` if it cannot be read."""

    path: Path

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Its bytes, unpacked."""
        with self.path.open("rb") as file, unpacked(file) as plain:
            yield plain

    @property
    def is_packed(self) -> bool:
        """Whether it was packed, and so grows no more."""
        with self.path.open("rb") as file:
            return is_packed(file)

    @property
    def is_archive(self) -> bool:
        """Whether it is a ZIP of several files."""
        with self.path.open("rb") as file:
            return bool(members(file))

    @property
    def written(self) -> datetime:
        """When it was last written."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(size)
