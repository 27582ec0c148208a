"""Half a million tiny files: do rate and memory stay flat from the first to the last?

    uv run python -m benchmarks.smallfiles --files 500000 --write

Runs `tocsin scope` as a user does, and looks on: every second, how many files are done and what
memory the process tree holds.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import memory_of, process_tree
from benchmarks.page import MB, measured_on, write_region
from benchmarks.smallfiles_make import make_files
from tocsin.case import Case
from tocsin.clinic import build_clinic

STEP = 10_000
EVERY = 1.0
DONE = "SELECT count(*) FROM items WHERE done = 1"


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen at one moment: seconds since the start, files done, memory of the tree."""

    seconds: float
    done: int
    pss: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Ten thousand files: the last of them, how fast, and the most memory meanwhile."""

    upto: int
    rate: float
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
    begun = time.monotonic()
    while process.poll() is None:
        pss = memory_of(process_tree(process.pid)).pss
        sample = Sample(time.monotonic() - begun, _done(case), pss)
        print(f"{sample.seconds:6.0f} s {sample.done:>9,} {pss / MB:6.0f} MB", file=sys.stderr)
        yield sample
        time.sleep(EVERY)
    yield Sample(time.monotonic() - begun, _done(case), 0)


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
    found: list[Stretch] = []
    before, begun, pss, upto = samples[0], None, 0, step
    for sample in samples[1:]:
        pss = max(pss, sample.pss)
        if begun is None and sample.done:
            begun = before.seconds  # reading began between the two
        while begun is not None and sample.done >= upto:
            ended = _moment(before, sample, upto)
            found.append(Stretch(upto, step / (ended - begun), pss))
            begun, pss, upto = ended, sample.pss, upto + step
        before = sample
    return found


def _moment(before: Sample, after: Sample, done: int) -> float:
    share = (done - before.done) / (after.done - before.done)
    return before.seconds + share * (after.seconds - before.seconds)


def table(files: int, samples: Sequence[Sample], stages: Sequence[str]) -> str:
    """First, middle and last stretches, and their ratios, as Markdown."""
    found = stretches(samples)
    lines = [f"{measured_on()}: {files:,} files in {samples[-1].seconds:,.0f} s."]
    if found:
        lines += ["", "| files | files/s | PSS, MB |", "|---:|---:|---:|"]
        lines += [f"| to {s.upto:,} | {s.rate:,.0f} | {s.pss / MB:,.0f} |" for s in _shown(found)]
        first, last = found[0], found[-1]
        rate, memory = last.rate / first.rate, last.pss / max(first.pss, 1)
        lines += ["", f"Last to first {STEP:,}: rate {rate:.2f}, memory {memory:.2f}."]
    return "\n".join([*lines, "", "```text", *stages, "```"])


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
