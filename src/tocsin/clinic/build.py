"""Builds the invented clinic: its stolen files, its patient index, and the truth about both."""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tocsin.clinic.chance import stream
from tocsin.clinic.export import write_dump, write_export
from tocsin.clinic.house import open_house, write_hospital
from tocsin.clinic.index_file import write_index
from tocsin.clinic.logs import write_logs
from tocsin.clinic.plan import plan_theft
from tocsin.clinic.population import build_population
from tocsin.clinic.share import Desk, Order
from tocsin.clinic.truth import Witness, write_truth
from tocsin.errors import UsageError
from tocsin.language import tr
from tocsin.progress import Progress, Silent

LEAST_PATIENTS = 200
MOST_MEDICAL_SHARE = 0.1
PROCESSES = 2
ALONE_BELOW = 600
"""Fewer files than this are written without a second process."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """Where an invented clinic stands."""

    folder: Path

    @property
    def source(self) -> Path:
        """The stolen files."""
        return self.folder / "vol"

    @property
    def patients(self) -> Path:
        """The patient index."""
        return self.folder / "patients.csv"

    @property
    def truth(self) -> Path:
        """The folder of the truth."""
        return self.folder / "verite"

    @property
    def logs(self) -> Path:
        """The logs of the weeks around the theft."""
        return self.folder / "journaux"

    @property
    def hospital(self) -> Path:
        """The hospital's facts."""
        return self.folder / "hospital.toml"


def build_clinic(
    folder: Path,
    *,
    patients: int = 126_000,
    medical: int = 40,
    seed: int = 1,
    progress: Progress | None = None,
) -> Clinic:
    """An invented clinic in `folder`: the same bytes for the same numbers.

    Raises `UsageError` for fewer than 200 patients or more than one in ten of them medical.
    """
    _check(patients, medical)
    clinic = Clinic(folder)
    with _without_collector():
        _build(clinic, patients, medical, seed, progress or Silent())
    return clinic


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of small objects and no cycles: the collector would cost a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _build(clinic: Clinic, patients: int, medical: int, seed: int, progress: Progress) -> None:
    clinic.source.mkdir(parents=True, exist_ok=True)
    with progress.stage(tr("Population inventée", "Invented population"), None):
        population = build_population(patients, seed)
        bad_rows = write_index(clinic.patients, population.patients, stream(seed, "index"))
        plan = plan_theft(population, medical, seed)
    house = open_house(seed)
    with progress.stage(
        tr("Fichiers volés", "Stolen files"), len(plan.orders) + 2, tr("fichiers", "files")
    ) as stage:
        witnesses = [write_export(clinic.source, plan.exported, plan.export_strangers)]
        stage.advance()
        rng = stream(seed, "dump")
        witnesses.append(write_dump(clinic.source, plan.accounts, plan.visitors, house, rng))
        stage.advance()
        for found in _write_all(Desk(house, seed), clinic.source, plan.orders):
            witnesses += found
            stage.advance()
    write_hospital(clinic.hospital)
    with progress.stage(tr("Journaux", "Logs"), None):
        write_logs(clinic.logs, clinic.source, house, seed)
    with progress.stage(tr("Vérité", "Truth"), None):
        write_truth(clinic.truth, witnesses, bad_rows)


def _check(patients: int, medical: int) -> None:
    if patients < LEAST_PATIENTS or not 0 <= medical <= patients * MOST_MEDICAL_SHARE:
        raise UsageError(
            "clinic.size",
            f"Une clinique de {patients} patients dont {medical} médicaux ne peut être inventée.",
            f"A clinic of {patients} patients, {medical} of them medical, cannot be invented.",
            way_out_fr=f"Donnez {LEAST_PATIENTS} patients ou plus, au plus un sur dix médical.",
            way_out_en=f"Give at least {LEAST_PATIENTS} patients, at most one in ten medical.",
        )


class _Writing:
    """What a process that writes files knows; set before the processes start."""

    desk: Desk
    source: Path
    orders: list[Order]


def _write_all(desk: Desk, source: Path, orders: list[Order]) -> Iterator[list[Witness]]:
    _Writing.desk, _Writing.source, _Writing.orders = desk, source, orders
    if len(orders) < ALONE_BELOW or (os.cpu_count() or 1) < PROCESSES:
        yield from map(_write_one, range(len(orders)))
        return
    # fork: the orders are shared, not copied through a pipe.
    with multiprocessing.get_context("fork").Pool(PROCESSES, _end_quietly) as pool:
        yield from pool.imap(_write_one, range(len(orders)), chunksize=32)


def _end_quietly() -> None:
    """A writer is told to stop when all is written: that is no Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _write_one(at: int) -> list[Witness]:
    filed = _Writing.desk.write(_Writing.orders[at])
    path = _Writing.source / filed.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(filed.data)
    return list(filed.witnesses())
