"""The crash suite: real senders, a real Postfix, and everything that can break between them.

    uv run python -m tests.notify.crash --points 300 --seed 1

Each point sends some of a long list and breaks something at a random moment; what is in doubt is
then settled from the log. At the end all is sent, and what arrived behind Postfix is counted by
Message-ID and queue id: nobody lost, nobody handed over twice.
"""

import argparse
import contextlib
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from aiosmtpd.controller import Controller
from benchmarks.postfix import Postfix, free_port, running_postfix

from tests.notify.people import case_of, crowd, release
from tocsin.case import Case
from tocsin.errors import TocsinError
from tocsin.notify import ledger, send
from tocsin.notify.settle import settle_by_log

TODAY = date(2025, 7, 10)
PER_POINT = 40
NO_GRACE = timedelta()
RELAY = """
default_transport = smtp
relayhost = [127.0.0.1]:{sink}
smtp_host_lookup = native
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
smtpd_recipient_restrictions = permit_mynetworks, reject
"""
RELAY_SERVICE = "smtp     unix  -       -       n       -       -       smtp\n"
_ID = re.compile(rb"^Message-ID: <([^>]+)>", re.MULTILINE | re.IGNORECASE)
_QUEUE = re.compile(rb"with E?SMTP id ([0-9A-Za-z]+)")


@dataclass
class Tally:
    """What the suite has seen. `in_doubt` counts all; the next three say how they ended.

    `left_by`: by which break those left to a person came into doubt.
    """

    points: Counter[str] = field(default_factory=Counter)
    in_doubt: int = 0
    settled_accepted: int = 0
    settled_not_accepted: int = 0
    left_to_a_person: int = 0
    left_by: Counter[str] = field(default_factory=Counter)
    people: int = 0
    arrived: int = 0
    lost: int = 0
    duplicates: int = 0

    def __str__(self) -> str:
        kinds, left = (
            ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
            for counted in (self.points, self.left_by)
        )
        return (
            f"{sum(self.points.values())} points ({kinds}); {self.people} persons:"
            f" {self.arrived} arrived, {self.lost} lost, {self.duplicates} handed over twice;"
            f" {self.in_doubt} in doubt: the log settled {self.settled_accepted} as taken and"
            f" {self.settled_not_accepted} as not, {self.left_to_a_person} left to a person"
            f" ({left})"
        )


class Sink:
    """What stands behind Postfix: keeps Message-ID and queue id of all that arrives."""

    def __init__(self, book: Path) -> None:
        self._book = book
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
        content: bytes = envelope.content  # type: ignore[attr-defined]
        own, queued = _ID.search(content), _QUEUE.search(content)
        assert own
        assert queued
        with self._book.open("ab") as book:
            book.write(own[1] + b" " + queued[1] + b"\n")
        return "250 OK"

    def __enter__(self) -> "Sink":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def arrived(self) -> dict[str, set[str]]:
        """Queue ids by Message-ID: the server's own repeats have the same."""
        found: dict[str, set[str]] = {}
        if self._book.exists():
            for line in self._book.read_text().splitlines():
                own, queued = line.split()
                found.setdefault(own, set()).add(queued)
        return found


