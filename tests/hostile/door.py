"""Reads one file after another in a child that may die: what came of each, and what it tried.

The child is bounded as a cell is: memory, wall clock. Whatever it does beyond reading the file
(writing, sockets, processes) is noted by an audit hook (PEP 578).
"""

import multiprocessing
import os
import resource
import sys
import tempfile
import warnings
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.hostile.trap import CANARY
from tocsin.model.document import DocumentRecord, Part, TableBlock, TextBlock
from tocsin.read import ocr, read

MEMORY_BYTES = 3_000_000_000

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "pty.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ON_DISK = ("os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "shutil.")


@dataclass
class Outcome:
    """What came of one file. `end` is "" if the child answered, else `crash` or `timeout`."""

    end: str = ""
    records: list[DocumentRecord] = field(default_factory=list)
    misdeeds: list[str] = field(default_factory=list)
    breach: str = ""

    @property
    def own(self) -> DocumentRecord:
        """The one record of the file itself."""
        (record,) = (record for record in self.records if not record.parent)
        return record

    @property
    def status(self) -> str:
        """The status of the file, or how its child ended."""
        return self.end or str(self.own.status)


class Door:
    """Use it as a context; a child that dies is replaced at the next file.

    `root` holds the child's working folder, home and place for temporary files.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._context = multiprocessing.get_context("fork")
        self._child: Any = None
        self._line: Connection | None = None

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def read(self, path: Path, name: str, seconds: float) -> Outcome:
        """What reading `path`, shown as `name`, gives within `seconds`."""
        line = self._line or self._begin()
        line.send((str(path), name))
        if not line.poll(seconds):
            self._end()
            return Outcome("timeout")
        try:
            outcome: Outcome = line.recv()
        except EOFError:
            self._end()
            return Outcome("crash")
        return outcome

    def _begin(self) -> Connection:
        self._line, theirs = self._context.Pipe()
        self._child = self._context.Process(target=_serve, args=(theirs, self._root), daemon=True)
        self._child.start()
        theirs.close()
        return self._line

    def _end(self) -> None:
        if self._line:
            self._line.close()
            self._child.kill()
            self._child.join()
        self._line = None


def _serve(line: Connection, root: Path) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    os.chdir(root / "cwd")
    os.environ |= {"CANARI": CANARY, "HOME": str(root / "home"), "TMPDIR": str(root / "tmp")}
    tempfile.tempdir = None
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # native libraries talk of what they trip over
    sys.dont_write_bytecode = True
    ocr._recognise = lambda _grey: "reconnu"  # the letters in pictures are not the matter here
    misdeeds: list[str] = []
    sys.addaudithook(lambda event, details: _note(misdeeds, event, details))
    while True:
        try:
            path, name = line.recv()
        except EOFError:
            os._exit(0)
        misdeeds.clear()
        line.send(_outcome(Path(path), name, misdeeds))


def _note(misdeeds: list[str], event: str, details: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN) or event.startswith(_ON_DISK) or _writes(event, details):
        misdeeds.append(event)


def _writes(event: str, details: tuple[Any, ...]) -> bool:
    """Whether a path is opened for writing; a descriptor is of the child's own memory."""
    return event == "open" and not isinstance(details[0], int) and bool(details[2] & _WRITING)


def _outcome(path: Path, name: str, misdeeds: list[str]) -> Outcome:
    outcome = Outcome(misdeeds=misdeeds)
    waiting = set[str]()
    for part in read(path, name):
        if isinstance(part, DocumentRecord):
            outcome.records.append(part)
            outcome.breach = outcome.breach or ("blocks" if waiting - {part.document} else "")
            waiting.clear()
        else:
            waiting.add(part.document)
            outcome.breach = outcome.breach or ("canary" if _sings(part) else "")
    outcome.breach = outcome.breach or ("blocks" if waiting else "")
    return outcome


def _sings(part: Part) -> bool:
    """Whether a block holds what no stolen document may pull in."""
    match part:
        case TextBlock():
            return CANARY in part.text
        case TableBlock():
            return any(CANARY in cell for row in part.rows for cell in row)
        case _:
            return False
