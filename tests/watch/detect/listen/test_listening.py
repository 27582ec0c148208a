"""Real sockets: what arrives is kept, rings once; strangers are refused; floods are bounded."""

import datetime as dt
import socket
import ssl
import threading
import time
from ipaddress import IPv4Address, ip_network
from pathlib import Path

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.watch.detect.readers import HereReader
from tocsin.case import Case
from tocsin.errors import InputError, MachineError
from tocsin.watch.detect import Follower, Following
from tocsin.watch.detect.listen import Listening, Places, door, udp
from tocsin.watch.detect.listen.inbox import Inbox
from tocsin.watch.detect.listen.listening import parse_address
from tocsin.watch.detect.listen.spool import received
from tocsin.watch.detect.state import alerts

HERE = ("127.0.0.1", 0)


def reading(number: int, account: str = "thief") -> bytes:
    return orjson.dumps(
        {
            "@timestamp": f"2025-06-26T{10 + number // 3600:02d}:{number // 60 % 60:02d}:00Z",
            "user.name": account,
            "patient.id": str(number),
            "event.action": "record-read",
        }
    )


def readings(begin: int, end: int) -> bytes:
    return b"\n".join(map(reading, range(begin, end)))


def test_a_theft_told_by_http_over_many_restarts_rings_once(case: Case, ear) -> None:
    for begin in range(0, 1_500, 300):
        with ear() as one:
            assert one.post(readings(begin, begin + 300)) == (200, {"kept": 300, "too_long": 0})
            one.follower.look()
    (alarm,) = alerts(case)
    assert (alarm.subject, alarm.count, alarm.at_risk) == ("thief", 1_001, 1_500)
    assert (alarm.first_log, alarm.first_offset) == ("http:127.0.0.1", 1_000)
    assert reading(1_000) in dict(received(case)).values()


def test_killed_between_keeping_and_reading_nothing_is_lost_or_doubled(case: Case, ear) -> None:
    with ear() as one:
        one.post(readings(0, 1_100))
    for _ in range(2):
        done = Follower(case, Following([]), HereReader()).look()
        assert done.counts["unlinked"] == 1_100
    assert len(alerts(case)) == 1


def test_a_crash_while_reading_takes_the_reading_back(
    case: Case, ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ear() as one:
        one.post(readings(0, 1_100))

    def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("tocsin.watch.detect.state._keep_episodes", crash)
        with pytest.raises(RuntimeError):
            Follower(case, Following([]), HereReader()).look()
    assert alerts(case) == []
    assert Follower(case, Following([]), HereReader()).look().counts["unlinked"] == 1_100
    assert [alarm.at_risk for alarm in alerts(case)] == [1_100]


def test_posted_again_under_its_key_it_counts_once(case: Case, ear) -> None:
    with ear() as one:
        for _ in range(2):
            assert one.post(readings(0, 5), Idempotency_Key="batch-7")[0] == 200
        assert one.follower.look().counts["unlinked"] == 5


def test_an_array_is_as_good_as_lines(ear) -> None:
    with ear() as one:
        assert one.post(b"[" + reading(1) + b"," + reading(2) + b"]")[1]["kept"] == 2
        assert one.post(b"[" + reading(1))[0] == 400


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("wrong-token-of-the-tests", {}, 401),
        ("", {}, 401),
        ("é" * 20, {}, 401),
        ("a-token-of-the-tests", {"Content_Encoding": "gzip"}, 415),
        ("a-token-of-the-tests", {"Content_Length": "99999999999999"}, 413),
        ("a-token-of-the-tests", {"Content_Length": "-5"}, 411),
    ],
)
def test_what_may_not_be_sent_is_refused_and_counted(
    case: Case, ear, token: str, headers: dict[str, str], status: int
) -> None:
    with ear() as one:
        answer = one.post(reading(1), token=token.encode().decode("latin-1"), **headers)
        assert answer == (status, {"kept": 0})
        assert one.follower.look().heard["refused"] == 1
    assert list(received(case)) == []


def test_only_posts_are_answered(ear) -> None:
    with ear() as one, socket.create_connection((HERE[0], one.listening.ports[-1])) as sender:
        sender.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert one.during(lambda: sender.recv(100)).startswith(b"HTTP/1.1 501")


def test_a_line_that_is_too_long_is_said_and_the_others_kept(ear) -> None:
    with ear() as one:
        body = reading(1) + b"\n" + b"x" * 1_100_000 + b"\n" + reading(2)
        assert one.post(body)[1] == {"kept": 2, "too_long": 1}
        assert one.follower.look().heard["too_long"] == 1


def test_syslog_by_udp_with_a_gap(ear) -> None:
    with ear() as one:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for number in (1, 2, 6):
                head = f'<110>1 2025-06-26T10:00:00Z dpi a - - [meta sequenceId="{number}"] '
                sender.sendto(
                    head.encode() + reading(number), ("127.0.0.1", one.listening.ports[0])
                )
        one.until("received", 3)
        done = one.follower.look()
    assert done.heard["missing"] == 3
    assert done.counts["unlinked"] == 3