class Proxy:
    """Between sender and Postfix: cuts every connection after so many more bytes, if told to."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.left: Synchronized[int] = multiprocessing.Value("q", -1)  # type: ignore[assignment]
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"smtp://127.0.0.1:{self._listening.getsockname()[1]}"
        self._process = multiprocessing.get_context("fork").Process(target=self._run, daemon=True)

    def __enter__(self) -> "Proxy":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._listening.close()

    def _run(self) -> None:
        while True:
            ours, _ = self._listening.accept()
            try:
                theirs = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                ours.close()
                continue
            for pair in ((ours, theirs), (theirs, ours)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(4096):
                allowed = self._allowed(len(piece))
                target.sendall(piece[:allowed])
                if allowed < len(piece):
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _allowed(self, wanted: int) -> int:
        with self.left.get_lock():
            if self.left.value < 0:
                return wanted
            allowed = min(wanted, self.left.value)
            self.left.value -= allowed
            if allowed < wanted:
                self.left.value = -1  # one cut; what reconnects goes through
            return allowed


class Suite:
    """A case, its senders, and what breaks."""

    def __init__(self, folder: Path, postfix: Postfix, proxy: Proxy, dice: random.Random) -> None:
        self.folder, self._postfix, self._proxy, self._dice = folder, postfix, proxy, dice
        self.tally = Tally()
        self._broken_by: dict[int, str] = {}
        self._breaks: dict[str, Callable[[], None]] = {
            "sender killed": self._kill_sender,
            "server killed": self._kill_server,
            "power cut": self._cut_power,
            "connection cut": self._cut_connection,
            "disk full": self._fill_disk,
            "clock jumps": self._jump,
        }

    def point(self, number: int) -> None:
        """One break, and what the log makes of it."""
        name = list(self._breaks)[number % len(self._breaks)]
        self._breaks[name]()
        self.tally.points[name] += 1
        self.settle()
        with Case.open(self.folder) as case:
            rows = case.store.execute("SELECT notice FROM deliveries WHERE state = 'in_doubt'")
        self._broken_by = {notice: self._broken_by.get(notice, name) for (notice,) in rows}
        self.tally.left_by = Counter(self._broken_by.values())
        if number % 30 == 29:
            print(f"{number + 1} points", flush=True)

    def settle(self) -> None:
        """What the log proves."""
        time.sleep(0.3)  # the log's last lines
        with Case.open(self.folder) as case:
            done = settle_by_log(case, self._postfix.log, grace=NO_GRACE)
        self.tally.settled_accepted += done.accepted
        self.tally.settled_not_accepted += done.not_accepted

    def _kill_sender(self) -> None:
        pid = self._start()
        self._wait_a_moment(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def _kill_server(self) -> None:
        pid = self._start()
        self._wait_a_moment(pid)
        self._postfix.kill()
        self._postfix.start()
        os.waitpid(pid, 0)

    def _cut_power(self) -> None:
        """All stands still; what was not on disk is gone, and so is the log's end."""
        pid = self._start()
        self._wait_a_moment(pid)
        os.kill(pid, signal.SIGSTOP)
        for process in self._postfix.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
        kept = {name: (self.folder / name) for name in ("case.db", "case.db-wal")}
        with tempfile.TemporaryDirectory() as copies:
            for name, path in kept.items():
                if path.exists():
                    shutil.copy(path, Path(copies) / name)
            self._postfix.kill()
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            (self.folder / "case.db-shm").unlink(missing_ok=True)
            for name, path in kept.items():
                path.unlink(missing_ok=True)
                if (Path(copies) / name).exists():
                    shutil.copy(Path(copies) / name, path)
        size = self._postfix.log.stat().st_size
        os.truncate(self._postfix.log, max(0, size - self._dice.choice((0, 300, 3000))))
        self._end_last_line()
        self._postfix.start()

    def _cut_connection(self) -> None:
        self._proxy.left.value = self._dice.randrange(0, 60_000)
        pid = self._start(url=self._proxy.url)
        os.waitpid(pid, 0)
        self._proxy.left.value = -1

    def _fill_disk(self) -> None:
        log = self.folder / "case.db-wal"
        room = (log.stat().st_size if log.exists() else 0) + self._dice.randrange(4_000, 200_000)
        os.waitpid(self._start(room=room), 0)

    def _jump(self) -> None:
        pid = self._start(hours=self._dice.choice((-2, 2)))
        self._wait_a_moment(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def _wait_a_moment(self, pid: int) -> None:
        """Until the sender is at work, and a random while longer, by what the server logs."""
        target = self._postfix.log.stat().st_size + self._dice.randrange(300, 15_000)
        while self._postfix.log.stat().st_size < target:
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                break
            time.sleep(0.002)

    def _end_last_line(self) -> None:
        with self._postfix.log.open("ab") as log:
            log.write(b"\n")

    def _start(self, url: str = "", room: int = 0, hours: int = 0) -> int:
        """A sender in a process of its own; it stops after its share."""
        sessions, share = self._dice.choice((1, 3, 8)), self._dice.randrange(5, 2 * PER_POINT)
        pid = os.fork()
        if pid:
            return pid
        try:
            _send(self.folder, url or self._postfix.url, sessions, share, room, hours)
        finally:
            os._exit(0)


def _send(folder: Path, url: str, sessions: int, share: int, room: int, hours: int) -> None:
    """What the child does: send until its share is done, with what goes wrong for it."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    if hours:
        ledger.now = lambda: (datetime.now(UTC) + timedelta(hours=hours)).isoformat(  # type: ignore[assignment]
            timespec="seconds"
        )
    if room:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    # A pace, so that breaks fall into the middle; SIGTERM ends the child in good order.
    signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    with contextlib.suppress(TocsinError), Case.open(folder, exclusive=False) as case:
        signal.setitimer(signal.ITIMER_REAL, share / 50)
        send(case, url, rate=100 if sessions == 1 else None, sessions=sessions, timeout=5)


def run(points: int, seed: int) -> Tally:
    """Break things at `points` moments drawn by `seed`."""
    dice = random.Random(seed)
    with _stage() as (folder, book), Sink(book) as sink:
        extra = RELAY.format(sink=sink.port)
        with (
            running_postfix(extra, services=RELAY_SERVICE) as postfix,
            Proxy(postfix.port) as proxy,
        ):
            with case_of(folder, crowd(points * PER_POINT)) as case:
                release(case, TODAY)
            suite = Suite(folder, postfix, proxy, dice)
            for number in range(points):
                suite.point(number)
            with Case.open(folder) as case:
                send(case, postfix.url, sessions=4)
            suite.settle()
            with Case.open(folder) as case:
                send(case, postfix.url, sessions=4)
            _drain(postfix)
            with Case.open(folder) as case:
                _count(case, sink, suite.tally)
            return suite.tally


@contextlib.contextmanager
def _stage() -> Iterator[tuple[Path, Path]]:
    with tempfile.TemporaryDirectory(prefix="tocsin-crash-") as name:
        yield Path(name) / "case", Path(name) / "arrived"


def _drain(postfix: Postfix) -> None:
    """Until everything has left the server's queue."""
    deadline = time.monotonic() + 300
    while postfix.queue().strip():
        assert time.monotonic() < deadline, "the queue does not empty"
        time.sleep(0.2)


def _count(case: Case, sink: Sink, tally: Tally) -> None:
    arrived = sink.arrived()
    rows = case.store.execute("SELECT state, message_id FROM deliveries")
    tally.people = len(rows)
    tally.arrived = len(arrived)
    tally.duplicates = sum(len(queued) > 1 for queued in arrived.values())
    tally.lost = sum(state == "accepted" and own not in arrived for state, own in rows)
    tally.lost += sum(state not in ("accepted", "in_doubt") for state, _ in rows)
    tally.left_to_a_person = sum(state == "in_doubt" for state, _ in rows)
    tally.in_doubt = tally.settled_accepted + tally.settled_not_accepted + tally.left_to_a_person


def main() -> None:
    """The whole suite, its counts on the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tally = run(given.points, given.seed)
    print(tally)
    sys.exit(bool(tally.lost or tally.duplicates))


if __name__ == "__main__":
    main()
