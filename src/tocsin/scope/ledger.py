"""Writes what workers found into the case's tables, one transaction a shard."""

from collections.abc import Iterable

from tocsin.case import Store
from tocsin.model.document import DocumentRecord, ReadStatus
from tocsin.model.finding import DocumentFindings
from tocsin.read.sniff import UNKNOWN
from tocsin.scope.pictures import WAITING
from tocsin.seal.inventory import forget_document, unique_name


class Ledger:
    """The tables documents, mentions, links, unmatched and exposures, for appending."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._document = store.count("SELECT coalesce(max(document), 0) FROM documents")
        self._mention = store.count("SELECT coalesce(max(mention), 0) FROM mentions")

    def write(self, files: Iterable[tuple[int, list[DocumentFindings]]]) -> None:
        """Store the findings of whole files and mark them done: all of them, or none."""
        with self._store.transaction():
            for item, findings in files:
                names: set[str] = set()
                for found in findings:
                    self._write_document(item, found, names)
                self._store.execute("UPDATE items SET done = 1 WHERE item = ?", (item,))

    def complete(self, files: Iterable[tuple[int, list[DocumentFindings]]]) -> None:
        """Store what OCR added to documents already there, and to those of the same bytes."""
        with self._store.transaction():
            for _, findings in files:
                for found in findings:
                    self._complete(found)

    def _complete(self, found: DocumentFindings) -> None:
        record, store = found.record, self._store
        (document, sha256) = store.one(
            "SELECT document, sha256 FROM documents WHERE path = ?", (record.document,)
        )
        if record.media_type == UNKNOWN:  # its cell died: what was found before still stands
            store.execute(
                "UPDATE documents SET reason = ? WHERE document = ?", (record.reason, document)
            )
        else:
            forget_document(store, document)
            store.execute(
                "UPDATE documents SET media_type = ?, kind = ?, status = ?, reason = ?"
                " WHERE document = ?",
                (record.media_type, record.kind, record.status, record.reason, document),
            )
        self._write_findings(document, found)
        if sha256:
            self._complete_copies(document, record, sha256)

    def _complete_copies(self, original: int, record: DocumentRecord, sha256: str) -> None:
        """Documents of the same bytes wait no more: they get what was found in the first."""
        readable = record.status != ReadStatus.UNREADABLE
        status = ReadStatus.SKIPPED_DUPLICATE if readable else record.status
        reason = f"same bytes as {record.document}" if readable else record.reason
        for (copy,) in self._store.execute(
            f"SELECT document FROM documents WHERE {WAITING} AND sha256 = ?", (sha256,)
        ):
            self._copy_findings(original, copy)
            self._store.execute(
                "UPDATE documents SET status = ?, reason = ? WHERE document = ?",
                (status, reason, copy),
            )

    def _copy_findings(self, source: int, target: int) -> None:
        for table, columns in _COPIED.items():
            self._store.execute(
                f"INSERT OR IGNORE INTO {table} (document, {columns})"
                f" SELECT ?, {columns} FROM {table} WHERE document = ?",
                (target, source),
            )

    def _write_document(self, item: int, found: DocumentFindings, names: set[str]) -> None:
        self._document += 1
        record = found.record
        self._store.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._document,
                item,
                unique_name(record.document, names),
                record.parent,
                record.sha256,
                record.size,
                record.media_type,
                record.kind.value,
                record.status.value,
                record.reason,
            ),
        )
        self._write_findings(self._document, found)

    def _write_findings(self, document: int, found: DocumentFindings) -> None:
        self._write_mentions(document, found)
        if found.sketch:
            self._store.execute(
                "INSERT OR IGNORE INTO likenesses VALUES (?, ?)", (document, found.sketch)
            )
        if found.hint:
            self._store.execute(
                "INSERT OR REPLACE INTO hints VALUES (?, ?)", (document, found.hint)
            )
        self._store.many(
            "INSERT INTO unmatched VALUES (?, ?, ?, ?, ?)",
            [
                (document, u.name, ";".join(u.categories), u.reason, " ".join(u.traits))
                for u in found.unmatched
            ],
        )
        self._add_exposures(document, found)
        self._write_stays(document, found)

    def _write_stays(self, document: int, found: DocumentFindings) -> None:
        self._store.many(
            "INSERT OR IGNORE INTO stay_owners VALUES (?, ?, ?)",
            [(stay, person, document) for stay, person in found.stays],
        )
        self._store.many(
            "INSERT OR IGNORE INTO stay_facts VALUES (?, ?, ?, ?, ?)",
            [
                (fact.stay, document, fact.category.value, fact.locator, fact.confidence)
                for fact in found.stay_facts
            ],
        )

    def _write_mentions(self, document: int, found: DocumentFindings) -> None:
        mentions: list[tuple[object, ...]] = []
        links: list[tuple[int, int, float]] = []
        for mentioned in found.mentioned:
            self._mention += 1
            mentions.append(
                (
                    self._mention,
                    document,
                    mentioned.locator,
                    mentioned.kinds,
                    mentioned.value_hash,
                )
            )
            links.extend((self._mention, p, probability) for p, probability in mentioned.persons)
        self._store.many("INSERT INTO mentions VALUES (?, ?, ?, ?, ?)", mentions)
        self._store.many("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", links)

    def copy(self, original: int, duplicate: int, by_path: DocumentFindings) -> None:
        """Give a file with the same bytes the documents of its original, as `skipped_duplicate`.

        What its own path says (`by_path`) is added: the same bytes may lie in another person's
        folder.
        """
        (old,) = self._store.one("SELECT path FROM items WHERE item = ?", (original,))
        (new,) = self._store.one("SELECT path FROM items WHERE item = ?", (duplicate,))
        with self._store.transaction():
            self._copy_documents(original, duplicate, old, new)
            (document,) = self._store.one("SELECT document FROM documents WHERE path = ?", (new,))
            self._add_exposures(document, by_path)
            self._store.execute("UPDATE items SET done = 1 WHERE item = ?", (duplicate,))

    def _copy_documents(self, original: int, duplicate: int, old: str, new: str) -> None:
        rows = self._store.execute(
            "SELECT document, path, parent, sha256, size, media_type, kind, status, reason"
            " FROM documents WHERE item = ? ORDER BY document",
            (original,),
        )
        for source, path, parent, *facts, status, reason in rows:
            self._document += 1
            readable = status != ReadStatus.UNREADABLE
            self._store.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._document,
                    duplicate,
                    new + path[len(old) :],
                    new + parent[len(old) :] if parent else "",
                    *facts,
                    ReadStatus.SKIPPED_DUPLICATE if readable else status,
                    f"same bytes as {path}" if readable else reason,
                ),
            )
            self._copy_findings(source, self._document)

    def _add_exposures(self, document: int, found: DocumentFindings) -> None:
        self._store.many(
            "INSERT INTO exposures VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " locator = excluded.locator, confidence = excluded.confidence, basis = excluded.basis,"
            " confirmed = excluded.confirmed WHERE basis = 'merged'",
            [
                (
                    e.person,
                    e.category.value,
                    document,
                    e.locator,
                    e.confidence,
                    e.basis,
                    int(e.confirmed),
                )
                for e in found.exposures
            ],
        )


_COPIED = {
    "exposures": "person, category, locator, confidence, basis, confirmed",
    "unmatched": "name, categories, reason, traits",
    "hints": "score",
    "stay_facts": "stay, category, locator, confidence",
}
