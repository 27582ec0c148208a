"""demo: an invented clinic is robbed, and Tocsin does its whole job on it, measured against truth.

The demo calls what the commands call. It differs from a real case in three ways only: it knows the
truth, it brings its own mail server on loopback, and it may throw its own earlier run away.
"""

import resource
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tocsin.case import Case
from tocsin.clinic import Clinic, Score, build_clinic, score
from tocsin.clinic.mailserver import MailServer, ServerCounts
from tocsin.errors import InputError
from tocsin.export import export
from tocsin.notify import (
    LetterResult,
    NotifyCounts,
    SendResult,
    counts,
    prepare,
    send,
    write_letters,
)
from tocsin.progress import Progress
from tocsin.report import write_report
from tocsin.scope import scope
from tocsin.seal import Source
from tocsin.status import CaseStatus, status_of

MARKER = ".tocsin-demo"


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


@dataclass(slots=True)
class DemoResult:
    """What the last screen shows."""

    folders: DemoFolders
    seconds: dict[str, float] = field(default_factory=dict)
    status: CaseStatus | None = None
    notices: NotifyCounts | None = None
    sent: SendResult | None = None
    sent_again: SendResult | None = None
    letters: LetterResult | None = None
    server: ServerCounts | None = None
    score: Score | None = None
    peak_bytes: int = 0

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Note how long a step took."""
        started = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - started


def run_demo(
    folder: Path, *, patients: int, medical: int, seed: int, progress: Progress
) -> DemoResult:
    """Build the clinic in `folder` and run the whole response on it.

    Raises `InputError` if `folder` holds anything but an earlier demo.
    """
    folders = DemoFolders(folder)
    _make_room(folder)
    result = DemoResult(folders)
    with result.timed("clinic"):
        clinic = build_clinic(
            folders.clinic, patients=patients, medical=medical, seed=seed, progress=progress
        )
    with Case.create_or_open(folders.case) as case:
        shutil.copy(clinic.hospital, folders.case / "hospital.toml")
        _respond(case, clinic, result, progress)
        result.status = status_of(case)
    with result.timed("score"):
        result.score = score(clinic.truth, folders.results)
    result.peak_bytes = _peak_bytes()
    return result


def _respond(case: Case, clinic: Clinic, result: DemoResult, progress: Progress) -> None:
    with result.timed("scope"):
        scope(case, Source.at(str(clinic.source)), clinic.patients, progress)
    with result.timed("export"):
        export(case, result.folders.results, progress)
    with result.timed("notify"):
        _notify(case, result, progress)
    with result.timed("report"):
        write_report(case, result.folders.reports, progress)


def _notify(case: Case, result: DemoResult, progress: Progress) -> None:
    prepare(case, date.today())  # noqa: DTZ011 - the hospital's own day
    result.letters = write_letters(case, progress)
    with MailServer(keep=result.folders.mail) as server:
        result.sent = send(case, server.url, progress)
        result.sent_again = send(case, server.url, progress)
        result.server = server.counts()
    result.notices = counts(case)


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
