"""The files care links come from, read again when they change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.watch.detect import hl7, visits_csv
from tocsin.watch.detect.links import CareLinks, Visit
from tocsin.watch.moment import Clock

Stamp = tuple[int, int]


@dataclass(slots=True)
class CareSource:
    """CSV exports (`*.csv`) and HL7 v2 messages (any other name), files or folders of them.

    `unparsed` counts rows and messages that gave no visit, `unread` files that could not be read.
    """

    places: Sequence[Path] = ()
    clock: Clock = field(default_factory=Clock)
    columns: dict[str, str] | None = None
    unparsed: int = 0
    unread: int = 0
    _stamps: dict[Path, Stamp] = field(default_factory=dict)

    def changed(self) -> CareLinks | None:
        """All care links, if any file is not as it was; None else. Raises `InputError`."""
        stamps = {path: _stamp(path) for path in self._files()}
        if stamps == self._stamps:
            return None
        self._stamps = stamps
        self.unparsed = self.unread = 0
        links = CareLinks()
        for path in stamps:
            links.add(self._visits(path))
        return links

    def _files(self) -> Iterator[Path]:
        for place in self.places:
            if place.is_dir():
                yield from sorted(path for path in place.iterdir() if path.is_file())
            else:
                yield place

    def _visits(self, path: Path) -> list[Visit]:
        try:
            if path.suffix.lower() == ".csv":
                visits, unparsed = visits_csv.visits_of(path, self.clock, self.columns)
            else:
                visits, unparsed = hl7.visits_of(_text(path), self.clock)
        except OSError:
            self.unread += 1
            return []
        self.unparsed += unparsed
        return visits


def _stamp(path: Path) -> Stamp:
    try:
        info = path.stat()
    except OSError:
        return (0, 0)
    return (info.st_mtime_ns, info.st_size)


def _text(path: Path) -> str:
    """HL7 v2 in Europe is Latin-1 where it is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
