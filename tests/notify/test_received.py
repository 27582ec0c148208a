"""A message as Postfix hands it on: signed well, clean to SpamAssassin, with nothing to click."""

import email
import email.policy
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from benchmarks.postfix import Postfix, running_postfix

from tests.notify.crash import RELAY, RELAY_SERVICE, Sink
from tests.notify.people import Invented, case_of, release
from tests.notify.test_dkim import ED25519, RSA, is_good
from tests.notify.test_senders import MAIL, write_key
from tocsin.notify import send

TODAY = date(2025, 7, 10)
SENDER = "information@etoile.invalid"
LIMIT = 2.0
"""SpamAssassin's usual threshold is 5."""


class Mailbox(Sink):
    """Keeps what arrived, whole."""

    def __init__(self, book: Path) -> None:
        super().__init__(book)
        self.messages: list[bytes] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        self.messages.append(envelope.content)  # type: ignore[attr-defined]
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture(scope="module", params=["fr", "en"])
def received(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[bytes]:
    """One notice, after Postfix."""
    if Postfix.program() is None or os.geteuid() != 0:
        pytest.skip("Postfix is not installed, or starts as root only")
    folder = tmp_path_factory.mktemp("received")
    who = Invented(
        categories="civil_status;contact;nir;identity_document;insurance;financial;credentials",
        language=request.param,
    )
    with Mailbox(folder / "book") as mailbox, case_of(folder / "c", [who]) as case:
        (folder / "c" / "mail.toml").write_text(MAIL)
        write_key(folder / "c", RSA)
        write_key(folder / "c", ED25519)
        release(case, TODAY)
        extra = RELAY.format(sink=mailbox.port)
        with running_postfix(extra, services=RELAY_SERVICE) as postfix:
            assert send(case, postfix.url).accepted == 1
            deadline = time.monotonic() + 30
            while not mailbox.messages and time.monotonic() < deadline:
                time.sleep(0.05)
        yield mailbox.messages[0]


def test_another_implementation_finds_both_signatures_good(received: bytes) -> None:
    assert received.startswith(b"Received: ")
    assert is_good(received, RSA, ED25519)


def test_spamassassin_finds_it_clean(received: bytes) -> None:
    program = shutil.which("spamassassin")
    if program is None:
        pytest.skip("SpamAssassin is not installed: scripts/install --dev brings it")
    done = subprocess.run(
        [program, "--local", "--test-mode"], input=received, capture_output=True, timeout=120
    )
    text = done.stdout.decode("utf-8", "replace")
    found = re.search(r"^X-Spam-Status: (\w+), score=(-?[\d.]+)", text, re.MULTILINE)
    assert found, text
    assert (found[1], float(found[2]) <= LIMIT) == ("No", True), text


def test_nothing_to_click_open_or_load(received: bytes) -> None:
    message = email.message_from_bytes(received, policy=email.policy.default)
    assert not list(message.iter_attachments())
    page = message.get_body(("html",))
    assert page is not None
    text = page.get_content()
    assert not re.search(r"<(a|img|script|link|iframe|form)\b|\bsrc=|\bhref=|url\(", text)
    assert "http" not in text
