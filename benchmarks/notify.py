"""E-mails composed, signed, recorded and accepted by a real Postfix, beside what Postfix can take.

    uv run python -m benchmarks.notify --messages 126000 --write

`smtp-source`, Postfix's own load generator, sends messages of the same size over as many sessions
into the same server, before and after ours: its own message to one recipient, and one of ours to a
recipient each (`-F`, `-N`), for the server rewrites every header's address and looks up every new
recipient. It composes, signs and records nothing: it is the most that the server takes. Says on
stderr how far it is. Needs root's rights, as Postfix does.
"""

import argparse
import contextlib
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.notify.people import Invented, case_of, crowd, release

from benchmarks.page import measured_on, write_region
from benchmarks.peers import peers_python
from benchmarks.postfix import Postfix, end_on_sigterm, running_postfix
from tocsin.case import Case
from tocsin.notify import send
from tocsin.notify.composer import Composer
from tocsin.notify.outbox import Outbox

TODAY = date(2025, 7, 10)
CHILD = Path(__file__).with_name("notify_child.py")
PINNED = {"dkimpy": "1.1.8", "django": "5.2.8", "django-post-office": "3.12.0"}
TAKES_ALL = "smtpd_recipient_restrictions = permit_mynetworks, reject\n"
LIKE = Invented(categories="civil_status;contact;nir;identity_document;insurance")
MAIL = '[[dkim]]\ndomain = "trois-ponts.invalid"\nselector = "tocsin"\nkey = "dkim.pem"\n'
SAMPLE = "sample.eml"
PEER_MESSAGES = 600
PROGRESS_SECONDS = 10.0
STARTED = time.monotonic()


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages a second, by whom; processor seconds of the sender and of the server."""

    name: str
    messages: int
    seconds: float
    own: float = 0.0
    server: float = 0.0

    @property
    def per_second(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(
            self.name,
            self.messages + other.messages,
            self.seconds + other.seconds,
            self.own + other.own,
            self.server + other.server,
        )


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: so many of ours, so many by smtp-source around them, over which sessions."""

    messages: int
    source_messages: int
    sessions: int
    senders: int


def ours(postfix: Postfix, folder: Path, load: Load) -> tuple[Rate, list[Rate], int]:
    """Ours, smtp-source before and after (its own message, and ours), our messages' size."""
    note(f"a case of {load.messages} persons")
    with case_of(folder, crowd(load.messages, LIKE)) as case:
        (folder / "mail.toml").write_text(MAIL)
        (folder / "dkim.pem").write_bytes(_key())
        release(case, TODAY)
        sample = Composer(case, Outbox(case)).sample("p1@exemple.invalid")
    (folder / SAMPLE).write_bytes(sample.replace(b"\r\n", b"\n"))
    kinds = (
        ("smtp-source, its own message, one recipient", ["-l", str(len(sample))]),
        ("smtp-source, one of ours, each recipient another", ["-F", str(folder / SAMPLE), "-N"]),
    )
    before = [source(postfix, load, *kind) for kind in kinds]
    note("Tocsin")
    rate = by_senders(postfix, folder, load)
    after = [source(postfix, load, *kind) for kind in kinds]
    if rate.messages != load.messages:
        raise SystemExit(f"{rate.messages} of {load.messages} accepted")
    return rate, [one + other for one, other in zip(before, after, strict=True)], len(sample)


def by_senders(postfix: Postfix, folder: Path, load: Load) -> Rate:
    """Several senders at once, as `tocsin notify send` starts them, and the sessions among them."""
    shares = [
        load.sessions // load.senders + (n < load.sessions % load.senders)
        for n in range(load.senders)
    ]
    with measured("Tocsin", postfix) as found:
        with multiprocessing.get_context("fork").Pool(load.senders) as pool:
            jobs = [(folder, postfix.url, share) for share in shares]
            waiting = pool.starmap_async(one_sender, jobs, 1)
            while not waiting.ready():
                waiting.wait(PROGRESS_SECONDS)
                note(f"{accepted(folder)} accepted")
            sent = sum(waiting.get())
            pool.close()
            pool.join()
        found.append(sent)
    return found.rate


def one_sender(folder: Path, url: str, sessions: int) -> int:
    """A sender of its own; how many were accepted from it."""
    with Case.open(folder, exclusive=False) as case:
        return send(case, url, sessions=sessions).accepted


def accepted(folder: Path) -> int:
    """How many e-mails of a case the server has taken."""
    with Case.open(folder, exclusive=False) as case:
        return case.store.count("SELECT count(*) FROM deliveries WHERE state = 'accepted'")


