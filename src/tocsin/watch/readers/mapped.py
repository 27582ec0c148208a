"""Any CSV, by a mapping file."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from tocsin.watch.event import COLUMNS, TIME, Kind, Read, Record, Unparsed, Values
from tocsin.watch.mapping import Mapping
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.text import cells, text, whole

NUMBERS = tuple(name for name, kind in COLUMNS.items() if kind in (Kind.COUNT, Kind.PORT))
DELIMITERS = ";,\t|"


class MappedReader(Reader):
    """One row an event, its columns named by the mapping."""

    name = "csv"
    blind = (
        "montre ce que son export contient ; ce qu'il ne contient pas est inconnu",
        "shows what its export holds; what that does not hold is unknown",
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """Never by itself: it takes a mapping."""
        return False

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each row under the header."""
        mapping = stretch.mapping
        if mapping is None:
            return
        zone = ZoneInfo(mapping.zone) if mapping.zone else stretch.clock.zone
        clock = Clock(zone, stretch.clock.written)
        places: dict[str, int] | None = None
        delimiter = mapping.delimiter
        for offset, raw in stretch.lines():
            line = raw.decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r\n")
            if places is None:
                delimiter = delimiter or max(DELIMITERS, key=line.count)
                header = [cell.strip() for cell in cells(line, delimiter)]
                places = {c: header.index(n) for c, n in mapping.columns.items() if n in header}
            elif line:
                yield _one(offset, line, delimiter, places, mapping, clock)


def _one(
    offset: int, line: str, delimiter: str, places: dict[str, int], mapping: Mapping, clock: Clock
) -> Read:
    try:
        row = cells(line, delimiter)
        values: Values = {name: text(row[at]) for name, at in places.items()}
        values[TIME] = clock.any(str(values[TIME]))
    except (ValueError, LookupError, OverflowError):
        return Unparsed(offset, "shape")
    for name in NUMBERS:
        if values.get(name) is not None:
            values[name] = whole(values[name])
    return Record(offset, {"event.dataset": mapping.dataset, **mapping.constants, **values})
