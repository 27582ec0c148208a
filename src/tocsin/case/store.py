"""The case's tables: one SQLite file, encrypted at rest by SQLCipher."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from tocsin.errors import CaseError, MachineError

SCHEMA = Path(__file__).with_name("schema")
"""The tables: one file a verb, made in the order of their names."""
SCHEMA_VERSION = 4
PRAGMAS = (
    *("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"),
    "cache_size = -32000",  # KiB: half a million hashes come in no order, and pages are encrypted
)

_NOT_OURS = ("readonly database", "unable to open database")
"""What SQLite says of a folder in which it may not write; reading writes too (WAL)."""

Row = tuple[Any, ...]
Values = Sequence[Any]


class Store:
    """A connection to the case's tables, with transactions that commit whole or not at all.

    Raises `CaseError` if the key does not open the file, `MachineError` if the disk is full
    or may not be written to.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        # autocommit (isolation_level=None): transactions are only those opened by `transaction`.
        with _disk_errors():
            self._db = sqlcipher.connect(str(path), isolation_level=None, timeout=30)
        try:
            with _disk_errors():
                self._unlock(key)
        except BaseException:
            self._db.close()
            raise

    def _unlock(self, key: bytes) -> None:
        self._db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher.OperationalError:
            raise
        except sqlcipher.DatabaseError as error:
            raise _wrong_key() from error
        for pragma in PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")

    def migrate(self) -> None:
        """Create the tables if the file is new, whole or not at all."""
        (version,) = self.one("PRAGMA user_version")
        if version == 0:
            with _disk_errors():
                self._create_tables()
        elif version > SCHEMA_VERSION:
            raise _newer()
        elif version < SCHEMA_VERSION:
            raise _older()

    def _create_tables(self) -> None:
        files = sorted(SCHEMA.glob("*.sql"))
        schema = "\n".join(file.read_text(encoding="utf-8") for file in files)
        try:
            self._db.executescript(
                f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            )
        except sqlcipher.OperationalError:
            with contextlib.suppress(sqlcipher.DatabaseError):
                self._db.execute("ROLLBACK")
            # Whoever looked on while the case was made may have made them in between.
            if self.one("PRAGMA user_version") != (SCHEMA_VERSION,):
                raise

    def execute(self, sql: str, values: Values = ()) -> list[Row]:
        """Run one statement; its rows, if any."""
        with _disk_errors():
            return list(self._db.execute(sql, values))

    def stream(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of a query, one at a time."""
        with _disk_errors():
            # "yield from" would close the cursor after Ctrl-C, when the database is closed already.
            for row in self._db.cursor().execute(sql, values):  # noqa: UP028
                yield row

    def one(self, sql: str, values: Values = ()) -> Row:
        """The first row of a query that has one."""
        with _disk_errors():
            row: Row = self._db.execute(sql, values).fetchone()
        return row

    def count(self, sql: str, values: Values = ()) -> int:
        """The number in the first column of the first row."""
        return int(self.one(sql, values)[0])

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run one statement for each of `rows`."""
        with _disk_errors():
            self._db.executemany(sql, rows)

    def insert(self, sql: str, values: Values) -> int:
        """Insert one row; its number."""
        with _disk_errors():
            cursor = self._db.execute(sql, values)
        return int(cursor.lastrowid)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; durable (fsync) when the block ends."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlcipher.DatabaseError):
                self._db.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read in the block is of one moment, whatever others write meanwhile."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.execute("COMMIT")

    @property
    def in_transaction(self) -> bool:
        """Whether a block of this connection is open."""
        return bool(self._db.in_transaction)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except sqlcipher.OperationalError as error:
        if any(words in str(error) for words in _NOT_OURS):
            raise read_only() from error
        if "full" not in str(error) and "disk I/O" not in str(error):
            raise
        raise MachineError(
            "disk.full",
            "Le disque du dossier d'affaire est plein ou en panne.",
            "The disk that holds the case is full or failing.",
            way_out_fr="Libérez de la place puis relancez la même commande : elle reprendra.",
            way_out_en="Free some space, then run the same command: it resumes.",
        ) from error


def read_only() -> MachineError:
    """The case's folder may not be written to: also to read it takes that (WAL, the lock)."""
    return MachineError(
        "case.read_only",
        "Tocsin ne peut pas écrire dans le dossier d'affaire ; le lire l'exige aussi.",
        "Tocsin cannot write into the case folder; reading it takes that as well.",
        way_out_fr="Copiez-le là où vous pouvez écrire (cp -a) et donnez la copie, ou prenez-en le"
        " droit.",
        way_out_en="Copy it to where you may write (cp -a) and give the copy, or take the right"
        " to.",
    )


def _wrong_key() -> CaseError:
    return CaseError(
        "case.key",
        "La clé n'ouvre pas cette affaire : c'en est une autre, ou case.db est abîmé.",
        "The key does not open this case: it is another one, or case.db is damaged.",
        way_out_fr="Donnez la clé d'origine (TOCSIN_KEY_FILE), ou case.db d'une sauvegarde.",
        way_out_en="Give the original key (TOCSIN_KEY_FILE), or case.db of a backup.",
    )


def _older() -> CaseError:
    return CaseError(
        "case.older",
        "Ce dossier vient d'un Tocsin plus ancien ; les tables ont changé depuis.",
        "This case was made by an older Tocsin, whose tables have changed since.",
        way_out_fr="Gardez-le avec sa version, ou relancez « scope » dans un nouveau dossier.",
        way_out_en='Keep it with its version, or run "scope" again into a new folder.',
    )


def _newer() -> CaseError:
    return CaseError(
        "case.newer",
        "Ce dossier vient d'une version plus récente de Tocsin.",
        "This case was made by a newer Tocsin.",
        way_out_fr="Installez la version de Tocsin qui l'a créé.",
        way_out_en="Install the Tocsin that made it.",
    )
