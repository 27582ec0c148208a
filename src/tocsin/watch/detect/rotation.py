"""Which log is which, whatever became of its name: renamed, copied, packed. Decision 077."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tocsin.case import Case
from tocsin.watch.detect.growing import DAMAGED, GrowingLog
from tocsin.watch.detect.tail import Position, at_begin, is_of, is_same
from tocsin.watch.detect.wall.walled import WalledReader

_ROWS = "SELECT log, path, inode, offset, head, head_bytes, is_rotated FROM detect_logs"


class Shelf:
    """The logs that a case knows, asked once for each file of a look, in the order of `order`.

    `lost` counts logs of which something may have gone unread. An inode tells little alone: it is
    given to another file as soon as its own is deleted.
    """

    def __init__(self, case: Case, reader: WalledReader) -> None:
        self._case, self._reader = case, reader
        rows = [
            Position(path, inode, offset, head, size, bool(is_rotated), log)
            for log, path, inode, offset, head, size, is_rotated in case.store.execute(_ROWS)
        ]
        self._known = {position.log: position for position in rows}
        self._next = max(self._known, default=0) + 1
        self.lost: Counter[str] = Counter()

    def beside(self, path: Path) -> Iterator[GrowingLog]:
        """Where logs went that stood at a path: files beside it that go on one we know."""
        for log in self._beside(path):
            if log.path != path and any(_is_of(log, one) for one in self._known.values()):
                yield log

    def place(self, log: GrowingLog) -> Position | None:
        """Where to go on in a log; None if it is a copy of one that still stands elsewhere, or
        was cut this very moment.

        Raises one of `DAMAGED` if it cannot be read.
        """
        inode = log.path.stat().st_ino
        for known in self._of(inode):
            if is_same(log, known):
                return known if known.path == str(log.path) else self._moved(known, log, inode)
        for other in list(self._known.values()):
            if other.inode != inode and _are_together(other, log) and is_of(log, other):
                return None if self._stands(other) else self._moved(other, log, inode)
        for known in self._of(inode):
            if known.path == str(log.path) and not self._leave(known, "cut"):
                return None
        return self._begun(log, inode)

    def order(self, log: GrowingLog) -> tuple[bool, int, str]:
        """The oldest first, but after all others those that were cut: a copy of them goes on where
        they were."""
        try:
            info = log.path.stat()
            known = self._of(info.st_ino)
            is_cut = bool(known) and not any(is_same(log, one) for one in known)
        except DAMAGED:
            return False, 0, log.path.name
        return is_cut, info.st_mtime_ns, log.path.name

    def settle(self) -> None:
        """At the end of a look: logs whose place another has taken, and which nobody found."""
        for position in list(self._known.values()):
            path = Path(position.path)
            if path.exists() and path.stat().st_ino != position.inode:
                self._leave(position, "rotated away")

    def _of(self, inode: int) -> list[Position]:
        return [position for position in self._known.values() if position.inode == inode]

    def _begun(self, log: GrowingLog, inode: int) -> Position:
        """A log that is new; a copy of it that is new too must not count as another."""
        begun = at_begin(log, inode, self._next)
        self._next += 1
        if begun.head_bytes:
            self._known[begun.log] = begun
        return begun

    def _moved(self, position: Position, log: GrowingLog, inode: int) -> Position:
        """It stands elsewhere now, perhaps as a copy; at once, so that a crash changes nothing."""
        now = replace(position, path=str(log.path), inode=inode, is_rotated=True)
        with self._case.store.transaction():
            now.mark(self._case.store)
        self._known[now.log] = now
        return now

    def _leave(self, position: Position, how: str) -> bool:
        """Forget a log that is gone; False if it is there after all, since files were listed."""
        if self._is_somewhere(position):
            return False
        with self._case.store.transaction():
            self._case.store.execute("DELETE FROM detect_logs WHERE log = ?", (position.log,))
        del self._known[position.log]
        if not position.is_rotated:  # one that was rotated before has been read to its end
            self.lost[how] += 1
        return True

    def _is_somewhere(self, position: Position) -> bool:
        return any(_is_of(log, position) for log in self._beside(Path(position.path)))

    def _beside(self, path: Path) -> Iterator[GrowingLog]:
        for other in sorted(path.parent.iterdir()) if path.parent.is_dir() else ():
            if other.is_file() and not other.is_symlink():
                yield GrowingLog(other, self._reader)

    def _stands(self, position: Position) -> bool:
        """Whether the log is still where we read it last."""
        try:
            return is_same(GrowingLog(Path(position.path), self._reader), position)
        except DAMAGED:
            return False


def _is_of(log: GrowingLog, position: Position) -> bool:
    try:
        return _are_together(position, log) and is_of(log, position)
    except DAMAGED:
        return False


def _are_together(position: Position, log: GrowingLog) -> bool:
    """In one folder, one name beginning with the stem of the other: `dpi.csv`, `dpi.csv.2.gz`."""
    path = Path(position.path)
    stems = path.name.partition(".")[0], log.path.name.partition(".")[0]
    return path.parent == log.path.parent and (
        stems[0].startswith(stems[1]) or stems[1].startswith(stems[0])
    )
