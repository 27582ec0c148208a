"""What listeners received and nobody kept yet: bounded, with one way out."""

import threading
from collections import Counter, deque
from dataclasses import dataclass, field

MOST_WAITING = 64 << 20
"""Bytes that may wait; beyond, a stream is made to wait and datagrams are dropped and counted."""


@dataclass(slots=True, eq=False)
class Parcel:
    """Messages that came together. `key` is the sender's own name for them, if it gave one.

    `kept` is None until they are kept (True) or lost to us (False), and `settled` is set then.
    """

    listener: str
    sender: str
    messages: list[bytes]
    key: str = ""
    kept: bool | None = None
    settled: threading.Event = field(default_factory=threading.Event)

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return sum(map(len, self.messages)) + 64 * len(self.messages)

    def settle(self, *, kept: bool) -> None:
        """Say what became of it."""
        self.kept = kept
        self.settled.set()


class Inbox:
    """Parcels from the threads of listeners to the one that writes; `counts` of what befell."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._waiting: deque[Parcel] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self.counts: Counter[str] = Counter()

    def count(self, what: str, times: int = 1) -> None:
        """Something befell."""
        with self._changed:
            self.counts[what] += times

    def befell(self) -> Counter[str]:
        """What was counted since this was last asked."""
        with self._changed:
            counts, self.counts = self.counts, Counter()
            return counts

    def offer(self, parcel: Parcel, patience: float) -> bool:
        """Put a parcel in; False if there was no room for so many seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._has_room(parcel), patience):
                return False
            self._waiting.append(parcel)
            self._bytes += parcel.size
            self._changed.notify_all()
            return True

    def take(self, patience: float) -> list[Parcel]:
        """All that waits; empty if nothing came for so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting), patience)
            taken = list(self._waiting)
            self._waiting.clear()
            self._bytes = 0
            self._changed.notify_all()
            return taken

    def withdraw(self, parcel: Parcel) -> bool:
        """Take a parcel back; False if it is being kept already."""
        with self._changed:
            if parcel not in self._waiting:
                return False
            self._waiting.remove(parcel)
            self._bytes -= parcel.size
            self._changed.notify_all()
            return True

    def _has_room(self, parcel: Parcel) -> bool:
        return not self._waiting or self._bytes + parcel.size <= self._most
