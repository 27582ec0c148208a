"""Logs in: every file below LOGS listed, recognised, read by workers, and accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from tocsin.case import Case
from tocsin.engine import Failure, LocalEngine
from tocsin.engine.local import available_cores
from tocsin.errors import InputError
from tocsin.language import tr
from tocsin.progress import Progress
from tocsin.wall import memory_for
from tocsin.watch.act import Act, Acts
from tocsin.watch.events import FOLDER, vault_of
from tocsin.watch.logfile import MEMBER, LogFile, digest, log_files
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import PARIS
from tocsin.watch.piece import STRETCH, Orders, Piece, PieceDone, read_piece, start
from tocsin.watch.readers import BY_NAME
from tocsin.watch.readers.evtx import DELETED
from tocsin.watch.sigma.correlate import Matches
from tocsin.watch.sigma.rule import RuleBook, Unconverted
from tocsin.watch.wall.message import Look, Looked
from tocsin.watch.wall.walled import WalledLogs

LOST = DELETED
"""Remains of deleted records are told apart: the log itself lost them, the reader did not."""

_INSERT_ACT = (
    "INSERT INTO acts (kind, mark, title, weight, tags, account, host, source, destination, detail,"
    " times, bytes, first_at, last_at, log, record)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How logs are read: the zone of times without one, columns of CSV files, rules."""

    rules: RuleBook
    zone: ZoneInfo = PARIS
    mapping: Mapping | None = None
    workers: int = 0


def ingest(case: Case, root: Path, settings: Settings, progress: Progress) -> Acts:
    """Read the logs at or below `root` into the case; what was there before is replaced.

    Raises `InputError` if there is no log.
    """
    files = list(log_files(root))
    if not files:
        raise _no_logs()
    _clear(case)
    pieces = _register(case, files, settings, progress)
    matches, acts, left_out = Matches(), Acts(), 0
    unit = tr("morceaux", "pieces")
    with progress.stage(tr("Lecture des journaux", "Reading logs"), len(pieces), unit) as stage:
        for piece, done in _over_workers(case, pieces, settings):
            _write(case, piece, done)
            if isinstance(done, PieceDone):
                acts.add(done.acts)
                matches.add(done.base)
                left_out += done.left_out
            stage.advance()
    acts.add(matches.acts(settings.rules))
    _conclude(case, (*settings.rules.unconverted, *matches.too_long), left_out)
    return acts


def write_acts(case: Case, acts: Acts | list[Act]) -> None:
    """Keep acts."""
    case.store.many(
        _INSERT_ACT,
        (
            (
                a.kind, a.mark, a.title, a.weight, a.tags, a.account, a.host, a.source,
                a.destination, a.detail, a.times, a.bytes, a.first_at, a.last_at, a.log, a.record,
            )
            for a in acts
        ),
    )  # fmt: skip


TABLES = (
    "event_hours", "taken_patients", "taken", "bounds", "intruder", "acts", "clock_skews",
    "rules_left_out", "event_batches", "log_unparsed", "log_files",
)  # fmt: skip


def _clear(case: Case) -> None:
    vault = vault_of(case)
    for name in list(vault.names()):
        vault.remove(name)
    with case.store.transaction():
        for table in TABLES:
            case.store.execute(f"DELETE FROM {table}")


def _register(
    case: Case, files: list[LogFile], settings: Settings, progress: Progress
) -> list[Piece]:
    """A row for each log, and what is to be read of it."""
    pieces: list[Piece] = []
    name = tr("Empreintes des journaux", "Hashes of the logs")
    with (
        progress.stage(name, len(files), tr("fichiers", "files")) as stage,
        case.store.transaction(),
        WalledLogs() as walled,
    ):
        register = _Register(case, settings.zone.key)
        for file in files:
            pieces += register.enter(file, *_look(walled, file, settings))
            stage.advance()
    return pieces


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """A file as it lies there."""

    sha256: str = ""
    size: int = 0


def _look(walled: WalledLogs, file: LogFile, settings: Settings) -> tuple[_OnDisk, list[Looked]]:
    """Digest and size of a file, and what logs it holds."""
    try:
        found = _OnDisk(digest(file.path), file.path.stat().st_size)
        looked = walled.look(file.path, Look(file.name, mapped=settings.mapping is not None))
    except OSError as error:
        return _OnDisk(), [Looked(reason=type(error).__name__)]
    return found, looked


