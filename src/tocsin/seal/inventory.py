"""The inventory: every file under SOURCE with its size, time and SHA-256, in the table `items`."""

import hashlib
from pathlib import Path

from tocsin.case import Case, Store
from tocsin.language import tr
from tocsin.progress import Progress
from tocsin.seal.source import Entry, Source

HASHED_PER_COMMIT = 500


def take_inventory(case: Case, source: Source, progress: Progress) -> int:
    """List and hash what is new or changed under `source`; work already done is kept.

    A file that changed since it was read is read again; one that has vanished keeps its row.
    The answer is how many have vanished.
    """
    with progress.stage(tr("Inventaire", "Inventory"), None, tr("fichiers", "files")) as stage:
        entries = []
        for entry in source.entries():
            entries.append(entry)
            stage.advance()
    entries.sort(key=lambda entry: entry.raw)
    with case.store.transaction():
        gone = _register(case.store, entries)
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
    for table in ("mentions", "unmatched", "exposures"):
        store.execute(f"DELETE FROM {table} WHERE document = ?", (document,))


def _register(store: Store, entries: list[Entry]) -> int:
    """Bring `items` up to date with what is there; how many of its rows are there no more."""
    rows = store.stream("SELECT raw, item, size, mtime_ns, mode, uid, gid FROM items")
    known = {raw: before for raw, *before in rows}
    shown = {path for (path,) in store.stream("SELECT path FROM items")}
    for entry in entries:
        rights = (entry.mode, entry.uid, entry.gid)
        if entry.raw not in known:
            path = unique_name(entry.shown, shown)
            store.execute(
                "INSERT INTO items (path, raw, size, mtime_ns, fault, mode, uid, gid)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (path, entry.raw, entry.size, entry.mtime_ns, entry.fault, *rights),
            )
            continue
        item, size, mtime_ns, *rights_before = known.pop(entry.raw)
        if (size, mtime_ns) != (entry.size, entry.mtime_ns):
            forget_documents(store, item)
            store.execute(
                "UPDATE items SET size = ?, mtime_ns = ?, fault = ?, sha256 = NULL, same_as = NULL,"
                " done = 0 WHERE item = ?",
                (entry.size, entry.mtime_ns, entry.fault, item),
            )
        if tuple(rights_before) != rights:
            store.execute(
                "UPDATE items SET mode = ?, uid = ?, gid = ? WHERE item = ?", (*rights, item)
            )
    return len(known)


def unique_name(path: str, taken: set[str]) -> str:
    """`path`, or with a number if it is taken: two things may be called the same to people."""
    candidate, number = path, 1
    while candidate in taken:
        number += 1
        candidate = f"{path} ({number})"
    taken.add(candidate)
    return candidate


def _hash_pending(store: Store, source: Source, progress: Progress) -> None:
    where = "FROM items WHERE sha256 IS NULL"
    total = store.count(f"SELECT coalesce(sum(size), 0) {where}")
    pending = store.execute(f"SELECT item, raw, size, fault {where} ORDER BY item")
    with progress.stage(tr("Empreintes SHA-256", "SHA-256 hashes"), total, "o") as stage:
        for start in range(0, len(pending), HASHED_PER_COMMIT):
            rows = []
            for item, raw, size, fault in pending[start : start + HASHED_PER_COMMIT]:
                digest, found = ("", fault) if fault else hash_file(source.path_of(raw))
                rows.append((digest, found, item))
                stage.advance(size)
            with store.transaction():
                store.many("UPDATE items SET sha256 = ?, fault = ? WHERE item = ?", rows)


def hash_file(path: Path) -> tuple[str, str]:
    """The SHA-256 of a file in hexadecimal, or "" and why it could not be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), ""
    except OSError as error:
        return "", f"not readable: {type(error).__name__}"


def _mark_duplicates(store: Store) -> None:
    """Of files with the same bytes, the first is read; the others point to it."""
    store.execute(
        "UPDATE items SET same_as = (SELECT min(o.item) FROM items o WHERE o.sha256 = items.sha256)"
        " WHERE sha256 != '' AND size > 0 AND done = 0 AND same_as IS NULL"
        " AND item > (SELECT min(o.item) FROM items o WHERE o.sha256 = items.sha256)"
    )
