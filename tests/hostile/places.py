"""A folder as a thief may leave it: names that mislead, and things that are no files at all."""

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from tests.hostile.trap import CANARY_FILE

TEXT = b"Clinique des Hetres, compte rendu de consultation\n" * 4

NAMES = (
    b"nom-\xe9t\xe9-cp1252.txt",
    b"nom-\xff\xfe-de-rien.txt",
    b"a" * 251 + b".txt",
    b"deux\nlignes.txt",
    b"retour\r.txt",
    b"echappe\x1b[31m\x07.txt",
    b"gauche-\xe2\x80\xaegpj.txt",
    b"invisible-\xe2\x80\x8b\xef\xbb\xbf.txt",
    b"-rf.txt",
    b"--",
    b"CON",
    b"NUL.txt",
    b"point. ",
    b" espace.txt",
    b"...",
    b"membre!",
    b"guillemet\"'`$(true).txt",
    b"%2e%2e%2f.txt",
    b"~",
    b"*?[a].txt",
    b"=cmd|' C'!A0.csv",
    b"<script>.txt",
    "e\u0301te\u0301.txt".encode(),
    "\u00e9t\u00e9.txt".encode(),
    b".cache",
)
"""File names, each of a sound text."""

NOT_FILES = ("boucle", "vers-lui-meme", "nulle-part", "vers-canari", "racine", "tube", "prise")
"""What stands there and is no file, by name."""


def names(root: Path) -> set[bytes]:
    """Texts under every hostile name, and one 60 folders deep; the paths where they lie."""
    deep = b"/".join([b"profond"] * 60) + b"/fond.txt"
    laid = {*NAMES, b"dossier!/dedans.txt", deep}
    for name in laid:
        path = Path(os.fsdecode(os.fsencode(root) + b"/" + name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT)
    return laid


def not_files(root: Path) -> None:
    """Links, a pipe and a socket; a device where the user may make one."""
    (root / "boucle").symlink_to("..")
    (root / "vers-lui-meme").symlink_to("vers-lui-meme")
    (root / "nulle-part").symlink_to("absent")
    (root / "vers-canari").symlink_to(root.parent / CANARY_FILE)
    (root / "racine").symlink_to("/")
    os.mkfifo(root / "tube")
    with socket.socket(socket.AF_UNIX) as prise:
        place = os.open(root, os.O_RDONLY)
        prise.bind(f"/proc/self/fd/{place}/prise")
        os.close(place)
    with suppress(PermissionError):
        os.mknod(root / "memoire", stat.S_IFCHR | 0o600, os.makedev(1, 5))


def sparse(path: Path, size: int, head: bytes = b"") -> Path:
    """A file of `size` bytes of which only the head takes room."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path
