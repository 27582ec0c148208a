"""Peak memory of a process and its children, sampled from /proc."""

import os
import subprocess
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.5
KIB = 1024
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Peak:
    """Largest sums seen over a process tree, in bytes.

    `rss` counts a page shared by forked workers once a process; `pss` shares it out, and is what
    the machine needs.
    """

    rss: int = 0
    pss: int = 0

    def raise_to(self, now: "Peak") -> None:
        """Keep the larger of each figure."""
        self.rss, self.pss = max(self.rss, now.rss), max(self.pss, now.pss)


@dataclass(frozen=True, slots=True)
class Run:
    """How a command went: exit code, seconds, peak memory, what it printed last."""

    code: int
    seconds: float
    peak: Peak
    tail: str


def measured(command: Sequence[str], log: Path) -> Run:
    """Run `command`, its output into `log`, while watching the memory of its process tree."""
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        peak, over = Peak(), threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, over), daemon=True)
        watcher.start()
        try:
            code = process.wait()
        finally:
            over.set()
            process.terminate()
            watcher.join()
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return Run(code, time.monotonic() - started, peak, "\n".join(lines[-15:]))


def _watch(root: int, peak: Peak, over: threading.Event) -> None:
    while not over.wait(EVERY):
        peak.raise_to(memory_of(process_tree(root)))


def memory_of(processes: Iterable[int]) -> Peak:
    """What these processes hold now."""
    held = Peak()
    for pid in processes:
        held.rss += _field(pid, "status", "VmRSS:")
        held.pss += _field(pid, "smaps_rollup", "Pss:")
    return held


def cpu_seconds(processes: Iterable[int]) -> float:
    """Processor time of processes so far, with that of the children they have waited for."""
    return sum(map(_ticks, processes)) / TICKS


def process_tree(root: int) -> list[int]:
    """`root` and all its descendants that are alive now."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        pid = int(path.name)
        children.setdefault(_parent(path), []).append(pid)
    tree = [root]
    for pid in tree:
        tree.extend(children.get(pid, ()))
    return tree


def _parent(path: Path) -> int:
    try:
        # The second field is the program's name in brackets, which may hold anything.
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0


def _field(pid: int, file: str, name: str) -> int:
    """A figure in KiB of a /proc file, in bytes; 0 if the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * KIB for line in lines if line.startswith(name)), 0)


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))
