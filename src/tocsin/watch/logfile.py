"""The log files below a folder, and the digest of each as it lies on disk."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MEMBER = "!/"
LOGS = "logs"
"""The fact of a case that says where its logs were read: they are evidence."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """One log: its path on disk, its name for people, its member if it lies in a ZIP.

    `is_packed`: a place in it can only be reached by unpacking all that stands before.
    `member_written` is when a ZIP says that its member was written.
    """

    path: Path
    name: str
    member: str = ""
    is_packed: bool = False
    member_written: int = 0

    @property
    def written(self) -> datetime:
        """When it was last written, which tells the year of times that have none."""
        return datetime.fromtimestamp(self.member_written or self.path.stat().st_mtime, UTC)


def log_files(root: Path) -> Iterator[LogFile]:
    """Every file at or below `root`, by name; links are not followed."""
    paths = [root] if root.is_file() else sorted(_below(root))
    base = root.parent if root.is_file() else root
    for path in paths:
        yield LogFile(path, path.relative_to(base).as_posix())


def _below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            if path.is_file() and not path.is_symlink():
                yield path


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal of the file as it lies on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
