"""Seconds and memory of each stage, by number of patients, and how they grow.

    uv run python -m benchmarks.stages --patients 10000 126000 500000 --write

Each stage is the command a user types, in a process of its own. E-mails go to a mail server on
loopback. At the end of a size the result is compared with the truth, so that a fast wrong answer
does not pass for a fast one.
"""

import argparse
import itertools
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.memory import Run, measured
from tocsin.clinic import Score, score
from tocsin.clinic.mailserver import MailServer

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
MARKED = re.compile(r"(<!-- stages.*?-->\n).*?(<!-- /stages -->)", re.DOTALL)
BUILD = (
    "import sys; from pathlib import Path; from tocsin.clinic import build_clinic;"
    " build_clinic(Path(sys.argv[1]), patients=int(sys.argv[2]), medical=int(sys.argv[3]),"
    " seed=int(sys.argv[4]))"
)
STAGES = ("clinic", "scope", "export", "notify", "report")
MB = 1_000_000
DEMO_PATIENTS = 126_000
LIMIT_SECONDS = 300
LIMIT_BYTES = 4 << 30


@dataclass(slots=True)
class Measured:
    """One size: its runs by stage, and how right the result was."""

    patients: int
    runs: dict[str, Run] = field(default_factory=dict)
    emails: int = 0
    score: Score | None = None

    @property
    def seconds(self) -> float:
        """All stages but the building of the clinic, which no hospital waits for."""
        return sum(run.seconds for name, run in self.runs.items() if name != "clinic")

    @property
    def pss(self) -> int:
        """The most memory any stage of Tocsin needed."""
        return max(run.peak.pss for name, run in self.runs.items() if name != "clinic")


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = _options()
    found = []
    for patients in options.patients:
        with _folder(options.keep, patients) as folder:
            found.append(_measure(folder, patients, options.medical, options.seed))
    text = table(found)
    print(text)
    if options.write:
        write(PAGE, text)


def _measure(folder: Path, patients: int, medical: int, seed: int) -> Measured:
    result = Measured(patients)
    clinic, case = folder / "clinique", folder / "affaire"

    def stage(name: str, *command: str) -> None:
        print(f"{patients:>9,}  {name:<8}", end="", flush=True, file=sys.stderr)
        run = result.runs[name] = measured([sys.executable, *command], folder / f"{name}.log")
        print(f"{run.seconds:8.1f} s  {run.peak.pss / MB:7.0f} MB", file=sys.stderr)
        if run.code:
            sys.exit(f"{name} ended with {run.code}\n{run.tail}")

    def tocsin(name: str, *arguments: str) -> None:
        stage(name, "-m", "tocsin", name, *arguments)

    stage("clinic", "-c", BUILD, str(clinic), str(patients), str(medical), str(seed))
    tocsin(
        "scope",
        str(clinic / "vol"),
        "--patients",
        str(clinic / "patients.csv"),
        "--case",
        str(case),
    )
    tocsin("export", "--case", str(case), "--to", str(folder / "resultats"))
    shutil.copy(clinic / "hospital.toml", case)
    with MailServer() as server:
        tocsin("notify", "--case", str(case), "--smtp", server.url, "--yes")
        result.emails = server.counts().accepted
    tocsin("report", "--case", str(case), "--to", str(folder / "rapports"))
    result.score = score(clinic / "verite", folder / "resultats")
    return result


def table(found: Sequence[Measured]) -> str:
    """What was measured, as Markdown."""
    when = f"{datetime.now(UTC):%Y-%m-%d}"
    head = "| | " + " | ".join(f"{m.patients:,} patients" for m in found) + " |"
    rows = [f"{when}, {_machine()}.", "", head, "|---|" + "---:|" * len(found)]
    for name in STAGES:
        cells = [
            f"{run.seconds:.1f} s, {run.peak.pss / MB:.0f} MB (RSS {run.peak.rss / MB:.0f})"
            for run in (m.runs[name] for m in found)
        ]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    rows.append("| all but clinic | " + " | ".join(_total(m) for m in found) + " |")
    rows.append("| e-mails accepted | " + " | ".join(f"{m.emails:,}" for m in found) + " |")
    rows.append("| missed / wrong | " + " | ".join(_right(m) for m in found) + " |")
    return "\n".join([*rows, "", *_growth(found), *_against_limits(found)])


def write(page: Path, text: str) -> None:
    """Put `text` between the marks of the page."""
    before = page.read_text(encoding="utf-8")
    page.write_text(MARKED.sub(lambda m: f"{m[1]}\n{text}\n\n{m[2]}", before), encoding="utf-8")


def _total(measured: Measured) -> str:
    return f"{measured.seconds:.1f} s, {measured.pss / MB:.0f} MB"


def _right(measured: Measured) -> str:
    return f"{measured.score.missed} / {measured.score.wrong}" if measured.score else "?"


def _growth(found: Sequence[Measured]) -> Iterator[str]:
    """Ratio of seconds to ratio of patients, from each size to the next; 1.0 is linear."""
    for smaller, larger in itertools.pairwise(found):
        more = larger.patients / smaller.patients
        parts = [
            f"{name} {larger.runs[name].seconds / smaller.runs[name].seconds / more:.2f}"
            for name in STAGES
        ]
        total = larger.seconds / smaller.seconds / more
        memory = larger.pss / smaller.pss / more
        yield (
            f"Growth from {smaller.patients:,} to {larger.patients:,} patients (×{more:.1f}):"
            f" {', '.join(parts)}; all but clinic {total:.2f}; memory {memory:.2f}."
        )


def _against_limits(found: Sequence[Measured]) -> Iterator[str]:
    """Ratios to what the default demo may take, for its size; below 1.0 is within."""
    for size in found:
        if size.patients == DEMO_PATIENTS:
            seconds = size.seconds + size.runs["clinic"].seconds
            yield (
                f"Against the demo's limits ({LIMIT_SECONDS} s, {LIMIT_BYTES >> 30} GiB): seconds"
                f" {seconds / LIMIT_SECONDS:.2f}, memory {size.pss / LIMIT_BYTES:.2f}."
            )


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{cores} cores ({platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}"
    )


@contextmanager
def _folder(keep: Path | None, patients: int) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="tocsin-stages-") as name:
            yield Path(name)
        return
    folder = keep / str(patients)
    folder.mkdir(parents=True)
    yield folder


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.stages", description=__doc__)
    parser.add_argument("--patients", type=int, nargs="+", default=[10_000, 126_000, 500_000])
    parser.add_argument("--medical", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep what was built, in this new folder")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
