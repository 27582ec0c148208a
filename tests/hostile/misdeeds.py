"""A maker of cells whose reader of text does the deed that the text names."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.hostile import spy
from tocsin.model.document import DocumentKind, TextBlock
from tocsin.read import formats, sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Job, Piece

MAKER = spy.MAKER.replace("tests.hostile.spy", "tests.hostile.misdeeds")

DEEDS: dict[str, Callable[[], object]] = {
    "write": lambda: Path("dehors.txt").write_text("x"),
    "append": lambda: os.open(os.devnull, os.O_WRONLY | os.O_APPEND),
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "resolve": lambda: socket.getaddrinfo("tocsin.invalid", 80),
    "program": lambda: subprocess.run(["true"], check=False),
    "shell": lambda: os.system("true"),
    "fork": os.fork,
    "folder": lambda: Path("dehors").mkdir(),
    "remove": lambda: Path("canari.txt").unlink(),
    "rename": lambda: Path("canari.txt").rename("autre.txt"),
}
FAIR = "rien"


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    deed = content.data().decode()
    with suppress(OSError):
        DEEDS.get(deed, bool)()
    yield TextBlock(content.document, "corps", deed)


def main() -> None:
    """Make cells until nobody asks any more."""
    formats.FORMATS[sniff.TEXT] = Format(DocumentKind.TEXT, _read)
    spy.main()
