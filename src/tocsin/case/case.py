"""A case: a folder that holds the encrypted tables, their key, and what was made for people."""

import errno
import fcntl
import os
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tocsin.case.journal import record
from tocsin.case.key import create_key, key_path, load_key, subkey
from tocsin.case.store import Store, read_only
from tocsin.errors import CaseError, MachineError

STORE_NAME = "case.db"
LOCK_NAME = "case.lock"
NOTE_NAME = "shredded.json"
"""What stays of a case whose key was destroyed."""

GIVEN = "hospital.toml"
"""What the hospital may have written into the folder before there is a case."""


class Reading(StrEnum):
    """How far the stolen files of a case were gone through."""

    BEGUN = ""
    TEXTS = "texts"
    """All but the pictures: what is known is true and not yet all."""

    WHOLE = "1"


class Case:
    """An open case. Use as a context manager: it holds the case's lock until closed.

    `Case.create_or_open` makes a new folder; `Case.open` refuses one that is not a case.
    Raises `CaseError` if it is in use, foreign, or its key is missing; `MachineError` if the
    folder cannot be written.
    """

    def __init__(self, folder: Path, key: bytes, lock: IO[str] | None) -> None:
        self.folder = folder
        self._key = key
        self._lock = lock
        try:
            self.store = Store(folder / STORE_NAME, key)
            self.store.migrate()
        except BaseException:
            if lock is not None:
                lock.close()
            raise

    @classmethod
    def create_or_open(cls, folder: Path) -> Self:
        """The case in `folder`, made if the folder is missing or empty, hospital.toml aside."""
        if (folder / STORE_NAME).exists():
            return cls.open(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            expected = {LOCK_NAME, key_path(folder).name, GIVEN}
            if any(path.name not in expected for path in folder.iterdir()):
                raise _foreign(folder)
            lock = take_lock(folder)
            path = key_path(folder)
            key = load_key(path) if path.exists() else create_key(path)
        except OSError as error:
            raise _not_writable() from error
        case = cls(folder, key, lock)
        case.journal("case.created")
        return case

    @classmethod
    def open(cls, folder: Path, *, exclusive: bool = True) -> Self:
        """The case in `folder`; `exclusive=False` opens it beside the process that holds it."""
        if not (folder / STORE_NAME).exists():
            raise _foreign(folder)
        if (folder / NOTE_NAME).exists() and not key_path(folder).exists():
            raise _shredded()
        return cls(folder, load_key(key_path(folder)), _lock(folder) if exclusive else None)

    @property
    def lock_descriptor(self) -> int | None:
        """The lock's file descriptor, for a forked child to close: it must not outlive us there."""
        return None if self._lock is None else self._lock.fileno()

    def subkey(self, purpose: str) -> bytes:
        """A 32-byte key for `purpose`, derived from the case's own."""
        return subkey(self._key, purpose)

    def journal(self, act: str, **detail: object) -> None:
        """Record an act (no personal data in `detail`)."""
        with nullcontext() if self.store.in_transaction else self.store.transaction():
            record(self.store, act, **detail)

    @property
    def reading(self) -> "Reading":
        """How far the stolen files were gone through."""
        return Reading(self.get("scoped"))

    @reading.setter
    def reading(self, reached: "Reading") -> None:
        """Say how far they were."""
        self.set("scoped", reached.value)

    def get(self, key: str, default: str = "") -> str:
        """A fact of the case by name."""
        rows = self.store.execute("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else default

    def set(self, key: str, value: str) -> None:
        """Keep a fact of the case."""
        self.store.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Let go of the tables and the lock."""
        self.store.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


def holder(folder: Path, name: str = LOCK_NAME) -> int | None:
    """The process that holds the case in `folder`, or None; asking takes no lock (Linux)."""
    try:
        inode = (folder / name).stat().st_ino
        locks = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    for line in locks:
        _, kind, _, _, process, place, *_ = line.replace(" ->", "").split()
        if kind == "FLOCK" and place.rpartition(":")[2] == str(inode):
            return int(process)
    return None


def take_lock(folder: Path, name: str = LOCK_NAME) -> IO[str]:
    """An advisory lock that the system drops when the process dies, however it dies."""
    file = (folder / name).open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        holder = file.read().strip() or "?"
        file.close()
        raise CaseError(
            "case.in_use",
            f"Un autre Tocsin travaille sur cette affaire (processus {holder}).",
            f"Another Tocsin is working on this case (process {holder}).",
            way_out_fr="Attendez qu'il finisse ou arrêtez-le, puis relancez la commande.",
            way_out_en="Wait for it to end or stop it, then run the command again.",
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def _lock(folder: Path) -> IO[str]:
    """The lock of a case that is there; it may be on a disk that takes no writing."""
    try:
        return take_lock(folder)
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise read_only() from error
        raise


def _shredded() -> CaseError:
    return CaseError(
        "case.no_more",
        "Cette affaire a été détruite (tocsin shred) : plus rien n'en peut être lu.",
        "This case was destroyed (tocsin shred): nothing of it can be read any more.",
        way_out_fr="Pour une nouvelle affaire, donnez à --case un dossier vide ou absent.",
        way_out_en="For a new case, give --case an empty or missing folder.",
    )


def _foreign(folder: Path) -> CaseError:
    return CaseError(
        "case.not_a_case",
        f"Le dossier {folder} n'est pas une affaire Tocsin.",
        f"The folder {folder} is not a Tocsin case.",
        way_out_fr="Vérifiez --case. Une affaire naît de seal, watch ou scope, en dossier vide.",
        way_out_en="Check --case. Cases are made by seal, watch or scope, in an empty folder.",
    )


def _not_writable() -> MachineError:
    return MachineError(
        "case.not_writable",
        "Impossible d'écrire dans le dossier d'affaire.",
        "The case folder cannot be written.",
        way_out_fr="Choisissez un dossier où vous avez le droit d'écrire, sur un disque non plein.",
        way_out_en="Choose a folder you may write to, on a disk that is not full.",
    )
