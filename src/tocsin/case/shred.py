"""The end of a case: its key is destroyed, and with it all that was encrypted under it.

What the tables held is then noise (SQLCipher, AES-256), on this disk and in every copy of them. The
key itself is overwritten before it is removed; a copy of the key kept elsewhere, or blocks that a
flash disk set aside, are beyond reach: docs/decisions/051-shred.md.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from tocsin.case.case import NOTE_NAME, Case
from tocsin.case.key import key_path
from tocsin.case.moment import now
from tocsin.errors import CaseError

NOISE = ("case.db", "room.db")
KEPT_FOR_NOBODY = ("case.lock", "room.lock", "work.log", NOTE_NAME)
_RETENTION = "retention_until"


@dataclass(frozen=True, slots=True)
class Shredded:
    """What was done. `in_clear` are files of the case's folder that were never encrypted."""

    last_hash: str
    in_clear: Sequence[str]


def keep_until(case: Case, day: date) -> None:
    """Set the day before which the case must not be shredded."""
    with case.store.transaction():
        case.set(_RETENTION, day.isoformat())
        case.journal("retention.set", until=day.isoformat())


def retention_of(case: Case) -> date | None:
    """That day, if one is set."""
    text = case.get(_RETENTION)
    return date.fromisoformat(text) if text else None


def shred(folder: Path, today: date) -> Shredded:
    """Destroy the key of the case in `folder`. The last entry of the journal stays in a note.

    Raises `CaseError` if the case must be kept longer, is in use, or is not one.
    """
    with Case.open(folder) as case:
        until = retention_of(case)
        if until is not None and today < until:
            raise _to_be_kept(until)
        case.journal("case.shredded")
        (last,) = case.store.one("SELECT hash FROM journal ORDER BY entry DESC LIMIT 1")
        _destroy(key_path(folder))
    note = {"shredded_at": now(), "last_hash": last}
    (folder / NOTE_NAME).write_bytes(orjson.dumps(note) + b"\n")
    return Shredded(str(last), tuple(_in_clear(folder)))


def _destroy(path: Path) -> None:
    """Overwrite, make durable, remove, make that durable too."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, secrets.token_bytes(path.stat().st_size))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    path.unlink()
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _in_clear(folder: Path) -> list[str]:
    noise = tuple(f"{name}{end}" for name in NOISE for end in ("", "-wal", "-shm"))
    left_alone = {*noise, *KEPT_FOR_NOBODY}
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name not in left_alone)


def _to_be_kept(until: date) -> CaseError:
    return CaseError(
        "case.to_be_kept",
        f"Cette affaire doit être conservée jusqu'au {until.isoformat()}.",
        f"This case must be kept until {until.isoformat()}.",
        way_out_fr="Attendez ce jour, ou changez-le : tocsin shred --keep-until DATE.",
        way_out_en="Wait for that day, or change it: tocsin shred --keep-until DATE.",
    )
