"""The inventory: every file under SOURCE with its size, time and SHA-256, in the table `items`."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import accumulate, count, takewhile
from pathlib import Path

from tocsin.case import Case, Store
from tocsin.language import tr
from tocsin.progress import Progress, Stage
from tocsin.seal.source import Entry, Source

FILES_A_COMMIT = 4_096
BYTES_A_COMMIT = 1 << 30
"""Hashed files are kept after so many, or so much of them: at most that is done again."""

FILES_A_TURN = 64
CHUNK = 1 << 18
HASHERS = min(4, len(os.sched_getaffinity(0)))
"""Threads; hashing and reading let go of Python's lock, on files of all sizes but the smallest."""

Pending = tuple[int, bytes, int, str]
"""The item, its raw path, its size, and why it cannot be read."""


def take_inventory(case: Case, source: Source, progress: Progress) -> int:
    """List and hash what is new or changed under `source`; work already done is kept.

    A file that changed since it was read is read again; one that has vanished keeps its row.
    The answer is how many have vanished. Memory does not grow with the number of files, but for
    the names within one folder.
    """
    with (
        progress.stage(tr("Inventaire", "Inventory"), None, tr("fichiers", "files")) as stage,
        case.store.transaction(),
    ):
        gone = _register(case.store, source.entries(), stage)
    _hash_pending(case.store, source, progress)
    with case.store.transaction():
        _mark_duplicates(case.store)
    return gone


def forget_documents(store: Store, item: int) -> None:
    """Drop all that was read of an item, so that it can be read again."""
    for (document,) in store.execute("SELECT document FROM documents WHERE item = ?", (item,)):
        forget_document(store, document)
    store.execute("DELETE FROM documents WHERE item = ?", (item,))


def forget_document(store: Store, document: int) -> None:
    """Drop all that was found in a document, but not its row."""
    store.execute(
        "DELETE FROM links WHERE mention IN (SELECT mention FROM mentions WHERE document = ?)",
        (document,),
    )
    store.execute("DELETE FROM near_duplicates WHERE near = ?", (document,))
    for table in (
        "mentions",
        "unmatched",
        "strangers",
        "exposures",
        "together",
        "likenesses",
        "hints",
        "near_duplicates",
        "stay_owners",
        "stay_facts",
    ):
        store.execute(f"DELETE FROM {table} WHERE document = ?", (document,))


def _register(store: Store, entries: Iterable[Entry], stage: Stage) -> int:
    """Bring `items` up to date with what is there; how many of its rows are there no more.

    Rows and entries both come by raw path, and are walked side by side.
    """
    gone = 0
    rows = store.stream("SELECT raw, item, size, mtime_ns, mode, uid, gid FROM items ORDER BY raw")
    row = next(rows, None)
    for entry in entries:
        stage.advance()
        while row is not None and row[0] < entry.raw:
            gone, row = gone + 1, next(rows, None)
        if row is not None and row[0] == entry.raw:
            _update(store, entry, *row[1:])
            row = next(rows, None)
        else:
            _add(store, entry)
    return gone + (row is not None) + sum(1 for _ in rows)


def _add(store: Store, entry: Entry) -> None:
    path = next(name for name in numbered(entry.shown) if not _is_taken(store, name))
    store.execute(
        "INSERT INTO items (path, raw, size, mtime_ns, fault, mode, uid, gid)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (path, entry.raw, entry.size, entry.mtime_ns, entry.fault, *_rights(entry)),
    )


def _update(
    store: Store, entry: Entry, item: int, size: int, mtime_ns: int, *rights: int | None
) -> None:
    if (size, mtime_ns) != (entry.size, entry.mtime_ns):
        forget_documents(store, item)
        store.execute(
            "UPDATE items SET size = ?, mtime_ns = ?, fault = ?, sha256 = NULL, same_as = NULL,"
            " done = 0, aside = 0 WHERE item = ?",
            (entry.size, entry.mtime_ns, entry.fault, item),
        )
    if rights != _rights(entry):
        store.execute(
            "UPDATE items SET mode = ?, uid = ?, gid = ? WHERE item = ?", (*_rights(entry), item)
        )


def _rights(entry: Entry) -> tuple[int | None, ...]:
    return entry.mode, entry.uid, entry.gid


def _is_taken(store: Store, path: str) -> bool:
    return bool(store.execute("SELECT 1 FROM items WHERE path = ?", (path,)))


def unique_name(path: str, taken: set[str]) -> str:
    """`path`, or with a number if it is taken: two things may be called the same to people."""
    name = next(name for name in numbered(path) if name not in taken)
    taken.add(name)
    return name


def numbered(path: str) -> Iterator[str]:
    """`path`, `path (2)`, `path (3)`…"""
    yield path
    for number in count(2):
        yield f"{path} ({number})"


def _hash_pending(store: Store, source: Source, progress: Progress) -> None:
    total = store.count("SELECT coalesce(sum(size), 0) FROM items WHERE sha256 IS NULL")
    base = os.fsencode(source.path_of(b""))
    with (
        progress.stage(tr("Empreintes SHA-256", "SHA-256 hashes"), total, "o") as stage,
        ThreadPoolExecutor(HASHERS) as pool,
    ):
        while pending := _next_pending(store):
            turns = [pending[i : i + FILES_A_TURN] for i in range(0, len(pending), FILES_A_TURN)]
            rows: list[tuple[str, str, int]] = []
            for turn, hashed in zip(turns, pool.map(partial(_hash, base), turns), strict=True):
                rows += hashed
                stage.advance(sum(size for _, _, size, _ in turn))
            with store.transaction():
                store.many("UPDATE items SET sha256 = ?, fault = ? WHERE item = ?", rows)


def _next_pending(store: Store) -> list[Pending]:
    """What to hash before the next commit."""
    rows = store.execute(
        "SELECT item, raw, size, fault FROM items WHERE sha256 IS NULL ORDER BY item LIMIT ?",
        (FILES_A_COMMIT,),
    )
    sizes = accumulate(size for _, _, size, _ in rows)
    few = sum(1 for _ in takewhile(lambda size: size <= BYTES_A_COMMIT, sizes))
    return [(item, raw, size, fault) for item, raw, size, fault in rows[: max(few, 1)]]


def _hash(base: bytes, turn: list[Pending]) -> list[tuple[str, str, int]]:
    """Digest, fault and item of each file of the turn."""
    rows = []
    for item, raw, _, fault in turn:
        path = os.path.join(base, raw)  # noqa: PTH118 - bytes
        digest, fault = ("", fault) if fault else hash_file(path)
        rows.append((digest, fault, item))
    return rows


def hash_file(path: bytes | Path) -> tuple[str, str]:
    """The SHA-256 of a file in hexadecimal, or "" and why it could not be read."""
    digest = hashlib.sha256()
    try:
        # Not `open`: its buffers take longer than a small file does.
        descriptor = os.open(path, os.O_RDONLY)
        try:
            while chunk := os.read(descriptor, CHUNK):
                digest.update(chunk)
        finally:
            os.close(descriptor)
    except OSError as error:
        return "", f"not readable: {type(error).__name__}"
    return digest.hexdigest(), ""


def _mark_duplicates(store: Store) -> None:
    """Of files with the same bytes, the first is read; the others point to it."""
    store.execute(
        "UPDATE items SET same_as = (SELECT min(o.item) FROM items o WHERE o.sha256 = items.sha256)"
        " WHERE sha256 != '' AND size > 0 AND done = 0 AND same_as IS NULL"
        " AND item > (SELECT min(o.item) FROM items o WHERE o.sha256 = items.sha256)"
    )
