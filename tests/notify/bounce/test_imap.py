"""A mailbox by IMAP is only read, and whatever its server does ends in a sentence."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notify.bounce.samples import samples
from tocsin.errors import MailError
from tocsin.notify.bounce import open_source
from tocsin.notify.bounce.imap import ImapUrl

MESSAGES = [sample.raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for sample in samples()[:5]]


class Server:
    """An IMAP server with five messages; `asked` is what it was asked."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses = refuses
        self.asked: list[str] = []

    def serve(self, client: socket.socket) -> None:
        file = client.makefile("rwb")
        file.write(b"* OK ready\r\n")
        file.flush()
        for raw in file:
            tag, _, command = raw.decode().strip().partition(" ")
            self.asked.append(command)
            for line in self.answer(command):
                file.write(line + b"\r\n")
            no = self.refuses and command.startswith(self.refuses)
            file.write(f"{tag} {'NO' if no else 'OK'} done\r\n".encode())
            file.flush()

    def answer(self, command: str) -> Iterator[bytes]:
        if command == "CAPABILITY":
            yield b"* CAPABILITY IMAP4rev1"
        elif command.startswith(("EXAMINE", "SELECT")):
            yield b"* 5 EXISTS"
        elif command.startswith("UID SEARCH"):
            yield b"* SEARCH 1 2 3 4 5"
        elif command.startswith("UID FETCH"):
            number = int(command.split()[2])
            body = MESSAGES[number - 1]
            yield f"* {number} FETCH (UID {number} BODY[] {{{len(body)}}}".encode()
            yield body + b")"


@contextlib.contextmanager
def imap(server: Server) -> Iterator[str]:
    """The server on a local port; its URL."""
    listening = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with contextlib.suppress(OSError):
            client, _ = listening.accept()
            with client:
                server.serve(client)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"imap://clinique@127.0.0.1:{listening.getsockname()[1]}/INBOX"
    finally:
        listening.close()
        thread.join(timeout=5)


def test_every_message_is_read_and_none_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_IMAP_PASSWORD", "secret")
    server = Server()
    with imap(server) as url:
        assert list(open_source(url)) == MESSAGES
    assert any(command.startswith("EXAMINE") for command in server.asked)
    assert not any(command.startswith(("SELECT", "UID STORE")) for command in server.asked)
    assert all("BODY.PEEK[]" in command for command in server.asked if "FETCH" in command)


@pytest.mark.parametrize("step", ["LOGIN", "EXAMINE"])
def test_a_refusal_is_a_sentence(step: str) -> None:
    with imap(Server(refuses=step)) as url, pytest.raises(MailError):
        list(open_source(url))


def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(MailError):
        list(open_source("imap://clinique@127.0.0.1:1/INBOX"))


@pytest.mark.parametrize("url", ["imaps://", "imaps://host", "imap://a@b:x/INBOX"])
def test_an_address_that_is_none_is_a_sentence(url: str) -> None:
    with pytest.raises(MailError):
        open_source(url)


def test_an_address_in_its_parts(tmp_path: Path) -> None:
    found = ImapUrl.parse("imaps://retours%40clinique.invalid@imap.invalid/Retours%20vus")
    assert (found.host, found.port, found.login, found.folder) == (
        "imap.invalid",
        993,
        "retours@clinique.invalid",
        "Retours vus",
    )
