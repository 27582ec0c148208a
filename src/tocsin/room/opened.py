"""The case as the room opens it: beside whatever works on it to read, alone to decide.

Each thread keeps one connection to read. Who decides takes the case's lock, as a command would,
so that a decision and a running scope never cross; the lock is held for one decision only.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tocsin.case import Case

_local = threading.local()
_one_writer = threading.Lock()


def folder() -> Path:
    """The folder of the room's case."""
    return Path(settings.TOCSIN_CASE)


def reading() -> Case:
    """The case, to read; acts of its user are journaled through it too."""
    known: Case | None = getattr(_local, "case", None)
    if known is None or known.folder != folder():
        close()
        _local.case = known = Case.open(folder(), exclusive=False)
    return known


def close() -> None:
    """Let go of this thread's connection, if it has one."""
    known: Case | None = getattr(_local, "case", None)
    if known is not None:
        known.close()
        _local.case = None


@contextmanager
def deciding() -> Iterator[Case]:
    """The case, alone. Raises `CaseError` if another Tocsin works on it."""
    with _one_writer, Case.open(folder()) as case:
        yield case
