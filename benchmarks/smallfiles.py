"""Half a million tiny files: do rate and memory stay flat from the first to the last?

    uv run python -m benchmarks.smallfiles --files 500000 --write

Runs `tocsin scope` as a user does, and looks on: every second, how many files are done and what
memory the process tree holds.
"""

import argparse
import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import cpu_seconds, memory_of, process_tree
from benchmarks.page import MB, measured_on, write_region
from benchmarks.smallfiles_make import make_files
from tocsin.case import Case
from tocsin.clinic import build_clinic

STEP = 10_000
EVERY = 1.0
DONE = "SELECT count(*) FROM items WHERE done = 1"


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen at one moment: seconds since the start, files done, the tree's memory and
    the processor seconds it has used."""

    seconds: float
    done: int
    pss: int
    cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Ten thousand files: the last of them, how fast by the clock and by the processor's time
    (which others on the machine do not slow), and the most memory meanwhile."""

    upto: int
    rate: float
    rate_cpu: float
    pss: int


def main() -> None:
    """Make the files, run, print, and write the page if asked."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="tocsin-small-", dir=options.folder))
    try:
        _make(folder, options.files)
        samples, stages = _run(folder)
    finally:
        shutil.rmtree(folder)
    text = table(options.files, samples, stages)
    print(text)
    if options.write:
        write_region("smallfiles", text)


def _make(folder: Path, files: int) -> None:
    print(f"making {files:,} files", file=sys.stderr)
    build_clinic(folder / "clinic", patients=1_000, medical=10)
    make_files(folder / "vol", files, folder / "clinic" / "patients.csv")


def _run(folder: Path) -> tuple[list[Sample], list[str]]:
    case, log = folder / "case", folder / "log"
    command = [sys.executable, "-m", "tocsin", "scope", str(folder / "vol")]
    command += ["--patients", str(folder / "clinic" / "patients.csv"), "--case", str(case)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        samples = list(_watch(process, case))
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    if process.returncode:
        sys.exit("\n".join(lines[-15:]))
    return samples, _stages(lines)


def _watch(process: "subprocess.Popen[bytes]", case: Path) -> Iterator[Sample]:
    begun, used = time.monotonic(), 0.0
    while process.poll() is None:
        tree = process_tree(process.pid)
        held, used = memory_of(tree).pss, cpu_seconds(tree)
        sample = Sample(time.monotonic() - begun, _done(case), held, used)
        print(f"{sample.seconds:6.0f} s {sample.done:>9,} {held / MB:6.0f} MB", file=sys.stderr)
        yield sample
        time.sleep(EVERY)
    yield Sample(time.monotonic() - begun, _done(case), 0, used)


def _done(case: Path) -> int:
    if not (case / "case.db").exists():
        return 0
    with Case.open(case, exclusive=False) as looked_at:
        return looked_at.store.count(DONE)


def _stages(lines: Sequence[str]) -> list[str]:
    """The lines that say how long each stage took."""
    return [" ".join(line.split()) for line in lines if line.rstrip().endswith(("fait", "done"))]


def stretches(samples: Sequence[Sample], step: int = STEP) -> list[Stretch]:
    """Rate and memory of each `step` files, the moments of their ends interpolated."""
    marks = list(_marks(samples, step))
    return [
        Stretch(
            end.done,
            step / (end.seconds - begin.seconds),
            step / max(end.cpu - begin.cpu, 1e-3),
            max(s.pss for s in samples if begin.seconds <= s.seconds <= end.seconds + EVERY),
        )
        for begin, end in itertools.pairwise(marks)
    ]


def _marks(samples: Sequence[Sample], step: int) -> Iterator[Sample]:
    """The moment at which reading began, and those at which each `step` files were done."""
    upto = 0
    for before, after in itertools.pairwise(samples):
        if not upto and after.done:
            yield before
            upto = step
        while upto and after.done >= upto > before.done:
            share = (upto - before.done) / (after.done - before.done)
            yield Sample(
                before.seconds + share * (after.seconds - before.seconds),
                upto,
                after.pss,
                before.cpu + share * (after.cpu - before.cpu),
            )
            upto += step


def table(files: int, samples: Sequence[Sample], stages: Sequence[str]) -> str:
    """First, middle and last stretches, and their ratios, as Markdown."""
    found = stretches(samples)
    lines = [f"{measured_on()}: {files:,} files in {samples[-1].seconds:,.0f} s."]
    if found:
        lines += ["", "| files | files/s | files a CPU second | PSS, MB |", "|---:|---:|---:|---:|"]
        lines += [
            f"| to {s.upto:,} | {s.rate:,.0f} | {s.rate_cpu:,.0f} | {s.pss / MB:,.0f} |"
            for s in _shown(found)
        ]
        lines += ["", f"Last to first {STEP:,}: {_ratios(found[0], found[-1])}."]
    return "\n".join([*lines, "", "```text", *stages, "```"])


def _ratios(first: Stretch, last: Stretch) -> str:
    return (
        f"rate {last.rate / first.rate:.2f}, by CPU {last.rate_cpu / first.rate_cpu:.2f},"
        f" memory {last.pss / max(first.pss, 1):.2f}"
    )


def _shown(found: Sequence[Stretch], most: int = 11) -> list[Stretch]:
    """At most eleven of them, the first and the last among these."""
    if len(found) <= most:
        return list(found)
    picked = [round(n * (len(found) - 1) / (most - 1)) for n in range(most)]
    return [found[n] for n in picked]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.smallfiles", description=__doc__)
    parser.add_argument("--files", type=int, default=500_000)
    parser.add_argument("--folder", type=Path, help="where to make them; default: temporary files")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
