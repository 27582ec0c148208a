"""A day of a hospital in front of `tocsin watch follow`, compressed, with kills and rotations.

    uv run python -m benchmarks.follow [--seed 1] [--steps 480] [--pause 0.5] [--kills 40] [--write]

Three applications write FHIR AuditEvents for 24 hours: one log rotated by renaming (packed at once,
later, or not), one by copy and truncation (packed or not), and one that posts by HTTP and posts
again, under the same key, until it is told that all is kept. The follower is killed (SIGKILL) and
started again at moments drawn by lot. At the end every reading must have been counted once, and the
alarms must be those of one undisturbed run over the whole logs, each told to a webhook. An alarm
that was sent and not marked before a kill goes out again under its key: such repeats are counted.
"""

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.page import measured_on, write_region
from tocsin.case import Case

DAY = datetime.fromisoformat("2025-06-26T00:00:00+00:00")
LEARNED_DAYS = 14
STAFF, THIEVES = 40, 5
A_DAY, TAKEN = 12, 400
TOKEN = "a-token-for-the-benchmark"
ENDED = 30.0
"""Seconds that the follower has at the end to come to rest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a day."""

    seed: int = 1
    steps: int = 48
    pause: float = 0.1
    kills: int = 5
    rotations: int = 10


@dataclass(slots=True)
class Outcome:
    """What came of it: alarms by account, readings written and counted, webhooks by key."""

    written: int
    counted: int
    alarms: Counter[str]
    expected: Counter[str]
    told: Counter[str]
    kills: int
    rotations: Counter[str]
    unread: Counter[str] = field(default_factory=Counter)

    @property
    def is_exact(self) -> bool:
        """Nothing lost, nothing twice."""
        return (
            self.written == self.counted
            and self.alarms == self.expected
            and len(self.told) == self.alarms.total()
        )

    def table(self) -> str:
        """For people."""
        turns = ", ".join(f"{n} {name}" for name, n in sorted(self.rotations.items()))
        repeats = self.told.total() - len(self.told)
        rows = (
            ("kills (SIGKILL) and restarts", self.kills),
            (f"rotations ({turns})", self.rotations.total()),
            ("readings written", self.written),
            ("readings counted", self.counted),
            ("alarms of an undisturbed run", self.expected.total()),
            ("alarms of this run", self.alarms.total()),
            ("alarms told to the webhook", len(self.told)),
            ("told again under the same key after a kill", repeats),
        )
        lines = [f"| {name} | {number:,} |" for name, number in rows]
        return "\n".join(["| what | number |", "|---|---:|", *lines])


def audit(at: datetime, account: str, patient: str) -> bytes:
    """One reading as an AuditEvent, and the end of its line."""
    agent = {"who": {"identifier": {"value": account}}, "requestor": True}
    entity = {"what": {"reference": f"Patient/{patient}"}, "role": {"code": "1"}}
    event = {"resourceType": "AuditEvent", "action": "R", "recorded": at.isoformat(),
             "agent": [agent], "entity": [entity]}  # fmt: skip
    return json.dumps(event).encode() + b"\n"


def history(chance: random.Random) -> Iterator[bytes]:
    """Ordinary days, from which limits are learned."""
    for hour in range(-24 * LEARNED_DAYS - 1, 0):
        for account in range(STAFF):
            for _ in range(chance.choice((0, 0, 1, 1))):
                at = DAY + timedelta(hours=hour, seconds=chance.randrange(3_600))
                yield audit(at, f"staff-{account}", str(chance.randrange(10**6)))


def day(plan: Plan, chance: random.Random) -> list[list[bytes]]:
    """The readings of each step of the day; thieves take all of theirs within a few hours."""
    told: list[tuple[float, str]] = [
        (24 * chance.random(), f"staff-{chance.randrange(STAFF)}") for _ in range(STAFF * A_DAY)
    ]
    for thief in range(THIEVES):
        begin = 20 * chance.random()
        told += [(begin + 3 * chance.random(), f"thief-{thief}") for _ in range(TAKEN)]
    steps: list[list[bytes]] = [[] for _ in range(plan.steps)]
    for hour, account in sorted(told):
        patient = str(chance.randrange(10**6))
        line = audit(DAY + timedelta(hours=hour), account, patient)
        steps[int(hour / 24 * plan.steps)].append(line)
    return steps


