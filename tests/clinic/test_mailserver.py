"""The demo's mail server takes what a standard client sends, counts it, ends with its user."""

import email
import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.clinic.mailserver import MAX_LINE, MailServer, ServerCounts

MESSAGE = b"Message-ID: <%d@x.invalid>\r\nSubject: essai\r\n\r\n%s\r\n"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def client(server: MailServer) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=10)


def dialogue(server: MailServer, data: bytes) -> bytes:
    """All that the server says to `data`."""
    with socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1])), 10) as wire:
        wire.sendall(data)
        wire.shutdown(socket.SHUT_WR)
        said = b""
        while piece := wire.recv(65536):
            said += piece
    return said


def test_it_counts_messages_envelopes_and_what_came_twice(server: MailServer) -> None:
    assert server.counts() == ServerCounts()
    with client(server) as smtp:
        for number, to in [(1, "a@x.invalid"), (2, "b@x.invalid"), (2, "b@x.invalid")]:
            smtp.sendmail("s@x.invalid", [to], MESSAGE % (number, b"bonjour"))
        smtp.sendmail("s@x.invalid", ["a@x.invalid", "c@x.invalid"], MESSAGE % (3, b"bonjour"))
    found = server.counts()
    assert (found.accepted, found.message_ids, found.recipients) == (4, 3, 3)
    assert found.envelopes == 4
    assert found.duplicates == 1


def test_it_keeps_the_first_messages_as_they_were(tmp_path: Path) -> None:
    body = b".\r\n..\r\n.x\r\n\r\n" + "é".encode() * 5000
    with MailServer(keep=tmp_path / "mails", limit=2) as server, client(server) as smtp:
        for number in range(3):
            smtp.sendmail("s@x.invalid", ["a@x.invalid"], MESSAGE % (number, body))
    kept = sorted((tmp_path / "mails").iterdir())
    assert len(kept) == 2
    assert kept[0].read_bytes() == MESSAGE % (0, body)
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert email.message_from_bytes(kept[1].read_bytes())["Message-ID"] == "<1@x.invalid>"


def test_it_offers_what_it_can_do(server: MailServer) -> None:
    with client(server) as smtp:
        smtp.ehlo()
        assert {"pipelining", "size", "8bitmime"} <= set(smtp.esmtp_features)
        assert smtp.noop()[0] == 250
        assert smtp.rset()[0] == 250
        assert smtp.docmd("TURN")[0] == 500
        assert smtp.quit()[0] == 221


def test_a_whole_pipelined_conversation_in_one_piece(server: MailServer) -> None:
    said = dialogue(
        server,
        b"EHLO x\r\nMAIL FROM:<a@x.invalid>\r\nRCPT TO:<b@x.invalid>\r\nDATA\r\n"
        b"Message-ID: <1@x>\r\n\r\nhi\r\n.\r\n"
        b"MAIL FROM:<>\r\nRCPT TO:<b@x.invalid>\r\nDATA\r\n.\r\nQUIT\r\nNOOP\r\n",
    )
    codes = [line[:3] for line in said.split(b"\r\n") if line[3:4] == b" "]
    assert codes == [b"220", b"250", *[b"250", b"250", b"354", b"250"] * 2, b"221"]
    assert server.counts().accepted == 2


def test_bytes_that_come_one_by_one(server: MailServer) -> None:
    with socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1])), 10) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        talk = (
            b"EHLO x\r\nMAIL FROM:<a@x.invalid>\r\nRCPT TO:<b@x.invalid>\r\nDATA\r\n"
            b"x\r\n.\r\nQUIT\r\n"
        )
        for byte in talk:
            wire.sendall(bytes([byte]))
        while wire.recv(4096):
            pass
    assert server.counts().accepted == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"RCPT TO:<b@x.invalid>", b"503"),
        (b"DATA", b"554"),
        (b"MAIL FROM:nobody", b"501"),
        (b"MAIL TO:<a@x.invalid>", b"501"),
        (b"MAIL FROM:<a@x.invalid>\r\nMAIL FROM:<a@x.invalid>", b"503"),
        (b"MAIL FROM:<a@x.invalid>\r\nRCPT TO:<nobody>", b"501"),
        (b"\xff\xfe", b"500"),
        (b"x" * (MAX_LINE + 1), b"500"),
    ],
)
def test_mistakes_are_refused_and_not_counted(server: MailServer, said: bytes, code: bytes) -> None:
    answer = dialogue(server, b"EHLO x\r\n" + said + b"\r\n").rstrip(b"\r\n")
    assert answer.rsplit(b"\r\n", 1)[-1].startswith(code)
    assert server.counts().accepted == 0


def test_a_message_cut_short_is_not_counted(server: MailServer) -> None:
    dialogue(
        server, b"EHLO x\r\nMAIL FROM:<a@x.invalid>\r\nRCPT TO:<b@x.invalid>\r\nDATA\r\nhalf a mess"
    )
    assert server.counts().accepted == 0


def test_it_ends_with_its_user() -> None:
    with MailServer() as server:
        process = server._process
        assert process.is_alive()
    assert not process.is_alive()
