"""A file as a cell is given it: open, for reading only, and a file indeed."""

import os
import stat
from pathlib import Path

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class NotRegularError(OSError):
    """A folder, pipe, device or socket."""


def opened(path: Path) -> int:
    """A descriptor of the file. Raises `OSError`, of which `NotRegularError`."""
    descriptor = os.open(path, _OPEN)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegularError
    return descriptor
