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
from tocsin.watch.act import Act, Acts
from tocsin.watch.events import FOLDER, vault_of
from tocsin.watch.logfile import DAMAGED, LogFile, digest, is_other_archive, log_files
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import PARIS
from tocsin.watch.piece import STRETCH, Orders, Piece, PieceDone, read_piece, start
from tocsin.watch.reader import HEAD_BYTES
from tocsin.watch.readers import BY_NAME, reader_of
from tocsin.watch.readers.evtx import DELETED
from tocsin.watch.sigma.correlate import Matches
from tocsin.watch.sigma.rule import RuleBook, Unconverted

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
    seen: dict[tuple[str, str], str] = {}
    name = tr("Empreintes des journaux", "Hashes of the logs")
    with (
        progress.stage(name, len(files), tr("fichiers", "files")) as stage,
        case.store.transaction(),
    ):
        for number, file in enumerate(files, 1):
            reader, state, reason, sha256, size = _look(file, settings, seen)
            case.store.execute(
                "INSERT INTO log_files (log, path, sha256, size, reader, state, reason, zone)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, file.name, sha256, size, reader, state, reason, settings.zone.key),
            )
            if state == "waiting":
                pieces += _pieces(number, file, sha256, reader, size)
            stage.advance()
    return pieces


def _look(
    file: LogFile, settings: Settings, seen: dict[tuple[str, str], str]
) -> tuple[str, str, str, str, int]:
    """Reader, state, reason, digest and size of a log."""
    try:
        size = file.path.stat().st_size
        sha256 = digest(file.path)
        head = file.head(HEAD_BYTES)
    except DAMAGED as error:
        return "", "unreadable", type(error).__name__, "", 0
    if not head:
        return "", "read", "empty", sha256, size
    first = seen.setdefault((sha256, file.member), file.name)
    if first != file.name:
        return "", "duplicate", first, sha256, size
    reader = reader_of(head, file.name, mapped=settings.mapping is not None)
    if reader is None:
        reason = "archive" if is_other_archive(head) else "format"
        return "", "unknown", reason, sha256, size
    return reader.name, "waiting", "", sha256, size


def _pieces(number: int, file: LogFile, sha256: str, reader: str, size: int) -> Iterator[Piece]:
    written = file.written
    if not BY_NAME[reader].splits or file.is_packed or size <= STRETCH:
        yield Piece(number, file, sha256, reader, written, size=size)
        return
    for begin in range(0, size, STRETCH):
        end = begin + STRETCH if begin + STRETCH < size else None
        yield Piece(number, file, sha256, reader, written, begin, end, min(STRETCH, size - begin))


def _over_workers(
    case: Case, pieces: list[Piece], settings: Settings
) -> Iterator[tuple[Piece, PieceDone | Failure]]:
    base = {
        rule: correlation.fields
        for correlation in settings.rules.correlations
        for rule in correlation.rules
    }
    orders = Orders(
        case.folder / FOLDER,
        case.subkey(FOLDER),
        settings.zone,
        settings.mapping,
        settings.rules.rules,
        base,
    )
    yield from LocalEngine(
        read_piece,
        lambda piece: piece.seconds,
        workers=settings.workers or available_cores(),
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
