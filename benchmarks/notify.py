"""E-mails composed, signed, recorded and accepted by a real Postfix, beside what Postfix can take.

    uv run python -m benchmarks.notify --messages 126000 --write

`smtp-source`, Postfix's own load generator, sends as many messages of the same size over as many
sessions into the same server, before and after ours. It composes, signs and records nothing: it is
the most that the server takes. Needs root's rights, as Postfix does.
"""

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.notify.people import Invented, case_of, crowd, release

from benchmarks.page import measured_on, write_region
from benchmarks.peers import peers_python
from benchmarks.postfix import Postfix, running_postfix
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
PEER_MESSAGES = 600


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages a second, by whom."""

    name: str
    messages: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds


def ours(
    postfix: Postfix, folder: Path, messages: int, sessions: int, senders: int
) -> tuple[Rate, Rate, int]:
    """Ours, smtp-source around it, and the size of our messages."""
    with case_of(folder, crowd(messages, LIKE)) as case:
        (folder / "mail.toml").write_text(MAIL)
        (folder / "dkim.pem").write_bytes(_key())
        release(case, TODAY)
        size = len(Composer(case, Outbox(case)).sample("p1@exemple.invalid"))
        before = source(postfix, messages, sessions, size)
        drain(postfix)
    rate = by_senders(folder, postfix.url, sessions, senders)
    drain(postfix)
    after = source(postfix, messages, sessions, size)
    drain(postfix)
    if rate.messages != messages:
        raise SystemExit(f"{rate.messages} of {messages} accepted")
    both = Rate("smtp-source", 2 * messages, before.seconds + after.seconds)
    return rate, both, size


def by_senders(folder: Path, url: str, sessions: int, senders: int) -> Rate:
    """Several senders at once, as `tocsin notify send` starts them, and the sessions among them."""
    shares = [sessions // senders + (n < sessions % senders) for n in range(senders)]
    started = time.monotonic()
    with multiprocessing.get_context("fork").Pool(senders) as pool:
        accepted = pool.starmap(one_sender, [(folder, url, share) for share in shares], 1)
    return Rate("Tocsin", sum(accepted), time.monotonic() - started)


def one_sender(folder: Path, url: str, sessions: int) -> int:
    """A sender of its own; how many were accepted from it."""
    with Case.open(folder, exclusive=False) as case:
        return send(case, url, sessions=sessions).accepted


def source(postfix: Postfix, messages: int, sessions: int, size: int) -> Rate:
    """Postfix's own generator: `-d` keeps its sessions open, as we do."""
    program = shutil.which("smtp-source", path="/usr/sbin:/usr/bin")
    if program is None:
        raise SystemExit("smtp-source is not installed: scripts/install --dev")
    command = [program, "-d", "-s", str(sessions), "-m", str(messages), "-l", str(size)]
    command += ["-f", "information@trois-ponts.invalid", "-t", "p@exemple.invalid"]
    started = time.monotonic()
    subprocess.run([*command, f"127.0.0.1:{postfix.port}"], check=True)
    return Rate("smtp-source", messages, time.monotonic() - started)


def peers(postfix: Postfix, folder: Path, messages: int) -> list[Rate]:
    """The naive stack and django-post_office, on the same text."""
    python = peers_python(PINNED)
    body, key = folder / "body.txt", folder / "key.pem"
    body.write_text("Ce qui a été volé, ce que cela entraîne, ce que vous pouvez faire. " * 60)
    key.write_bytes(_key())
    rates = []
    for how in ("naive", "post_office"):
        command = [str(python), str(CHILD), how, str(postfix.port), str(messages), body, key]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rates.append(Rate(how, messages, float(done.stdout)))
        drain(postfix)
    return rates


def drain(postfix: Postfix) -> None:
    """Until the server has nothing left to do."""
    while postfix.queue().strip():
        time.sleep(0.2)


def table(tocsin: Rate, most: Rate, others: list[Rate], size: int, sessions: int) -> str:
    """The page's region."""
    names = {
        "naive": "`email.message`, dkimpy, smtplib; one connection, nothing recorded",
        "post_office": "django-post_office on SQLite; one process, not signed",
    }
    ratio = tocsin.per_second / most.per_second
    rows = [
        f"| smtp-source, before and after | {most.per_second:.0f} | 1 |",
        f"| Tocsin: checked, signed (RSA-2048), recorded | {tocsin.per_second:.0f} | {ratio:.2f} |",
    ]
    for rate in others:
        share, times = rate.per_second / most.per_second, tocsin.per_second / rate.per_second
        rows.append(
            f"| {names[rate.name]} | {rate.per_second:.0f} | {share:.3f} (Tocsin × {times:.0f}) |"
        )
    head = (
        f"{measured_on()}; {tocsin.messages} messages of {size} bytes, {sessions} sessions,"
        " Postfix with its discard transport on the same machine;"
        f" load average {os.getloadavg()[2]:.0f} (15 minutes).\n\n"
        "| sender | messages/s accepted | of what the server takes |\n|---|---:|---:|\n"
    )
    return head + "\n".join(rows)


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
    parser.add_argument("--peer-messages", type=int, default=PEER_MESSAGES)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--senders", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with running_postfix(TAKES_ALL) as postfix, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tocsin, most, size = ours(
            postfix, folder / "case", given.messages, given.sessions, given.senders
        )
        others = peers(postfix, folder, given.peer_messages) if given.peer_messages else []
    text = table(tocsin, most, others, size, given.sessions)
    sys.stdout.write(f"{text}\n")
    if given.write:
        write_region("notify", text)


if __name__ == "__main__":
    main()
