"""Alarms told: each by its way, no patient named, a refusal known."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import orjson
import pytest

from tocsin.clinic.mailserver import MailServer
from tocsin.errors import InputError
from tocsin.watch.detect.alert import Episode
from tocsin.watch.detect.channel import Mail, Screen, Syslog, syslog, webhook
from tocsin.watch.detect.sentence import facts, sentences, title

EPISODE = Episode(
    3, "thief", 1_750_900_000_000_000, 1_750_900_000_000_000, 61, 60, 61, "dpi.log", 70, "dpi.log",
    90, [("thief", 61)],
)  # fmt: skip


class Answers(HTTPServer):
    status = 204
    received: list[bytes]


class Handler(BaseHTTPRequestHandler):
    server: Answers

    def do_POST(self) -> None:
        self.server.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Answers]:
    with Answers(("127.0.0.1", 0), Handler) as answers:
        answers.received = []
        thread = threading.Thread(target=answers.serve_forever)
        thread.start()
        yield answers
        answers.shutdown()
        thread.join()


def test_a_webhook_gets_the_facts(server: Answers) -> None:
    webhook(f"http://127.0.0.1:{server.server_port}/alerts?x=1").send(EPISODE)
    (body,) = server.received
    assert orjson.loads(body) == facts(EPISODE)


def test_a_webhook_that_refuses_has_not_taken_it_over(server: Answers) -> None:
    server.status = 503
    with pytest.raises(OSError, match="503"):
        webhook(f"http://127.0.0.1:{server.server_port}/").send(EPISODE)


def test_a_webhook_that_is_away_is_an_error_we_know() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(OSError, match="refused"):
            webhook(f"http://127.0.0.1:{taken.getsockname()[1]}/").send(EPISODE)


@pytest.mark.parametrize(
    "url", ["ftp://host/", "https://", "https://user:word@host/", "x", "http://[/"]
)
def test_a_webhook_of_another_form_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        webhook(url)


def test_syslog_is_one_datagram_of_rfc_5424() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(5)
        Syslog("127.0.0.1", listener.getsockname()[1]).send(EPISODE)
        data = listener.recv(4_096)
    assert data.startswith(b"<81>1 ")
    assert b" tocsin - alert-3 - {" in data


@pytest.mark.parametrize("place", ["", ":514", "host:x"])
def test_a_syslog_address_of_another_form_is_refused(place: str) -> None:
    with pytest.raises(InputError):
        syslog(place)


def test_a_mail_has_the_alarm_as_its_identifier(tmp_path: Path) -> None:
    with MailServer(tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        Mail("127.0.0.1", port, "none", "tocsin@ch.invalid", "dsi@ch.invalid").send(EPISODE)
        assert server.counts().accepted == 1
    (letter,) = (path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert f"<alert-3-{EPISODE.at}@tocsin.invalid>" in letter
    assert "thief" not in letter.partition("\n\n")[0]


def test_the_screen_says_all() -> None:
    shown: list[str] = []
    Screen(shown.append).send(EPISODE)
    assert title(EPISODE) in shown[0]
    assert "dpi.log @70" in shown[0]


def test_both_languages_say_the_same_numbers() -> None:
    for fr, en in zip(sentences(EPISODE, "fr"), sentences(EPISODE, "en"), strict=True):
        assert [c for c in fr if c.isdigit()] == [c for c in en if c.isdigit()]