class _Register:
    """Numbers the logs, and enters each once."""

    def __init__(self, case: Case, zone: str) -> None:
        self._store, self._zone = case.store, zone
        self._seen: dict[tuple[str, str], str] = {}
        self._number = 0

    def enter(self, file: LogFile, disk: _OnDisk, found: list[Looked]) -> Iterator[Piece]:
        """A row for each log that a file holds; the pieces of those to be read."""
        for looked in found:
            self._number += 1
            name = file.name + (MEMBER + looked.member if looked.member else "")
            log = LogFile(file.path, name, looked.member, looked.written)
            state, reason = self._state(log, disk.sha256, looked)
            self._store.execute(
                "INSERT INTO log_files (log, path, sha256, size, reader, state, reason, zone)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._number, name, disk.sha256, disk.size,
                    looked.reader if state == "waiting" else "", state, reason, self._zone,
                ),
            )  # fmt: skip
            if state == "waiting":
                yield from _pieces(self._number, log, disk, looked)

    def _state(self, log: LogFile, sha256: str, looked: Looked) -> tuple[str, str]:
        """What is to be done with a log, and why."""
        if looked.reason == "empty":
            return "read", "empty"
        if not looked.reader and looked.reason not in ("archive", "format"):
            return "unreadable", looked.reason
        first = self._seen.setdefault((sha256, log.member), log.name)
        if first != log.name:
            return "duplicate", first
        return ("waiting", "") if looked.reader else ("unknown", looked.reason)


def _pieces(number: int, file: LogFile, disk: _OnDisk, looked: Looked) -> Iterator[Piece]:
    reader, size = looked.reader, disk.size
    if not BY_NAME[reader].splits or looked.is_packed or size <= STRETCH:
        yield Piece(number, file, disk.sha256, reader, size=size, is_packed=looked.is_packed)
        return
    for begin in range(0, size, STRETCH):
        end = begin + STRETCH if begin + STRETCH < size else None
        yield Piece(number, file, disk.sha256, reader, begin, end, size)


def _over_workers(
    case: Case, pieces: list[Piece], settings: Settings
) -> Iterator[tuple[Piece, PieceDone | Failure]]:
    base = {
        rule: correlation.fields
        for correlation in settings.rules.correlations
        for rule in correlation.rules
    }
    workers = settings.workers or available_cores()
    orders = Orders(
        case.folder / FOLDER,
        case.subkey(FOLDER),
        settings.zone,
        settings.mapping,
        settings.rules.rules,
        base,
        memory_for(workers),
    )
    yield from LocalEngine(
        read_piece,
        lambda piece: piece.seconds,
        workers=workers,
        initializer=start,
        initargs=(orders,),
        shared=False,
    ).run(pieces)


def _write(case: Case, piece: Piece, done: PieceDone | Failure) -> None:
    """One transaction a piece."""
    with case.store.transaction():
        if isinstance(done, Failure):
            _fail(case, piece, done.reason)
            return
        case.store.many(
            "INSERT INTO event_batches VALUES (?, ?, ?, ?, ?)",
            ((b.name, piece.log, b.events, b.first_at, b.last_at) for b in done.batches),
        )
        case.store.many(
            "INSERT INTO log_unparsed VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET records = records + excluded.records, first = min(first, excluded.first)",
            ((piece.log, why, *found) for why, found in done.unparsed.items()),
        )
        case.store.execute(
            "UPDATE log_files SET recovered = recovered + ?, untimed = untimed + ? WHERE log = ?",
            (done.recovered, done.untimed, piece.log),
        )
        if done.fault:
            _fail(case, piece, done.fault)


def _fail(case: Case, piece: Piece, reason: str) -> None:
    """The tables a dead worker left are of no batch, and are never read."""
    case.store.execute(
        "UPDATE log_files SET reason = CASE reason WHEN '' THEN ? ELSE reason END WHERE log = ?",
        (reason, piece.log),
    )


def _conclude(case: Case, unasked: tuple[Unconverted, ...], left_out: int) -> None:
    """Sum up each log, and name the rules that could not be asked."""
    store = case.store
    with store.transaction():
        store.execute(
            "UPDATE log_files AS l SET"
            " events = (SELECT coalesce(sum(events), 0) FROM event_batches b WHERE b.log = l.log),"
            " unparsed = (SELECT coalesce(sum(records), 0) FROM log_unparsed u"
            " WHERE u.log = l.log AND u.reason != ?),"
            " first_at = (SELECT min(first_at) FROM event_batches b WHERE b.log = l.log),"
            " last_at = (SELECT max(last_at) FROM event_batches b WHERE b.log = l.log)",
            (LOST,),
        )
        store.execute(
            "UPDATE log_files SET state = CASE WHEN reason = '' AND unparsed = 0 THEN 'read'"
            " WHEN events = 0 AND reason != '' THEN 'unreadable' ELSE 'partial' END"
            " WHERE state = 'waiting'"
        )
        store.many(
            "INSERT INTO rules_left_out VALUES (?, ?)",
            ((rule.name, rule.reason) for rule in unasked),
        )
        if left_out:
            store.execute(
                "INSERT INTO rules_left_out VALUES ('correlations', ?)",
                (f"{left_out} matches beyond the limit",),
            )


def _no_logs() -> InputError:
    return InputError(
        "watch.no_logs",
        "Aucun journal dans le dossier donné.",
        "There is no log in the folder given.",
        way_out_fr="Donnez un fichier de journal, ou le dossier où ils ont été copiés.",
        way_out_en="Give a log file, or the folder where they were copied.",
    )
