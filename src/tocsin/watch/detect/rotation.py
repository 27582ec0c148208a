"""Which log is which, whatever became of its name: renamed, copied, packed. Decision 077."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from tocsin.case import Case
from tocsin.watch.detect.tail import Position, is_of, is_same
from tocsin.watch.logfile import DAMAGED, LogFile

_ROWS = "SELECT path, inode, offset, head, head_bytes, is_rotated FROM detect_logs"


class Shelf:
    """The logs that a case knows, asked once for each file of a look, the oldest first.

    `lost` counts logs of which something may have gone unread.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        rows = [
            Position(path, inode, offset, head, size, bool(is_rotated))
            for path, inode, offset, head, size, is_rotated in case.store.execute(_ROWS)
        ]
        self._known = {position.inode: position for position in rows}
        self.lost: Counter[str] = Counter()

    def place(self, log: LogFile) -> Position | None:
        """Where to go on in a log; None if it is a copy of one that still stands elsewhere.

        Raises one of `DAMAGED` if it cannot be read.
        """
        inode = log.path.stat().st_ino
        known = self._known.get(inode)
        if known and is_same(log, known):
            return known if known.path == str(log.path) else self._moved(known, log, inode)
        for other in list(self._known.values()):
            if other.inode != inode and _are_together(other, log) and is_of(log, other):
                return None if _stands(other) else self._moved(other, log, inode)
        if known:  # cut, or a file of another time had its inode
            self._forget(known, "" if known.is_rotated else "cut")
        return Position(str(log.path), inode)

    def order(self, log: LogFile) -> tuple[bool, int, str]:
        """The oldest first, but after all others those that were cut: a copy of them goes on where
        they were."""
        try:
            info = log.path.stat()
            known = self._known.get(info.st_ino)
            return bool(known and not is_same(log, known)), info.st_mtime_ns, log.name
        except DAMAGED:
            return False, 0, log.name

    def settle(self) -> None:
        """At the end of a look: logs whose place another has taken, and which nobody found."""
        for position in list(self._known.values()):
            path = Path(position.path)
            if path.exists() and path.stat().st_ino != position.inode:
                self._forget(position, "" if position.is_rotated else "rotated away")

    def _moved(self, position: Position, log: LogFile, inode: int) -> Position:
        """It stands elsewhere now, perhaps as a copy; at once, so that a crash changes nothing."""
        now = replace(position, path=str(log.path), inode=inode, is_rotated=True)
        with self._case.store.transaction():
            self._drop(position)
            now.mark(self._case.store)
        self._known[inode] = now
        return now

    def _forget(self, position: Position, lost: str) -> None:
        with self._case.store.transaction():
            self._drop(position)
        if lost:
            self.lost[lost] += 1

    def _drop(self, position: Position) -> None:
        del self._known[position.inode]
        self._case.store.execute("DELETE FROM detect_logs WHERE inode = ?", (position.inode,))


def _are_together(position: Position, log: LogFile) -> bool:
    """In one folder, one name beginning with the stem of the other: `dpi.csv`, `dpi.csv.2.gz`."""
    path = Path(position.path)
    stems = path.name.partition(".")[0], log.path.name.partition(".")[0]
    return path.parent == log.path.parent and (
        stems[0].startswith(stems[1]) or stems[1].startswith(stems[0])
    )


def _stands(position: Position) -> bool:
    """Whether the log is still where we read it last."""
    try:
        return is_same(LogFile(Path(position.path), ""), position)
    except DAMAGED:
        return False
