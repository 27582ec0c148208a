"""The small CSV files a hospital gives the detector: staff, approvals, visits."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.errors import InputError

DELIMITERS = ";,\t|"


@dataclass(slots=True)
class Table:
    """Rows by column name, and how many were left out for what they lack."""

    rows: list[dict[str, str]] = field(default_factory=list)
    left_out: int = 0


def rows_of(path: Path, wanted: set[str], columns: dict[str, str] | None = None) -> Table:
    """The rows of a CSV with a header; `columns` says which heading stands for which name.

    Rows of the wrong length are counted, not taken. Raises `InputError` if it cannot be read or a
    wanted column is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise _unusable(path) from None
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text), delimiter=max(DELIMITERS, key=head.count))
    known = {heading.casefold(): name for name, heading in (columns or {}).items()}
    table = Table()
    try:
        header = [h.strip().casefold() for h in next(lines, [])]
        names = [known.get(heading, heading) for heading in header]
        if not wanted <= set(names):
            raise _unusable(path)
        for line in lines:
            if len(line) == len(names):
                table.rows.append({n: v.strip() for n, v in zip(names, line, strict=True)})
            elif line:
                table.left_out += 1
    except csv.Error:
        raise _unusable(path) from None
    return table


def _unusable(path: Path) -> InputError:
    return InputError(
        "watch.detect_table",
        f"Le fichier {path.name} n'est pas un CSV (UTF-8) avec les colonnes attendues.",
        f"The file {path.name} is not a CSV (UTF-8) with the columns expected.",
        way_out_fr="Les colonnes de chaque fichier sont dans docs/watch.md.",
        way_out_en="The columns of each file are in docs/watch.md.",
    )
