"""Care links from a CSV export: patient, begin, end, and perhaps visit and unit."""

from pathlib import Path

from tocsin.watch.detect.links import Visit
from tocsin.watch.detect.table import rows_of
from tocsin.watch.moment import Clock


def visits_of(
    path: Path, clock: Clock, columns: dict[str, str] | None = None
) -> tuple[list[Visit], int]:
    """The visits, and how many rows could not be understood. Raises `InputError` if it is no CSV
    with at least the columns patient and begin (`columns`: our name → its heading)."""
    table = rows_of(path, {"patient", "begin"}, columns)
    visits: list[Visit] = []
    unparsed = table.left_out
    for number, row in enumerate(table.rows):
        try:
            begin = clock.any(row["begin"])
            end = clock.any(row["end"]) if row.get("end") else None
        except (ValueError, LookupError, OverflowError):
            unparsed += 1
            continue
        name = row.get("visit") or f"row {number}"
        visits.append(Visit(name, row["patient"], begin, end, row.get("unit", "")))
    return visits, unparsed
