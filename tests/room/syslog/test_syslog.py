"""The journal sent on: messages that any receiver can read, each entry once, nothing left out."""

import datetime
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from tests.room.conftest import Room
from tests.room.people import browser, somebody
from tests.room.told import words_of
from tocsin.room.opened import reading
from tocsin.room.reads.entries import Entry
from tocsin.room.roles import Role
from tocsin.room.syslog import follow
from tocsin.room.syslog.message import message_of
from tocsin.room.syslog.target import Target

MESSAGE = re.compile(
    rb"<(\d{1,3})>1 (\S+) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32})"
    rb' \[tocsin@32473((?: \w+="(?:[^"\\\]]|\\["\\\]])*")*)\] \xef\xbb\xbf(.*)',
    re.DOTALL,
)
PARAMETER = re.compile(rb' (\w+)="((?:[^"\\\]]|\\["\\\]])*)"')
TEXT = st.text(min_size=1, max_size=60)


def parsed(message: bytes) -> tuple[int, str, dict[str, str], bytes]:
    """Priority, MSGID, the parameters and the text (RFC 5424, 6)."""
    found = MESSAGE.fullmatch(message)
    assert found, message
    told = {
        name.decode(): re.sub(rb"\\(.)", rb"\1", value, flags=re.DOTALL).decode()
        for name, value in PARAMETER.findall(found[7])
    }
    return int(found[1]), found[6].decode(), told, found[8]


@given(actor=TEXT, act=TEXT, detail=TEXT)
def test_any_entry_is_a_message_that_reads_back(actor: str, act: str, detail: str) -> None:
    entry = Entry(7, "2025-07-10T10:00:00.123+00:00", actor, act, detail, "ab" * 32)
    _, _, told, text = parsed(message_of(entry))
    assert told == {"entry": "7", "actor": actor, "hash": "ab" * 32}
    assert text.decode() == detail


@pytest.mark.parametrize(("act", "priority"), [("look.people", 110), ("account.refused", 108)])
def test_refusals_are_warnings(act: str, priority: int) -> None:
    found = parsed(message_of(Entry(1, "2025-07-10T10:00:00+00:00", "a", act, "{}", "h")))
    assert found[:2] == (priority, act)


class Receiver:
    """A log server on this machine; what it was sent, frame by frame."""

    def __init__(self, wrap: Callable[[socket.socket], socket.socket] | None = None) -> None:
        self.messages: list[bytes] = []
        self._wrap = wrap
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._server.accept()
        try:
            with self._wrap(connection) if self._wrap else connection as stream:
                data = b"".join(iter(lambda: stream.recv(4096), b""))
        except OSError:
            return
        while data:
            size, _, rest = data.partition(b" ")
            self.messages.append(rest[: int(size)])
            data = rest[int(size) :]

    def received(self) -> list[bytes]:
        """All of it, once the sender has ended."""
        self._thread.join(10)
        self._server.close()
        return self.messages


def entries() -> list[int]:
    return [n for (n,) in reading().store.execute("SELECT entry FROM journal ORDER BY entry")]


@pytest.fixture(autouse=True)
def fresh(room: Room) -> Iterator[None]:
    """Nothing was sent yet."""
    yield
    reading().store.execute("DELETE FROM meta WHERE key = ?", (follow.SENT,))
    follow.STATE.__init__()  # type: ignore[misc]


def test_every_entry_is_sent_once_in_order(room: Room) -> None:
    expected, server = entries(), Receiver()
    assert follow.step(Target("tcp", "127.0.0.1", server.port)) > 0
    found = [int(parsed(message)[2]["entry"]) for message in server.received()]
    assert found == expected[: follow.AT_ONCE]
    assert int(reading().get(follow.SENT)) == found[-1]
    reading().journal("look.people", persons=[1])
    again = Receiver()
    assert follow.step(Target("tcp", "127.0.0.1", again.port)) >= 1
    (last,) = again.received()[-1:]
    assert orjson.loads(parsed(last)[3]) == {"persons": [1]}


def test_a_server_that_is_away_is_shown_and_nothing_is_lost(room: Room) -> None:
    closed = socket.create_server(("127.0.0.1", 0))
    port = int(closed.getsockname()[1])
    closed.close()
    follow.STATE.is_on = True
    assert follow.step(Target("tcp", "127.0.0.1", port)) == 0
    client = browser(somebody("c.morel", Role.SECURITY))
    assert "serveur injoignable" in words_of(client.get("/journal"))
    server = Receiver()
    assert follow.step(Target("tcp", "127.0.0.1", server.port)) > 0
    assert int(parsed(server.received()[0])[2]["entry"]) == entries()[0]
    assert "serveur injoignable" not in words_of(client.get("/journal"))


def test_by_udp_a_message_fits_into_what_all_receivers_take(room: Room) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(10)
        target = Target("udp", "127.0.0.1", receiver.getsockname()[1])
        target.send([b"x" * 5000, b"<110>1 court"])
        assert [len(receiver.recv(65536)), receiver.recv(65536)] == [2048, b"<110>1 court"]


def certificate(folder: Path, name: str) -> Path:
    """A certificate of this machine, with its key, as PEM."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(pem, *plain) + made.public_bytes(pem))
    return path


@pytest.mark.parametrize(("name", "is_trusted"), [("localhost", True), ("autre.invalid", False)])
def test_by_tls_only_to_whom_the_certificate_names(
    tmp_path: Path, name: str, is_trusted: bool
) -> None:
    path = certificate(tmp_path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = Receiver(lambda plain: context.wrap_socket(plain, server_side=True))
    target = Target("tls", "localhost", server.port, path)
    if is_trusted:
        target.send([b"<110>1 un", b"<110>1 deux"])
        assert server.received() == [b"<110>1 un", b"<110>1 deux"]
    else:
        with pytest.raises(ssl.SSLError):
            target.send([b"<110>1 un"])
        assert server.received() == []
