"""Stolen files few enough to name, and a case for them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.case import Case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create_or_open(tmp_path / "affaire") as opened:
        yield opened


@pytest.fixture
def haul(tmp_path: Path) -> Path:
    """Twenty files with names of all kinds, two of them with the same bytes, and a link."""
    folder = tmp_path / "butin"
    (folder / "sous" / "dossier").mkdir(parents=True)
    for number in range(16):
        (folder / "sous" / f"note {number}.txt").write_text(f"Note numéro {number}.")
    (folder / "sous" / "dossier" / "copie.txt").write_text("Note numéro 3.")
    (folder / "ligne\ncoupée\r.txt").write_text("x")
    (folder / "anti\\slash.txt").write_text("y")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("z")
    (folder / "lien").symlink_to("sous/note 1.txt")
    return folder
