"""The commands a user types, run in processes of their own, and what they export."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import measured


@dataclass(frozen=True, slots=True)
class Cost:
    """What the commands took: seconds, and the largest PSS of their process trees, in bytes."""

    seconds: float
    memory: int


def scope_and_export(source: Path, index: Path, folder: Path) -> Cost:
    """`tocsin scope` and `tocsin export` into `folder`/out, from the case `folder`/case.

    Ends the benchmark with the last words of a command that fails.
    """
    case, out = folder / "case", folder / "out"
    seconds, memory = 0.0, 0
    for name, *arguments in (
        ("scope", str(source), "--patients", str(index), "--case", str(case)),
        ("export", "--case", str(case), "--to", str(out)),
    ):
        command = [sys.executable, "-m", "tocsin", name, *arguments]
        run = measured(command, folder / f"{name}.log")
        if run.code:
            sys.exit(f"{name} ended with {run.code}\n{run.tail}")
        seconds, memory = seconds + run.seconds, max(memory, run.peak.pss)
    return Cost(seconds, memory)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the export."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
