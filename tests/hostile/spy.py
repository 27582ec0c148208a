"""A maker of cells that watches: a cell that does more than read dies of it, at once.

What the wall refuses would else be a mere error that the reader passes over. PEP 578.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import access_parser  # noqa: F401
import pydicom  # noqa: F401 - its import tries whether the machine has IPv6

from tocsin.model.document import Part
from tocsin.read import ocr
from tocsin.read.content import Content
from tocsin.read.format import Job
from tocsin.read.wall import cell

ROOT = str(Path(__file__).parents[2])
MAKER = f"import sys; sys.path.insert(0, {ROOT!r}); import tests.hostile.spy as spy; spy.main()"

CAUGHT = 77
"""The status of a cell that did what it may not."""

_FORBIDDEN = ("socket.", "subprocess.", "shutil.", "pty.")
_ACTS = """
    os.system os.exec os.fork os.forkpty os.posix_spawn os.mkdir os.rename os.remove os.rmdir
    os.link os.symlink os.truncate os.chmod os.chown
"""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _Spy:
    """Watches while a file is read; not while a cell is made or speaks to its keeper."""

    def __init__(self) -> None:
        self._acts = frozenset(_ACTS.split())
        self.is_watching = False

    def see(self, event: str, details: tuple[Any, ...]) -> None:
        """An audit hook."""
        if self.is_watching and (event.startswith(_FORBIDDEN) or event in self._acts):
            os._exit(CAUGHT)
        if self.is_watching and event == "open" and _writes(*details):
            os._exit(CAUGHT)


def _writes(path: object, _mode: object, flags: int) -> bool:
    """Whether a path is opened for writing; a descriptor is of the cell's own memory."""
    return not isinstance(path, int) and bool(flags & _WRITING)


def main() -> None:
    """Make cells until nobody asks any more."""
    spy, read_content = _Spy(), cell.read_content

    def watched(content: Content, job: Job) -> Iterator[Part]:
        spy.is_watching = True
        yield from read_content(content, job)
        spy.is_watching = False

    os.chdir(os.environ["HOME"])
    sys.addaudithook(spy.see)
    cell.read_content = watched
    cell._load_ocr = lambda: None
    ocr._recognise = lambda _grey: "reconnu"  # the letters in pictures are not the matter here
    cell.main()
