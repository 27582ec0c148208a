"""The wall itself: what a process gives up, for good, before it looks at a stolen file."""

import ctypes
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import tocsin
from tocsin.wall import landlock, seccomp

_SET_DEATH_SIGNAL, _SET_DUMPABLE, _NO_NEW_PRIVILEGES = 1, 4, 38
_OPEN_FILES = 256

_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom",
           "/proc/cpuinfo", "/proc/meminfo", "/proc/self", "/sys/devices/system/cpu")  # fmt: skip
"""What libraries read as they load. Nothing of the hospital's lies there."""


@dataclass(frozen=True, slots=True)
class Rampart:
    """What this machine's kernel offers to wall a reader in."""

    calls: bool
    """seccomp: no process, program, socket or writable file can be made."""

    files: bool
    """Landlock: nothing but the system's libraries can be opened."""

    @property
    def is_whole(self) -> bool:
        """Whether both hold."""
        return self.calls and self.files

    def __str__(self) -> str:
        """For the journal."""
        return f"seccomp={int(self.calls)} landlock={int(self.files)}"


def of_this_machine() -> Rampart:
    """What can be raised here."""
    return Rampart(seccomp.is_usable(), landlock.version() > 0)


def die_with_parent() -> None:
    """Let the kernel kill this process when the one that made it ends."""
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def raise_wall(memory: int) -> None:
    """Wall this process in: `memory` bytes of address space, nothing written, nothing reached.

    It cannot be undone. Raises `OSError` if the kernel refuses what it offers.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    libc = ctypes.CDLL(None)
    libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    offered = of_this_machine()
    if offered.files:
        landlock.allow_reading_only(_readable())
    if offered.calls:
        seccomp.forbid_all_but_reading()


def _readable() -> list[Path]:
    ours = (sys.prefix, sys.base_prefix, str(Path(tocsin.__file__).parent))
    return [path for path in map(Path, (*_SYSTEM, *ours)) if path.exists()]
