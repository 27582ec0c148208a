"""recheck: are the files still as they were sealed? Hashed anew, compared with the signed log.

The log is proved against its last head first; what is compared is what its leaves say. How far a
check came is a row, so that it can be watched and stopped from elsewhere.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import NamedTuple

import orjson

from tocsin.case import Case, Store
from tocsin.case.moment import now
from tocsin.errors import CaseError
from tocsin.language import Language, tr
from tocsin.progress import Progress, Stage
from tocsin.seal.custody import CustodyLog
from tocsin.seal.inventory import FILES_A_TURN, HASHERS, hash_file
from tocsin.seal.source import Source

TURNS_A_COMMIT = 16
_LEAVES = """
    SELECT path, raw, body FROM items i JOIN custody_leaves ON leaf =
        (SELECT max(leaf) FROM custody_leaves l WHERE l.item = i.item) ORDER BY i.item
"""
_CHECKS = 'SELECT "check", started_at, ended_at, head, bytes, bytes_done, files FROM seal_checks'


class Difference(StrEnum):
    """How a file is not as sealed."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"

    def label(self, language: Language) -> str:
        """The difference for a reader."""
        return _DIFFERENCES[self][0 if language == "fr" else 1]


@dataclass(frozen=True, slots=True)
class SealCheck:
    """One check. `ended_at` is None while it is under way, and for one that was stopped."""

    number: int
    started_at: str
    ended_at: str | None
    head: int
    bytes: int
    bytes_done: int
    files: int

    @property
    def share(self) -> float:
        """How much is hashed, 0 to 1."""
        return self.bytes_done / self.bytes if self.bytes else 1.0


class _Leaf(NamedTuple):
    path: str
    raw: bytes
    size: int
    sha256: str


def recheck(case: Case, source: Source, progress: Progress) -> SealCheck:
    """Compare every file under `source` with the log; what differs stands in `differences`.

    Raises `CaseError` if the case was never sealed, or its log does not agree with its last head.
    """
    head = CustodyLog(case).last_head()
    if head is None:
        raise _never_sealed()
    total = sum(leaf.size for leaf in _leaves(case.store))
    number = case.store.insert(
        "INSERT INTO seal_checks (started_at, head, bytes) VALUES (?, ?, ?)",
        (now(), head.size, total),
    )
    with progress.stage(tr("Contrôle du scellé", "Checking the seal"), total, "o") as stage:
        _compare(case.store, source, number, stage)
    _find_added(case.store, source, number)
    case.store.execute(
        'UPDATE seal_checks SET ended_at = ?, bytes_done = bytes WHERE "check" = ?',
        (now(), number),
    )
    counts = {what.value: len(paths) for what, paths in differences(case.store, number).items()}
    done = _read(case.store, f'{_CHECKS} WHERE "check" = ?', number)[0]
    case.journal("seal.checked", files=done.files, leaves=head.size, **counts)
    return done


def last_check(store: Store) -> SealCheck | None:
    """The check that was begun last."""
    found = _read(store, f'{_CHECKS} ORDER BY "check" DESC LIMIT ?', 1)
    return found[0] if found else None


def differences(store: Store, check: int) -> dict[Difference, list[str]]:
    """What a check found, by kind; paths as shown to people."""
    found: dict[Difference, list[str]] = {what: [] for what in Difference}
    for path, what in store.execute(
        'SELECT path, what FROM seal_differences WHERE "check" = ? ORDER BY path', (check,)
    ):
        found[Difference(what)].append(path)
    return found


def _compare(store: Store, source: Source, check: int, stage: Stage) -> None:
    base = os.fsencode(source.path_of(b""))
    leaves = _leaves(store)
    with ThreadPoolExecutor(HASHERS) as pool:
        while some := list(islice(leaves, FILES_A_TURN * TURNS_A_COMMIT)):
            found = list(pool.map(partial(_difference, base), some))
            size = sum(leaf.size for leaf in some)
            pairs = zip(some, found, strict=True)
            rows = [(check, leaf.path, what.value) for leaf, what in pairs if what]
            with store.transaction():
                store.many("INSERT INTO seal_differences VALUES (?, ?, ?)", rows)
                store.execute(
                    "UPDATE seal_checks SET bytes_done = bytes_done + ?, files = files + ?"
                    ' WHERE "check" = ?',
                    (size, len(some), check),
                )
            stage.advance(size)


def _difference(base: bytes, leaf: _Leaf) -> Difference | None:
    path = os.path.join(base, leaf.raw)  # noqa: PTH118 - bytes
    if not os.path.lexists(path):
        return Difference.MISSING
    if not leaf.sha256:
        return None  # a link, or never readable: that it is there is all the log says
    digest, _ = hash_file(path)
    return None if digest == leaf.sha256 else Difference.CHANGED


def _find_added(store: Store, source: Source, check: int) -> None:
    rows = [
        (check, entry.shown, Difference.ADDED.value)
        for entry in source.entries()
        if not store.execute(
            "SELECT 1 FROM items JOIN custody_leaves USING (item) WHERE raw = ? LIMIT 1",
            (entry.raw,),
        )
    ]
    with store.transaction():
        store.many("INSERT OR IGNORE INTO seal_differences VALUES (?, ?, ?)", rows)


def _leaves(store: Store) -> Iterator[_Leaf]:
    """What the log says of each file, last."""
    for path, raw, body in store.stream(_LEAVES):
        said = orjson.loads(body)
        yield _Leaf(path, raw, said["size"], said.get("sha256", ""))


def _read(store: Store, sql: str, value: int) -> list[SealCheck]:
    return [SealCheck(*row) for row in store.execute(sql, (value,))]


def _never_sealed() -> CaseError:
    return CaseError(
        "custody.never_sealed",
        "Cette affaire n'a pas encore de scellé à contrôler.",
        "This case has no seal to check yet.",
        way_out_fr="Scellez d'abord : tocsin seal SOURCE --case DIR.",
        way_out_en="Seal first: tocsin seal SOURCE --case DIR.",
    )


_DIFFERENCES: dict[Difference, tuple[str, str]] = {
    Difference.CHANGED: ("modifiés", "changed"),
    Difference.MISSING: ("manquants", "missing"),
    Difference.ADDED: ("ajoutés", "added"),
}
