"""The crisis room at full size: server time and queries of every screen; 20 users during a scope.

    uv run python -m benchmarks.room [--persons N] [--exposures N] [--write]

Server time is that of the whole request in the server's process (session, gate, journal entry,
queries, template), network and browser left out. The load is real: `tocsin serve`, 20 users over
HTTP, and a `tocsin scope` at work on the same case.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.page import measured_on, write_region
from benchmarks.room_case import build
from benchmarks.room_load import Load, load

SCREENS = {
    "Now": "/now",
    "Sealed copy": "/sealed",
    "… unread documents": "/sealed/unread",
    "Findings": "/findings",
    "… documents of a kind": "/findings/documents?category=health",
    "… one document": "/findings/77",
    "Review": "/review",
    "… one question": "",
    "People": "/people",
    "… with health data": "/people?tier=medical",
    "… far down": "/people?after=100000",
    "… one person": "/people/77",
    "… homonyms": "/people/homonyms",
    "Notices": "/notices",
    "… the words": "/notices/preview",
    "Calls": "/calls",
    "Authorities": "/duties",
    "… one duty": "/duties/gdpr-33",
    "… files": "/duties/drafts",
    "… one file": "/duties/drafts/1",
    "Press": "/press",
    "… one version": "/press/2",
    "Journal": "/journal",
    "Accounts": "/accounts",
}
TIMES = 21


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds and queries of one screen; `cpu` is the processor's time, whoever else works."""

    name: str
    first: float
    median: float
    cpu: float
    slowest: float
    queries: int


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=126_000)
    parser.add_argument("--exposures", type=int, default=500_000)
    parser.add_argument("--files", type=int, default=3_000)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="room-") as name:
        folder = Path(name) / "affaire"
        started = time.monotonic()
        build(folder, wanted.persons, wanted.exposures)
        print(f"built in {time.monotonic() - started:.0f} s", file=sys.stderr)
        timed = list(screens(folder))
        loaded = load(Path(name), wanted.files)
    text = table(timed, loaded, wanted.persons, wanted.exposures)
    print(text)
    if wanted.write:
        write_region("room", text)


def screens(folder: Path) -> Iterator[Timed]:
    """Every screen, timed."""
    from tocsin.room.keeping import keeping

    with keeping(folder):
        from tocsin.room.reads.warm import warm

        started = time.monotonic()
        warm()
        print(f"warm in {time.monotonic() - started:.0f} s", file=sys.stderr)
        client = _client()
        question = _question(client)
        for name, path in SCREENS.items():
            yield _timed(client, name, path or question)
        yield _measure("… search", lambda: client.post("/people/search", {"words": "bamar 1950"}))
        yield _call(client)
        yield from _after_an_act(client)


def _client() -> Any:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client

    from tocsin.room.models import Grant, User
    from tocsin.room.roles import Role

    user = User.objects.create_user("mesure", "une phrase de mesure")
    user.must_change_password = False
    user.save()
    TOTP.activate(user, generate_totp_secret())
    Grant.objects.create(user=user, role=Role.DATA_PROTECTION, asked_by="a", approved_by="b")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def _question(client: Any) -> str:
    import re

    found = re.findall(r"/review/q[0-9a-f]{16}", client.get("/review").content.decode())
    return str(found[0])


def _timed(client: Any, name: str, path: str) -> Timed:
    return _measure(name, lambda: client.get(path))


def _call(client: Any) -> Timed:
    import re

    page = client.get("/calls").content.decode()
    reference = re.findall(r'name="reference" value="([^"]+)"', page)[0]
    return _measure("… one call", lambda: client.post("/calls/open", {"reference": reference}))


def _after_an_act(client: Any) -> Iterator[Timed]:
    """The page that follows an act: what the act changed is counted anew."""
    from tocsin.room.reads.deadlines import CLOCKS
    from tocsin.room.reads.directory import DIRECTORY
    from tocsin.room.reads.outgoing import OUTGOING

    def duties() -> Any:
        CLOCKS.forget()
        return client.get("/duties")

    def notices() -> Any:
        OUTGOING.forget()
        return client.get("/notices")

    def search() -> Any:
        DIRECTORY.changed()
        return client.post("/people/search", {"words": "bamar 1950"})

    yield _measure("Authorities, after an act", duties)
    yield _measure("Notices, after an act", notices)
    yield _measure("Search, after a correction", search)


def _measure(name: str, ask: Any) -> Timed:
    times, processor = [], []
    for _ in range(TIMES):
        started, used = time.perf_counter(), time.thread_time()
        answer = ask()
        processor.append((time.thread_time() - used) * 1000)
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
    with counting() as counted:
        ask()
    later = times[1:]
    cpu = median(processor[1:])
    return Timed(name, times[0], median(later), cpu, quantiles(later, n=20)[-1], counted[0])


@contextmanager
def counting() -> Iterator[list[int]]:
    """Queries of the case and of Django, together."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tocsin.room.opened import reading

    counted, statements = [0], []
    database = reading().store._db
    database.set_trace_callback(statements.append)
    try:
        with CaptureQueriesContext(connection) as queries:
            yield counted
    finally:
        database.set_trace_callback(None)
    counted[0] = len(queries) + len(statements)


def table(timed: list[Timed], loaded: Load, persons: int, exposures: int) -> str:
    """For the page of measurements."""
    lines = [
        f"{persons:,} persons, {exposures:,} exposures; {measured_on()}.",
        "",
        "| screen | first, ms | median, ms | of it processor, ms | 95 %, ms | queries |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            (
                f"| {t.name} | {t.first:.0f} | {t.median:.0f} | {t.cpu:.0f} | {t.slowest:.0f}"
                f" | {t.queries} |"
            )
            for t in timed
        ),
        "",
        loaded.sentence,
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
