"""NetFlow as text: CSV of nfdump (`nfdump -o csv`) and of SiLK or ipfix tools with like names."""

from collections.abc import Iterator

from tocsin.watch.event import TIME, Read, Record, Unparsed, Values
from tocsin.watch.moment import Clock
from tocsin.watch.reader import Reader, Stretch
from tocsin.watch.text import cells, text, whole

NAMES = {
    TIME: ("ts", "firstseen", "stime", "flowstartmilliseconds", "first"),
    "source.ip": ("sa", "srcaddr", "sip", "sourceipv4address"),
    "source.port": ("sp", "srcport", "sport", "sourcetransportport"),
    "destination.ip": ("da", "dstaddr", "dip", "destinationipv4address"),
    "destination.port": ("dp", "dstport", "dport", "destinationtransportport"),
    "source.bytes": ("ibyt", "bytes", "ibytes", "octettotalcount"),
    "destination.bytes": ("obyt", "obytes", "reverseoctettotalcount"),
}
_NEEDED = (TIME, "source.ip", "destination.ip", "source.bytes")


class NetflowReader(Reader):
    """One flow a line, below a header."""

    name = "netflow"
    blind = (
        ("montre qui a parlé à qui et combien d'octets, parfois échantillonnés ; jamais quoi"),
        "shows who spoke to whom and how many bytes, sometimes sampled; never what",
    )

    def recognises(self, head: bytes, name: str) -> bool:
        """By the names in its first line."""
        return _columns(head.partition(b"\n")[0]) is not None

    def read(self, stretch: Stretch) -> Iterator[Read]:
        """Each flow; nfdump's summary at the end is no record."""
        columns: dict[str, int] | None = None
        for offset, raw in stretch.lines():
            line = raw.decode("utf-8", "replace").strip()
            if columns is None:
                columns = _columns(raw)
            elif line.startswith("Summary"):
                return
            elif line:
                yield _one(offset, line, columns, stretch.clock)


def _columns(line: bytes) -> dict[str, int] | None:
    """Where each column of ours stands, or None if the needed ones do not."""
    names = [cell.strip().lower() for cell in line.decode("utf-8", "replace").split(",")]
    found = {
        column: names.index(next(name for name in known if name in names))
        for column, known in NAMES.items()
        if any(name in names for name in known)
    }
    return found if all(column in found for column in _NEEDED) else None


def _one(offset: int, line: str, columns: dict[str, int], clock: Clock) -> Read:
    try:
        row = cells(line)
        values: Values = {
            name: text(row[at]) if name.endswith("ip") else whole(row[at].strip())
            for name, at in columns.items()
            if name != TIME
        }
        values[TIME] = clock.any(row[columns[TIME]])
    except (ValueError, LookupError, OverflowError):
        return Unparsed(offset, "shape")
    values |= {
        "event.dataset": "netflow",
        "event.category": "network",
        "event.action": "connection",
    }
    return Record(offset, values)
