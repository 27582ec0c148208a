"""The stolen files, where they stand: a folder, or one file (an archive, a mailbox…)."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import InputError


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing found under SOURCE. `fault` says why it cannot be read ("" if it can).

    `mode` is the system's `st_mode` (kind and rights); it and the owner are None if unknown.
    """

    raw: bytes
    size: int
    mtime_ns: int
    fault: str = ""
    mode: int | None = None
    uid: int | None = None
    gid: int | None = None

    @property
    def shown(self) -> str:
        """The path for people: UTF-8, or cp1252 as old Windows shares wrote it."""
        try:
            return self.raw.decode("utf-8")
        except UnicodeDecodeError:
            return self.raw.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the stolen files are. Raises `InputError` if nothing readable is there."""

    root: Path

    @classmethod
    def at(cls, given: str) -> "Source":
        """The source named on the command line."""
        path = Path(given.removeprefix("file://"))
        if "://" in str(given) and not given.startswith("file://"):
            raise InputError(
                "source.url",
                "Tocsin ne va chercher aucun fichier sur le réseau.",
                "Tocsin fetches no file over the network.",
                way_out_fr="Copiez les fichiers sur cette machine et donnez leur dossier.",
                way_out_en="Copy the files to this machine and give their folder.",
            )
        if not given or not path.exists():
            raise _unusable("source.missing", "est introuvable", "does not exist", path)
        if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            raise _unusable("source.unreadable", "ne peut pas être lu", "cannot be read", path)
        return cls(path.resolve())

    def holds(self, folder: Path) -> bool:
        """Whether `folder` lies inside the source."""
        return folder.resolve().is_relative_to(self.root)

    def path_of(self, raw: bytes) -> Path:
        """The real path of an entry."""
        base = self.root if self.root.is_dir() else self.root.parent
        return base / os.fsdecode(raw)

    def entries(self) -> Iterator[Entry]:
        """Everything under the source that is not a listable folder, by path as bytes.

        Links are not followed. Beyond the names of the folders under way, nothing is held.
        """
        if not self.root.is_dir():
            yield _entry(os.fsencode(self.root.name), os.fsencode(self.root))
            return
        yield from _walk(os.fsencode(self.root))


def _walk(root: bytes) -> Iterator[Entry]:
    """Depth first. With a slash behind its folders, each folder's own order is the order of all."""
    pending = [b""]
    while pending:
        raw = pending.pop()
        path = os.path.join(root, raw)  # noqa: PTH118 - bytes
        if raw and not raw.endswith(b"/"):
            yield _entry(raw, path)
            continue
        try:
            with os.scandir(path) as listing:
                pending += sorted((raw + _name(thing) for thing in listing), reverse=True)
        except OSError as error:
            yield Entry(raw or b"/", 0, 0, f"folder not listable: {type(error).__name__}")


def _name(thing: os.DirEntry[bytes]) -> bytes:
    return thing.name + b"/" if thing.is_dir(follow_symlinks=False) else thing.name


def _entry(raw: bytes, path: bytes) -> Entry:
    try:
        found = os.lstat(path)
    except OSError as error:
        return Entry(raw, 0, 0, f"vanished: {type(error).__name__}")
    fault = ""
    if stat.S_ISLNK(found.st_mode):
        fault = "symbolic link, not followed"
    elif not stat.S_ISREG(found.st_mode):
        fault = "not a regular file"
    owner = (found.st_mode, found.st_uid, found.st_gid)
    return Entry(raw, found.st_size, found.st_mtime_ns, fault, *owner)


def _unusable(code: str, fr: str, en: str, path: Path) -> InputError:
    return InputError(
        code,
        f"Le dossier des fichiers volés {fr} : {path}",
        f"The folder of stolen files {en}: {path}",
        way_out_fr="Vérifiez le chemin et vos droits de lecture, puis relancez.",
        way_out_en="Check the path and your right to read it, then run again.",
    )
