"""Real servers made by others: aiosmtpd (TLS, login) and Postfix take our mail as it was meant."""

import contextlib
import email
import email.policy
import os
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from benchmarks.postfix import Postfix, running_postfix
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.notify.people import case_of, crowd, release
from tocsin.errors import MailError
from tocsin.notify import send

TODAY = date(2025, 7, 10)


class Inbox:
    """Keeps what aiosmtpd accepted."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"


def check_login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and data == LoginPassword(b"joe", b"p@ss")
    return AuthResult(success=good, handled=False)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate of this machine's own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@contextlib.contextmanager
def aiosmtpd(**options: Any) -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield inbox, port
    finally:
        controller.stop()


def test_aiosmtpd_receives_each_message_once_and_whole(tmp_path: Path) -> None:
    with aiosmtpd() as (inbox, port), case_of(tmp_path / "c", crowd(20)) as case:
        release(case, TODAY)
        assert send(case, f"smtp://127.0.0.1:{port}").accepted == 20
    assert [e.rcpt_tos for e in inbox.envelopes] == [[f"p{i}@exemple.invalid"] for i in range(20)]
    for number, envelope in enumerate(inbox.envelopes):
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        assert body.get_content().startswith(f"Bonjour Marie DUPONT-{number},")
        assert message["To"] == f"p{number}@exemple.invalid"
        assert not message.defects


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_aiosmtpd_under_tls_with_a_login(tmp_path: Path, tls: ssl.SSLContext, scheme: str) -> None:
    options: dict[str, Any] = {"authenticator": check_login, "auth_required": True}
    if scheme == "smtps":
        options |= {"ssl_context": tls, "auth_require_tls": False}
    else:
        options |= {"tls_context": tls, "require_starttls": True}
    with aiosmtpd(**options) as (inbox, port), case_of(tmp_path / "c", crowd(2)) as case:
        release(case, TODAY)
        with pytest.raises(MailError) as caught:
            send(case, f"{scheme}://joe:wrong@127.0.0.1:{port}", timeout=10)
        assert caught.value.code == "mail.login"
        assert send(case, f"{scheme}://joe:p%40ss@127.0.0.1:{port}", timeout=10).accepted == 2
    assert len(inbox.envelopes) == 2


def test_tls_with_a_server_that_has_none(tmp_path: Path) -> None:
    with aiosmtpd() as (_, port), case_of(tmp_path / "c", crowd(1)) as case:
        release(case, TODAY)
        for scheme in ("smtps", "smtp+starttls"):
            with pytest.raises(MailError) as caught:
                send(case, f"{scheme}://127.0.0.1:{port}", timeout=5)
            assert caught.value.code == "mail.tls"


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """A Postfix of its own that throws away what it accepted."""
    if Postfix.program() is None:
        pytest.skip("Postfix is not installed: scripts/install brings it")
    if os.geteuid() != 0:
        pytest.skip("Postfix starts as root only")
    with running_postfix() as running:
        yield running


def test_postfix_queues_each_message_once(tmp_path: Path, postfix: Postfix) -> None:
    with case_of(tmp_path / "c", crowd(250)) as case:
        release(case, TODAY)
        result = send(case, postfix.url)
        again = send(case, postfix.url)
        ids = {
            row[0]
            for row in case.store.execute(
                "SELECT message_id FROM deliveries WHERE state = 'accepted'"
            )
        }
        replies = case.store.execute("SELECT reply FROM deliveries WHERE state = 'accepted'")
    assert (result.accepted, result.refused, result.in_doubt) == (249, 1, 0)
    assert (again.accepted, again.waiting) == (0, 0)
    assert all("queued as" in reply for (reply,) in replies)
    logged = [
        line.split("message-id=<")[1].rstrip(">")
        for line in postfix.log.read_text().splitlines()
        if "message-id=<" in line
    ]
    assert sorted(logged) == sorted(ids)