def test_syslog_by_tcp_in_both_forms(ear) -> None:
    with ear() as one:
        message = b"<110>1 2025-06-26T10:00:00Z dpi a - - - "
        with socket.create_connection(("127.0.0.1", one.listening.ports[1])) as sender:
            counted = message + reading(1)
            sender.sendall(b"%d %s" % (len(counted), counted))
            sender.sendall(message + reading(2) + b"\n" + message + reading(3))
        one.until("received", 3)
        assert one.follower.look().counts["unlinked"] == 3


def test_a_flood_of_datagrams_is_dropped_and_counted(case: Case, ear) -> None:
    inbox = Inbox(most=4_000)
    with ear(Following([], inbox=inbox)) as one:
        sent = 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            while not inbox.counts["dropped"]:
                sender.sendto(reading(sent % 1_000), ("127.0.0.1", one.listening.ports[0]))
                sent += 1
                time.sleep(0.001)
        one.until("dropped", 1)
        heard = one.follower.heard
    assert 0 < heard["received"] < sent
    assert len(list(received(case))) == heard["received"]


def test_a_sender_that_never_ends_its_line_takes_no_memory(ear) -> None:
    with ear() as one:
        with socket.create_connection(("127.0.0.1", one.listening.ports[1])) as sender:
            one.during(lambda: sender.sendall(b"x" * (3 << 20)))
            sender.sendall(b"\n" + b"<110>1 2025-06-26T10:00:00Z dpi a - - - " + reading(3) + b"\n")
        one.until("received", 1)
        assert one.follower.heard["too_long"] == 1


def test_garbage_is_counted_as_not_understood(ear) -> None:
    with ear() as one:
        one.post(b"\xff\xfe\x00\n{\n???")
        assert one.follower.look().unparsed == 3


def test_only_the_networks_allowed_may_send(case: Case, ear) -> None:
    with ear(networks=[ip_network("10.9.0.0/16")]) as one:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(reading(1), ("127.0.0.1", one.listening.ports[0]))
        with socket.create_connection(("127.0.0.1", one.listening.ports[1])) as stranger:
            stranger.sendall(reading(1) + b"\n")
            one.until("refused", 2)
    assert list(received(case)) == []


def test_too_many_connections_are_refused(ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_A_SENDER", 1)
    with ear() as one:
        place = ("127.0.0.1", one.listening.ports[1])
        with socket.create_connection(place) as first:
            first.sendall(reading(1) + b"\n")
            one.until("received", 1)
            with socket.create_connection(place) as second:
                one.until("refused", 1)
                assert second.recv(1) == b""


def test_senders_are_made_to_wait_while_nobody_keeps(ear) -> None:
    with ear() as one:
        place = ("127.0.0.1", one.listening.ports[1])
        sent = threading.Event()

        def send() -> None:
            with socket.create_connection(place) as sender:
                for number in range(50):
                    sender.sendall(reading(number) + b"\n")
            sent.set()

        threading.Thread(target=send, daemon=True).start()
        one.until("received", 50)
        assert sent.wait(10)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tocsin.test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


def test_syslog_by_tls(ear, certificate: tuple[Path, Path]) -> None:
    with ear(certificate=certificate[0], key=certificate[1], http=None) as one:
        context = ssl.create_default_context(cafile=str(certificate[0]))
        place = ("127.0.0.1", one.listening.ports[1])

        def send() -> None:
            plain = socket.create_connection(place)
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as sender:
                sender.sendall(b"%d %s" % (len(reading(1)), reading(1)))

        one.during(send)
        one.until("received", 1)
        with socket.create_connection(place) as clear:
            clear.sendall(reading(2) + b"\n")
            one.until("refused", 1)
        assert one.follower.look().counts["unlinked"] == 1


def test_a_token_in_clear_or_none_is_refused_at_the_start(certificate: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="listen_token"):
        Places(http=HERE, token="short")
    with pytest.raises(InputError, match="listen_in_clear"):
        Places(http=("0.0.0.0", 0), token="a-token-of-the-tests")
    with pytest.raises(InputError, match="listen_certificate"):
        _ = Places(certificate=certificate[1], key=certificate[1]).tls


def test_a_port_that_is_taken_is_an_error_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(HERE)
        taken.listen()
        place = taken.getsockname()
        with pytest.raises(MachineError, match="listen_taken"):
            Listening(Places(http=place, token="a-token-of-the-tests")).__enter__()


def test_addresses() -> None:
    assert parse_address("6514") == ("127.0.0.1", 6514)
    assert parse_address("10.0.0.5:514") == ("10.0.0.5", 514)
    assert parse_address("[::1]:514") == ("::1", 514)
    for wrong in ("", "host:", "here", "10.0.0.5:99999"):
        with pytest.raises(InputError, match=r"watch\.listen"):
            parse_address(wrong)


def test_what_the_kernel_dropped_is_counted() -> None:
    inbox = Inbox()
    listener = udp.UdpListener(HERE, inbox, door.Door())
    told = udp._DROPS.pack(9)
    listener._count_lost([(socket.SOL_SOCKET, udp.SO_RXQ_OVFL, told)])
    listener._count_lost([(socket.SOL_SOCKET, udp.SO_RXQ_OVFL, told)])
    listener.socket.close()
    assert inbox.befell()["dropped"] == 9