def source(postfix: Postfix, load: Load, name: str, what: list[str]) -> Rate:
    """Postfix's own generator: `-d` keeps its sessions open, as we do."""
    program = shutil.which("smtp-source", path="/usr/sbin:/usr/bin")
    if program is None:
        raise SystemExit("smtp-source is not installed: scripts/install --dev")
    command = [program, "-d", "-s", str(load.sessions), "-m", str(load.source_messages), *what]
    command += ["-f", "information@trois-ponts.invalid", "-t", "p@exemple.invalid"]
    note(name)
    with measured(name, postfix) as found:
        subprocess.run([*command, f"127.0.0.1:{postfix.port}"], check=True)
        found.append(load.source_messages)
    return found.rate


class Measured(list[int]):
    """The messages sent in a block; `rate` once it is over."""

    rate: Rate


@contextlib.contextmanager
def measured(name: str, postfix: Postfix) -> Iterator[Measured]:
    """Time a block that sends, to the server's last answer; then let its queue run empty."""
    found = Measured()
    own, server, started = _processor_seconds(), postfix.processor_seconds(), time.monotonic()
    yield found
    seconds, own = time.monotonic() - started, _processor_seconds() - own
    postfix.drain()
    found.rate = Rate(name, sum(found), seconds, own, postfix.processor_seconds() - server)


def _processor_seconds() -> float:
    """Of this process and of its children that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def note(text: str) -> None:
    """Say how far it is."""
    sys.stderr.write(f"{time.monotonic() - STARTED:6.0f} s  {text}\n")
    sys.stderr.flush()


def peers(postfix: Postfix, folder: Path, messages: int) -> list[Rate]:
    """The naive stack and django-post_office, on the same text."""
    python = peers_python(PINNED)
    body, key = folder / "body.txt", folder / "key.pem"
    body.write_text("Ce qui a été volé, ce que cela entraîne, ce que vous pouvez faire. " * 60)
    key.write_bytes(_key())
    rates = []
    for how in ("naive", "post_office"):
        note(how)
        command = [str(python), str(CHILD), how, str(postfix.port), str(messages), body, key]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rates.append(Rate(how, messages, float(done.stdout)))
        postfix.drain()
    return rates


def table(tocsin: Rate, most: list[Rate], others: list[Rate], size: int, sessions: int) -> str:
    """The page's region. `most`: what the server takes."""
    names = {
        "naive": "`email.message`, dkimpy, smtplib; one connection, nothing recorded",
        "post_office": "django-post_office on SQLite; one process, not signed",
    }
    rows = [
        _row(f"{rate.name}, before and after", rate, tocsin.per_second / rate.per_second)
        for rate in most
    ]
    rows.append(_row("Tocsin: checked, signed (RSA-2048), recorded", tocsin, 1.0))
    rows += [
        f"| {names[rate.name]} | {rate.per_second:.0f}"
        f" | {tocsin.per_second / rate.per_second:.1f} | | |"
        for rate in others
    ]
    head = (
        f"{measured_on()}; {tocsin.messages} messages of {size} bytes, {sessions} sessions,"
        f" {most[0].messages // 2} before and as many after by smtp-source,"
        " Postfix with its discard transport on the same machine;"
        f" load average {os.getloadavg()[2]:.0f} (15 minutes).\n\n"
        "| sender | messages/s accepted | Tocsin's rate, of this | its processor, µs a message |"
        " the server's |\n|---|---:|---:|---:|---:|\n"
    )
    return head + "\n".join(rows)


def _row(name: str, rate: Rate, ratio: float) -> str:
    own, server = (1e6 * seconds / rate.messages for seconds in (rate.own, rate.server))
    return f"| {name} | {rate.per_second:.0f} | {ratio:.2f} | {own:.0f} | {server:.0f} |"


def _key() -> bytes:
    return rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=126_000)
    parser.add_argument("--source-messages", type=int, default=20_000)
    parser.add_argument("--peer-messages", type=int, default=PEER_MESSAGES)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--senders", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    end_on_sigterm()
    load = Load(given.messages, given.source_messages, given.sessions, given.senders)
    with running_postfix(TAKES_ALL) as postfix, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tocsin, most, size = ours(postfix, folder / "case", load)
        others = peers(postfix, folder, given.peer_messages) if given.peer_messages else []
    text = table(tocsin, most, others, size, given.sessions)
    sys.stdout.write(f"{text}\n")
    if given.write:
        write_region("notify", text)


if __name__ == "__main__":
    main()