class Logs:
    """The two logs on disk and their rotations."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._chance = chance
        self.renamed, self.copied = folder / "dpi.jsonl", folder / "pacs.jsonl"
        self._turn = 0
        self.done: Counter[str] = Counter()
        self._unpacked: list[Path] = []

    def rotate(self) -> None:
        """One of them, in one of the ways."""
        self._turn += 1
        way = self._chance.choice(("rename", "rename, gz", "copytruncate", "copytruncate, gz"))
        log = self.renamed if way.startswith("rename") else self.copied
        if not log.exists() or not log.stat().st_size:
            return
        for old in self._unpacked:
            _pack(old)
        self._unpacked.clear()
        away = log.with_name(f"{log.name}.{self._turn}")
        if log == self.renamed:
            log.rename(away)
        else:
            shutil.copyfile(log, away)
            os.truncate(log, 0)
        if way.endswith("gz"):
            _pack(away)
        else:
            self._unpacked.append(away)
        self.done[way] += 1


def _pack(log: Path) -> None:
    """As gzip does: the packed file grows beside the other, which goes last."""
    with log.open("rb") as plain, gzip.open(f"{log}.gz", "wb") as packed:
        shutil.copyfileobj(plain, packed)
    log.unlink()


class Webhook(ThreadingHTTPServer):
    """Takes alarms over, and counts how often each key came."""

    daemon_threads = True

    def __init__(self) -> None:
        self.told: Counter[str] = Counter()
        super().__init__(("127.0.0.1", 0), _Take)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Take(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told[self.headers["Idempotency-Key"]] += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Follower:
    """The command in a process, killed and started again."""

    def __init__(self, folder: Path, hook: str) -> None:
        token = folder / "token"
        token.write_text(TOKEN, encoding="ascii")
        self.port = _free_port()
        self.case, self._log = folder / "case", folder / "follower.log"
        self._command = [
            *(sys.executable, "-m", "tocsin", "watch", "follow", str(folder / "logs")),
            *("--case", str(self.case), "--learn", str(LEARNED_DAYS), "--every", "0.2"),
            *("--listen-http", str(self.port), "--token-file", str(token), "--webhook", hook),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, or go on."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)

    def kill(self) -> None:
        """At once, whatever it is doing."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def post(self, lines: list[bytes], key: str) -> None:
        """Until they are kept."""
        while lines:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
                headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key}
                connection.request("POST", "/", b"".join(lines), headers)
                if connection.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.1)
            finally:
                connection.close()


def run(plan: Plan, folder: Path) -> Outcome:
    """The day, and its outcome."""
    chance, logs_folder = random.Random(plan.seed), folder / "logs"
    logs_folder.mkdir(parents=True)
    past = list(history(chance))
    (logs_folder / "past.jsonl").write_bytes(b"".join(past))
    steps, logs, hook = day(plan, chance), Logs(logs_folder, chance), Webhook()
    follower = Follower(folder, f"http://127.0.0.1:{hook.server_port}/")
    kills = Counter(chance.choices(range(plan.steps), k=plan.kills))
    turns = Counter(chance.choices(range(plan.steps), k=plan.rotations))
    follower.start()
    try:
        for number, lines in enumerate(steps):
            _step(number, lines, logs, follower, chance)
            for _ in range(turns[number]):
                logs.rotate()
            for _ in range(kills[number]):
                time.sleep(plan.pause * chance.random())
                follower.kill()
                follower.start()
            time.sleep(plan.pause)
        written = len(past) + sum(map(len, steps))
        _rest(follower, hook, written)
    finally:
        follower.kill()
        hook.shutdown()
    expected = _undisturbed(folder, past, steps)
    counted, alarms = _known(follower.case)
    return Outcome(written, counted, alarms, expected, hook.told, plan.kills, logs.done)


def _step(
    number: int, lines: list[bytes], logs: Logs, follower: Follower, chance: random.Random
) -> None:
    """Each reading by one of the three ways."""
    posted: list[bytes] = []
    for line in lines:
        way = chance.randrange(3)
        if way == 2:
            posted.append(line)
            continue
        with (logs.renamed, logs.copied)[way].open("ab") as log:
            log.write(line)
    follower.post(posted, f"step-{number}")


def _rest(follower: Follower, hook: Webhook, written: int) -> None:
    """Until all is counted and told, or time is up."""
    end = time.monotonic() + ENDED
    while time.monotonic() < end:
        counted, alarms = _known(follower.case)
        if counted >= written and len(hook.told) >= alarms.total():
            return
        time.sleep(0.3)


def _undisturbed(folder: Path, past: list[bytes], steps: list[list[bytes]]) -> Counter[str]:
    """The alarms of one run over everything."""
    whole = folder / "whole.jsonl"
    whole.write_bytes(b"".join(past) + b"".join(line for step in steps for line in step))
    case = folder / "undisturbed"
    subprocess.run(
        [sys.executable, "-m", "tocsin", "watch", "follow", str(whole), "--case", str(case),
         "--learn", str(LEARNED_DAYS), "--once"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return _known(case)[1]


def _known(folder: Path) -> tuple[int, Counter[str]]:
    """Readings counted, and alarms by subject."""
    if not (folder / "case.db").exists():
        return 0, Counter()
    with Case.open(folder, exclusive=False) as case:
        counts = json.loads(case.get("detect.counts", "{}"))
        subjects = case.store.execute("SELECT subject FROM detect_alerts")
    return sum(counts.values()), Counter(subject for (subject,) in subjects)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> None:
    """Run a day, show it, and write the page if asked; 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=480)
    parser.add_argument("--pause", type=float, default=0.5)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--rotations", type=int, default=60)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    plan = Plan(asked.seed, asked.steps, asked.pause, asked.kills, asked.rotations)
    with tempfile.TemporaryDirectory() as name:
        outcome = run(plan, Path(name))
    print(outcome.table())
    if asked.write:
        write_region("follow", f"{outcome.table()}\n\nSeed {asked.seed}. {measured_on()}")
    if not outcome.is_exact:
        sys.exit("NOT EXACT")


if __name__ == "__main__":
    main()
