"""Ten million accesses to records in a case, and how long their analysis takes.

    python -m benchmarks.watch_accesses NUMBER

A thousand accounts in three shifts over 120 days, each with an address of its own, patients at
random, in two logs. They are sealed as `watch` seals them; merging and analysing is then timed, in
processor seconds of this process and its threads.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tocsin.case import Case
from tocsin.progress import Silent
from tocsin.watch.act import Acts
from tocsin.watch.analyse import analyse
from tocsin.watch.batch import EVENTS_A_BATCH, frame_of, seal
from tocsin.watch.events import vault_of
from tocsin.watch.merge import merge
from tocsin.watch.wall.message import Rows

DAYS, ACCOUNTS, PATIENTS = 120, 1_000, 126_000
BEGIN = 1_750_000_000
SHIFT = 8


def main() -> None:
    """Make them, look at them, say how long it took."""
    number = int(sys.argv[1])
    with (
        tempfile.TemporaryDirectory() as name,
        Case.create_or_open(Path(name) / "case") as case,
    ):
        make(case, number)
        for what, act in (
            ("merged", lambda: merge(case)),
            ("analysed", lambda: analyse(case, Acts(), Silent())),
        ):
            cpu, clock = time.process_time(), time.monotonic()
            act()
            print(what, round(time.process_time() - cpu, 2), round(time.monotonic() - clock, 2))


def make(case: Case, number: int) -> None:
    """Seal so many accesses, batch by batch."""
    rng = np.random.default_rng(1)
    vault, batches = vault_of(case), number // EVENTS_A_BATCH
    digests = ("ab" * 32, "cd" * 32)
    case.store.many(
        "INSERT INTO log_files (log, path, sha256, size, reader, state, reason, zone)"
        " VALUES (?, ?, ?, 1, 'csv', 'read', '', 'UTC')",
        ((log, f"dpi{log}.csv", digest) for log, digest in enumerate(digests)),
    )
    for batch in range(batches):
        rows = accesses(rng, batch * DAYS / batches, DAYS / batches)
        log = batch % len(digests)
        name = f"{log:06d}-{batch:014d}-00000"
        seal(vault, name, frame_of(rows, digests[log]))
        times = [at for at in rows.numbers["@timestamp"] if at is not None]
        case.store.execute(
            "INSERT INTO event_batches VALUES (?, ?, ?, ?, ?)",
            (name, log, rows.size, min(times), max(times)),
        )


def accesses(rng: np.random.Generator, day: float, days: float) -> Rows:
    """A batch of accesses that begin at a day and fill so many."""
    size = EVENTS_A_BATCH
    account = rng.integers(0, ACCOUNTS, size)
    hour = np.floor(day + rng.random(size) * days) * 24 + account % 3 * SHIFT
    moment = ((BEGIN + (hour + rng.random(size) * SHIFT) * 3_600) * 1e6).astype(np.int64)
    said = {
        "event.dataset": "dpi", "event.action": "record-read", "event.category": "database",
        "event.outcome": "success", "host.name": "dpi",
    }  # fmt: skip
    texts: dict[str, list[str | None]] = {name: [text] * size for name, text in said.items()}
    texts["user.name"] = [f"account{n}" for n in account]
    texts["source.ip"] = [f"10.{n // 250}.0.{n % 250}" for n in account]
    texts["patient.id"] = [str(n) for n in rng.integers(0, PATIENTS, size)]
    numbers: dict[str, list[int | None]] = {
        "@timestamp": np.sort(moment).tolist(),
        "evidence.offset": list(range(size)),
    }
    return Rows(size, texts, numbers, {"evidence.recovered": [False] * size})


if __name__ == "__main__":
    main()
