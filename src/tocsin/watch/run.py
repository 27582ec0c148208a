"""watch: logs in, the story out."""

from dataclasses import dataclass
from pathlib import Path

from tocsin.case import Case
from tocsin.language import tr
from tocsin.progress import Progress
from tocsin.wall import of_this_machine
from tocsin.watch.analyse import analyse
from tocsin.watch.events import Events
from tocsin.watch.ingest import Settings, ingest
from tocsin.watch.logfile import LOGS
from tocsin.watch.merge import merge


@dataclass(frozen=True, slots=True)
class Watched:
    """What one run did."""

    logs: int
    events: int
    merged: int
    unparsed: int


def watch(case: Case, logs: Path, settings: Settings, progress: Progress) -> Watched:
    """Read the logs at or below `logs` and tell their story; what was told before is replaced.

    Raises `InputError` if there is no log.
    """
    case.set(LOGS, str(logs.resolve()))
    case.journal("watch.started", rules=len(settings.rules.rules), wall=str(of_this_machine()))
    acts = ingest(case, logs, settings, progress)
    with progress.stage(tr("Doublons et horloges", "Duplicates and clocks"), None):
        merged = merge(case)
    analyse(case, acts, progress)
    count, unparsed = case.store.one("SELECT count(*), coalesce(sum(unparsed), 0) FROM log_files")
    events = len(Events(case))
    case.journal("watch.finished", logs=count, events=events, merged=merged, unparsed=unparsed)
    return Watched(count, events, merged, unparsed)
