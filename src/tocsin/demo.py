"""demo: an invented clinic is robbed, and Tocsin does its whole job on it, measured against truth.

The demo calls what the commands call. It differs from a real case in three ways only: it knows the
truth, it brings its own mail server on loopback, and it may throw its own earlier run away.
"""

import resource
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.case import Case
from tocsin.clinic import Clinic, Score, build_clinic, score
from tocsin.clinic.mailserver import MailServer, ServerCounts
from tocsin.errors import InputError
from tocsin.export import export
from tocsin.language import tr
from tocsin.notify import (
    LetterResult,
    NotifyCounts,
    SendResult,
    approval,
    counts,
    prepare,
    send,
    write_letters,
)
from tocsin.progress import Progress
from tocsin.report import write_report
from tocsin.scope import scope
from tocsin.seal import Source, load_taken
from tocsin.status import CaseStatus, status_of
from tocsin.watch import Settings, watch, write_timeline
from tocsin.watch.sigma.book import brought
from tocsin.watch.story import Filter, Told, bounds
from tocsin.watch.write import TAKEN

MARKER = ".tocsin-demo"
ASKED_BY, APPROVED_BY = "Démonstration : première personne", "Démonstration : seconde personne"


@dataclass(frozen=True, slots=True)
class DemoFolders:
    """Where everything of the demo stands."""

    root: Path

    @property
    def clinic(self) -> Path:
        """What the generator made: stolen files, index, truth."""
        return self.root / "clinique"

    @property
    def case(self) -> Path:
        """The case."""
        return self.root / "affaire"

    @property
    def timeline(self) -> Path:
        """What the logs say: page, pictures, taken.csv."""
        return self.root / "chronologie"

    @property
    def results(self) -> Path:
        """The contract's tables."""
        return self.root / "resultats"

    @property
    def reports(self) -> Path:
        """Figures, press sheet, summary."""
        return self.root / "rapports"

    @property
    def mail(self) -> Path:
        """The first messages as the mail server received them."""
        return self.root / "courriels-recus"


@dataclass(frozen=True, slots=True)
class Notified:
    """What became of the notices, and what the mail server says it got."""

    notices: NotifyCounts
    letters: LetterResult
    sent: SendResult
    sent_again: SendResult
    server: ServerCounts


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the last screen shows. `seconds` by step; `peak_bytes` of resident memory."""

    folders: DemoFolders
    seconds: dict[str, float]
    status: CaseStatus
    told: Notified
    bounds: tuple[Told, ...]
    score: Score
    peak_bytes: int


def run_demo(
    folder: Path, *, patients: int, medical: int, seed: int, progress: Progress
) -> DemoResult:
    """Build the clinic in `folder` and run the whole response on it.

    Raises `InputError` if `folder` holds anything but an earlier demo.
    """
    folders = DemoFolders(folder)
    clock = _Clock()
    _make_room(folder)
    with clock.step("clinic"):
        clinic = build_clinic(
            folders.clinic, patients=patients, medical=medical, seed=seed, progress=progress
        )
    with Case.create_or_open(folders.case) as case:
        shutil.copy(clinic.hospital, folders.case / "hospital.toml")
        with clock.step("watch"):
            found = _watch(case, clinic, folders, progress)
        with clock.step("scope"):
            only = load_taken(folders.timeline / TAKEN)
            scope(case, Source.at(str(clinic.source)), clinic.patients, progress, only=only)
        with clock.step("export"):
            export(case, folders.results, progress)
        with clock.step("notify"):
            told = _tell(case, folders, progress)
        with clock.step("report"):
            write_report(case, folders.reports, progress)
        status = status_of(case)
    with clock.step("score"):
        scored = score(clinic.truth, folders.results)
    return DemoResult(folders, clock.seconds, status, told, found, scored, _peak_bytes())


def _watch(
    case: Case, clinic: Clinic, folders: DemoFolders, progress: Progress
) -> tuple[Told, ...]:
    """Begin and end of the theft, by the logs; and the list of what was taken."""
    watch(case, clinic.logs, Settings(brought()), progress)
    write_timeline(case, folders.timeline, Filter())
    return tuple(bounds(case))


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - started


def _tell(case: Case, folders: DemoFolders, progress: Progress) -> Notified:
    with progress.stage(tr("Préparation des avis", "Preparing notices"), None):
        prepare(case, date.today())  # noqa: DTZ011 - the hospital's own day
    batch = approval.submit(case, ASKED_BY)
    if batch is not None:
        approval.approve(case, batch.number, APPROVED_BY)
    letters = write_letters(case, progress)
    with MailServer(keep=folders.mail) as server:
        sent = send(case, server.url, progress)
        sent_again = send(case, server.url, progress)
        received = server.counts()
    return Notified(counts(case), letters, sent, sent_again, received)


def _make_room(folder: Path) -> None:
    """An empty folder, or that of an earlier demo, emptied."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise InputError(
                "demo.folder",
                f"Le dossier {folder} contient autre chose qu'une démonstration.",
                f"The folder {folder} holds something other than a demo.",
                way_out_fr="Donnez à --to un dossier absent ou vide.",
                way_out_en="Give --to a missing or empty folder.",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()


def _peak_bytes() -> int:
    """The largest resident memory of this process and of any one of its children, added up."""
    kilobytes = sum(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return kilobytes * 1024
