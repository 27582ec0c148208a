"""Messages kept in the case's encrypted tables before their sender is told that they are.

They stay there after they were read, as evidence, until they are pruned.
"""

import os
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tocsin.case import Case, Store
from tocsin.watch.detect.listen.inbox import Inbox, Parcel
from tocsin.watch.detect.listen.sequence import Sequences
from tocsin.watch.moment import MICROSECONDS

NEXT, HEARD = "detect.next", "detect.heard"
DAY = 86_400 * MICROSECONDS
NUMBERED = ("udp", "tcp")
"""Listeners whose messages may bear their sender's numbers."""

ONE_LINE = bytes.maketrans(b"\r\n", b"  ")
"""A message of several lines (XML) as one."""

_WAITING = (
    "SELECT first, at, listener, sender, body FROM detect_received"
    " WHERE is_read = 0 AND first > ? ORDER BY first LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages as they were kept: the number of the first, when they came (µs), from whom."""

    first: int
    at: int
    listener: str
    sender: str
    messages: list[bytes]

    @property
    def log(self) -> str:
        """What evidence calls it; the message's number stands for the offset."""
        return f"{self.listener}:{self.sender}"

    def mark(self, store: Store) -> None:
        """It was read; within the transaction that keeps what it taught."""
        store.execute("UPDATE detect_received SET is_read = 1 WHERE first = ?", (self.first,))


class Spool:
    """The writer of the spool: one a case, in the thread that holds its tables."""

    def __init__(self, case: Case, inbox: Inbox) -> None:
        self._case, self._inbox = case, inbox
        self._next = int(case.get(NEXT, "0"))
        self.heard = Counter(msgspec.json.decode(case.get(HEARD, "{}"), type=dict[str, int]))
        rows = case.store.execute("SELECT source, last FROM detect_sequences")
        self._sequences = Sequences(dict(rows))

    def receive(self, seconds: float) -> None:
        """Keep what comes, for so many seconds; with 0, what is there now."""
        end = time.monotonic() + seconds
        self.heard.update(self._inbox.befell())
        while parcels := self._inbox.take(max(0.0, end - time.monotonic())):
            self.keep(parcels)
            if time.monotonic() >= end:
                return

    def keep(self, parcels: Sequence[Parcel]) -> None:
        """Keep them all in one transaction, and tell their senders."""
        kept = False
        try:
            self._keep(parcels)
            kept = True
        finally:
            for parcel in parcels:
                parcel.settle(kept=kept)

    def _keep(self, parcels: Sequence[Parcel]) -> None:
        store, at = self._case.store, time.time_ns() // 1_000
        number, heard = self._next, Counter(self.heard)
        with store.transaction():
            for parcel in parcels:
                if self._is_known(parcel.key):
                    heard["repeated"] += len(parcel.messages)
                    continue
                if parcel.listener in NUMBERED:
                    heard["missing"] += self._sequences.lost(parcel.sender, parcel.messages)
                self._insert(number, at, parcel)
                number += len(parcel.messages)
                heard["received"] += len(parcel.messages)
            heard.update(self._inbox.befell())
            self._keep_numbers(number, heard)
        self._next, self.heard = number, heard

    def _is_known(self, key: str) -> bool:
        asked = "SELECT count(*) FROM detect_received WHERE key = ?"
        return bool(key) and bool(self._case.store.count(asked, (key,)))

    def _insert(self, number: int, at: int, parcel: Parcel) -> None:
        body = zlib.compress(msgspec.msgpack.encode(parcel.messages), 1)
        self._case.store.execute(
            "INSERT INTO detect_received (first, messages, at, listener, sender, key, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, len(parcel.messages), at, parcel.listener, parcel.sender,
             parcel.key or None, body),
        )  # fmt: skip

    def _keep_numbers(self, number: int, heard: Counter[str]) -> None:
        changed, self._sequences.changed = self._sequences.changed, {}
        self._case.store.many(
            "INSERT OR REPLACE INTO detect_sequences VALUES (?, ?)", changed.items()
        )
        self._case.set(NEXT, str(number))
        self._case.set(HEARD, msgspec.json.encode(heard).decode())


def unread(case: Case) -> Iterator[Batch]:
    """What was kept and not read yet, in order."""
    last = -1
    while rows := case.store.execute(_WAITING, (last,)):
        first, at, listener, sender, body = rows[0]
        yield Batch(first, at, listener, sender, _messages(body))
        last = first


def received(case: Case, first: int = 0, last: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Every message kept with its number, from `first` to `last`."""
    rows = case.store.stream(
        "SELECT first, body FROM detect_received WHERE first + messages > ?1"
        " AND (?2 IS NULL OR first <= ?2) ORDER BY first",
        (first, last),
    )
    for begin, body in rows:
        for number, message in enumerate(_messages(body), begin):
            if number >= first and (last is None or number <= last):
                yield number, message


def write_received(case: Case, path: Path, first: int = 0, last: int | None = None) -> int:
    """Write messages to a file that only its owner may read, one a line; how many."""
    written = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for _, message in received(case, first, last):
            file.write(message.translate(ONE_LINE).strip() + b"\n")
            written += 1
    case.journal("watch.received_written", messages=written)
    return written


def prune(case: Case, days: int) -> int:
    """Drop what was read and is older; how many messages that was."""
    before = time.time_ns() // 1_000 - days * DAY
    old = " FROM detect_received WHERE is_read = 1 AND at < ?"
    with case.store.transaction():
        gone = case.store.count("SELECT coalesce(sum(messages), 0)" + old, (before,))
        case.store.execute("DELETE" + old, (before,))
        if gone:
            case.journal("watch.received_pruned", messages=gone)
    return gone


def _messages(body: bytes) -> list[bytes]:
    return msgspec.msgpack.decode(zlib.decompress(body), type=list[bytes])
