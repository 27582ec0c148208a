"""Several senders at once, several sessions each, the switch, signatures and return paths."""

import subprocess
import sys
import threading
import time
from datetime import date
from email import message_from_bytes
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from tests.notify.people import case_of, crowd, release, states
from tests.notify.scripted import Client, Script, scripted
from tests.notify.test_dkim import ED25519, RSA, is_good
from tocsin.case import Case
from tocsin.clinic.mailserver import MailServer
from tocsin.errors import InputError, Interrupted
from tocsin.notify import send
from tocsin.notify.dkim import Signer
from tocsin.notify.mail import resume_mail, stop_mail
from tocsin.notify.mail_file import load_mail_settings
from tocsin.notify.verp import notice_of, return_key

TODAY = date(2025, 7, 10)
JOIN = """
import sys
from pathlib import Path
from tocsin.case import Case
from tocsin.notify import send
with Case.open(Path(sys.argv[1]), exclusive=False) as case:
    print(send(case, sys.argv[2], rate=300, sessions=2).accepted)
"""


@pytest.fixture(scope="module")
def server() -> MailServer:
    with MailServer() as running:
        yield running


@pytest.mark.parametrize("sessions", [1, 3, 10])
def test_sessions_share_the_work(tmp_path: Path, server: MailServer, sessions: int) -> None:
    before = server.counts()
    with case_of(tmp_path / "c", crowd(230)) as case:
        release(case, TODAY)
        result = send(case, server.url, sessions=sessions)
    after = server.counts()
    assert (result.accepted, result.waiting, result.in_doubt) == (230, 0, 0)
    assert after.accepted - before.accepted == 230
    assert after.duplicates == before.duplicates


def test_three_senders_take_each_mail_once(tmp_path: Path, server: MailServer) -> None:
    before = server.counts()
    people = 600
    with case_of(tmp_path / "c", crowd(people)) as case:
        release(case, TODAY)
    command = [sys.executable, "-c", JOIN, str(tmp_path / "c"), server.url]
    senders = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    accepted = [int(sender.communicate(timeout=120)[0]) for sender in senders]
    after = server.counts()
    assert sum(accepted) == people
    assert after.accepted - before.accepted == people
    assert after.duplicates == before.duplicates
    with Case.open(tmp_path / "c") as case:
        assert states(case) == [("email", "accepted")] * people
        assert case.store.count("SELECT count(*) FROM deliveries WHERE owner <> ''") == 0


def test_a_server_that_takes_one_session_only_gets_one(tmp_path: Path) -> None:
    def alone(client: Client) -> None:
        client.greet()
        while command := client.hear():
            if command == "DATA":
                client.say("354 go on")
                client.hear_message()
                time.sleep(0.01)
            client.say("250 ok")

    turned_away = [lambda client: client.say("421 4.7.0 too many connections")]
    with case_of(tmp_path / "c", crowd(40)) as case:
        release(case, TODAY)
        with Concurrent([alone, *turned_away * 9]) as url:
            assert send(case, url, sessions=5, timeout=5).accepted == 40


class Concurrent:
    """Like `scripted`, but connections are served at the same time."""

    def __init__(self, scripts: list[object]) -> None:
        self._scripts = scripts

    def __enter__(self) -> str:
        import socket

        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()
        return f"smtp://127.0.0.1:{self._listening.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def _accept(self) -> None:
        number = 0
        while True:
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            script = self._scripts[min(number, len(self._scripts) - 1)]
            number += 1
            threading.Thread(target=self._serve, args=(script, connected), daemon=True).start()

    @staticmethod
    def _serve(script: object, connected: object) -> None:
        try:
            script(Client(connected))  # type: ignore[operator, arg-type]
        except OSError:
            pass
        finally:
            connected.close()  # type: ignore[attr-defined]


def test_a_tar_pit_holds_up_one_session_only(tmp_path: Path) -> None:
    landed: list[str] = []
    all_others = threading.Event()

    def taker(name: str) -> Script:
        def script(client: Client) -> None:
            client.greet()
            while command := client.hear():
                if command == "DATA":
                    client.say("354 go on")
                    client.hear_message()
                    if name == "pit":
                        all_others.wait(20)
                    landed.append(name)
                    if len(landed) == 59:
                        all_others.set()
                client.say("250 ok")

        return script

    with case_of(tmp_path / "c", crowd(60)) as case:
        release(case, TODAY)
        with Concurrent([taker("pit"), taker("other")]) as url:
            assert send(case, url, sessions=3, timeout=30).accepted == 60
    assert landed == ["other"] * 59 + ["pit"]


def test_the_switch_stops_within_a_second_and_is_kept(tmp_path: Path, server: MailServer) -> None:
    with case_of(tmp_path / "c", crowd(400)) as case:
        release(case, TODAY)
        timer = threading.Timer(0.5, switch_off, [tmp_path / "c"])
        timer.start()
        with pytest.raises(Interrupted) as caught:
            send(case, server.url, rate=50)
        timer.join()
        assert caught.value.code == "mail.stopped"
        done = states(case).count(("email", "accepted"))
        assert 0 < done < 400
        assert ("email", "in_doubt") not in states(case)
        with pytest.raises(Interrupted):
            send(case, server.url)
        assert states(case).count(("email", "accepted")) == done
        resume_mail(case)
        assert send(case, server.url, sessions=4).accepted == 400 - done


def switch_off(folder: Path) -> None:
    with Case.open(folder, exclusive=False) as case:
        stop_mail(case)


def write_key(folder: Path, signer: Signer) -> None:
    (folder / f"{signer.selector}.pem").write_bytes(
        signer.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


MAIL = """
return_path = "retours@etoile.invalid"
[[dkim]]
domain = "etoile.invalid"
selector = "rsa"
key = "rsa.pem"
[[dkim]]
domain = "etoile.invalid"
selector = "ed"
key = "ed.pem"
"""


def test_what_arrives_is_signed_and_comes_back_by_name(tmp_path: Path) -> None:
    def taker(client: Client) -> None:
        client.greet("PIPELINING")
        client.accept()
        client.accept()

    with case_of(tmp_path / "c", crowd(2)) as case:
        (tmp_path / "c" / "mail.toml").write_text(MAIL)
        for signer in (RSA, ED25519):
            write_key(tmp_path / "c", signer)
        release(case, TODAY)
        with scripted([taker]) as (url, clients):
            assert send(case, url, timeout=5).accepted == 2
        key = return_key(case)
        notices = [row[0] for row in case.store.execute("SELECT notice FROM notices")]
    (client,) = clients
    paths = [command for command in client.commands if command.startswith("MAIL")]
    assert [notice_of(path, key) for path in paths] == notices
    for raw in client.messages:
        assert is_good(raw, RSA, ED25519)
        assert "retours" not in str(message_from_bytes(raw)["From"])


@pytest.mark.parametrize(
    "text",
    [
        "return_path = 1",
        'return_path = "no address"',
        "colour = 'red'",
        "= nonsense",
        '[[dkim]]\ndomain = "a.invalid"',
        '[[dkim]]\ndomain = "a.invalid"\nselector = "s"\nkey = "none.pem"',
        '[[dkim]]\ndomain = "a.invalid"\nselector = "s"\nkey = "mail.toml"',
    ],
)
def test_a_wrong_mail_file_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "mail.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        load_mail_settings(tmp_path)
    assert caught.value.code in ("mail.file", "mail.dkim_key")
