"""`lettres/lots.csv`: for the print room, how many letters and sheets each file holds."""

import csv
import io
from dataclasses import astuple, dataclass
from pathlib import Path

from tocsin.notify.letters.typeset import replace

NAME = "lots.csv"
COLUMNS = ("fichier", "voie", "langue", "lettres", "feuilles", "premiere_ref", "derniere_ref")


@dataclass(frozen=True, slots=True)
class Lot:
    """A file for the printer. `sheets`: of paper, printed on both sides, each letter on its own."""

    file: str
    channel: str
    language: str
    letters: int
    sheets: int
    first: str
    last: str


def record_lot(folder: Path, lot: Lot) -> Path:
    """Write the row of `lot`; a file that was made again has one row."""
    path = folder / NAME
    rows = {row[0]: row for row in _rows(path)}
    rows[lot.file] = [str(value) for value in astuple(lot)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows[name] for name in sorted(rows))
    replace(path, text.getvalue().encode("utf-8-sig"))
    return path


def lots(folder: Path) -> list[Lot]:
    """The files written so far, by name; none before the first."""
    found = []
    for file, channel, language, letters, sheets, first, last in _rows(folder / NAME):
        found.append(Lot(file, channel, language, int(letters), int(sheets), first, last))
    return found


def _rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]
