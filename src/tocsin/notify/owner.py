"""Who holds a row of the outbox: a process, so named that others can tell whether it runs."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_START = 19  # field 22 of /proc/PID/stat, counted after the program's name


@dataclass(frozen=True, slots=True)
class Owner:
    """A process of this machine, since its last start: `boot`, `pid`, and when it began.

    A clock that jumps changes none of these, and a number that is used again begins later.
    """

    boot: str
    pid: int
    started: int

    @classmethod
    def me(cls) -> "Owner":
        """This process."""
        pid = os.getpid()
        return cls(_boot(), pid, _started(pid))

    @classmethod
    def parse(cls, text: str) -> "Owner":
        """The owner that `str` wrote. Raises ValueError on anything else."""
        boot, pid, started = text.split(":")
        return cls(boot, int(pid), int(started))

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self.boot == _boot() and _started(self.pid) == self.started

    def __str__(self) -> str:
        return f"{self.boot}:{self.pid}:{self.started}"


@cache
def _boot() -> str:
    return _BOOT.read_text(encoding="ascii").strip()


def _started(pid: int) -> int:
    """When a process began, in clock ticks since the machine did; -1 if there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return -1
    # The program's name stands in brackets and may hold anything.
    state, *fields = stat.rpartition(")")[2].split()
    return -1 if state == "Z" else int(fields[_START - 1])
