"""The HTTP provider, against a double that fails at each step: nobody lost, nobody told twice."""

import base64
import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.notify.people import case_of, crowd, release, states
from tests.notify.scripted import scripted
from tocsin.errors import MailError, UsageError
from tocsin.notify import send
from tocsin.notify.http import HttpUrl
from tocsin.notify.mail import settle_by_provider

TODAY = date(2025, 7, 10)


class Double(ThreadingHTTPServer):
    """Does what Mailjet does, but for what a test tells it to do wrong."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: dict[str, dict[str, Any]] = {}
        self.taken = 0
        self.wrongs: list[str] = []
        self.knows = True

    @property
    def url(self) -> str:
        return f"mailjet://key:secret@127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Double

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def answer(self, status: int, body: object) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def is_welcome(self) -> bool:
        wanted = "Basic " + base64.b64encode(b"key:secret").decode()
        return self.headers["Authorization"] == wanted

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        if not self.is_welcome():
            self.answer(401, {})
        elif path.path == "/v3/REST/sender":
            self.answer(200, {"Count": 0, "Data": []})
        else:
            (own,) = parse_qs(path.query)["CustomID"]
            known = self.server.knows and own in self.server.kept
            self.answer(200, {"Data": [{"ID": 77, "CustomID": own}] if known else []})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wrong = self.server.wrongs.pop(0) if self.server.wrongs else ""
        if wrong == "hang up before":
            self.connection.close()
        elif wrong.isdigit():
            self.answer(int(wrong), {"Messages": [{"Status": "error", "Errors": [{}]}]})
        else:
            (message,) = body["Messages"]
            assert message["CustomID"] not in self.server.kept, "told twice"
            self.server.kept[message["CustomID"]] = message
            self.server.taken += 1
            if wrong == "hang up after":
                self.connection.close()
            elif wrong == "fault after":
                self.answer(500, b"<html>oops</html>")
            else:
                done = {"Status": "success", "To": [{"MessageID": 42}]}
                self.answer(200, {"Messages": [done]})


@pytest.fixture
def double() -> Iterator[Double]:
    server = Double()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_each_is_taken_once_under_our_own_id(tmp_path: Path, double: Double) -> None:
    with case_of(tmp_path / "c", crowd(5)) as case:
        release(case, TODAY)
        assert send(case, double.url, timeout=5).accepted == 5
        assert send(case, double.url, timeout=5).accepted == 0
        rows = case.store.execute("SELECT message_id, queue_id FROM deliveries")
    assert sorted(double.kept) == sorted(own for own, _ in rows)
    assert {queued for _, queued in rows} == {"42"}
    first = next(iter(double.kept.values()))
    assert first["To"] == [{"Email": "p0@exemple.invalid"}]
    assert first["TextPart"].startswith("Bonjour Marie")
    assert (first["TrackOpens"], first["TrackClicks"]) == ("disabled", "disabled")


@pytest.mark.parametrize("wrong", ["hang up after", "fault after"])
def test_an_answer_that_does_not_come_is_asked_for(
    tmp_path: Path, double: Double, wrong: str
) -> None:
    double.wrongs = [wrong]
    with case_of(tmp_path / "c", crowd(3)) as case:
        release(case, TODAY)
        result = send(case, double.url, timeout=5)
        assert (result.accepted, result.in_doubt) == (3, 0)
        assert send(case, double.url, timeout=5).accepted == 0
    assert double.taken == 3


@pytest.mark.parametrize("wrong", ["hang up before", "hang up after", "502"])
def test_what_the_provider_does_not_know_stays_in_doubt(
    tmp_path: Path, double: Double, wrong: str
) -> None:
    double.wrongs, double.knows = [wrong], False
    with case_of(tmp_path / "c", crowd(2)) as case:
        release(case, TODAY)
        result = send(case, double.url, timeout=5)
        assert (result.accepted, result.in_doubt) == (1, 1)
        assert send(case, double.url, timeout=5).accepted == 0
        assert settle_by_provider(case, double.url).in_doubt == 1
        double.knows = True
        done = settle_by_provider(case, double.url)
        assert done.accepted == (wrong == "hang up after")
        assert done.in_doubt == 1 - done.accepted


@pytest.mark.parametrize(("wrong", "state"), [("400", "refused"), ("429", "deferred")])
def test_what_it_refuses(tmp_path: Path, double: Double, wrong: str, state: str) -> None:
    double.wrongs = [wrong]
    with case_of(tmp_path / "c", crowd(2)) as case:
        release(case, TODAY)
        assert send(case, double.url, timeout=5).accepted == 1
        assert ("email", state) in states(case)


def test_a_wrong_key_leaves_no_trace(tmp_path: Path, double: Double) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        release(case, TODAY)
        with pytest.raises(MailError) as caught:
            send(case, double.url.replace("secret", "wrong"), timeout=5)
        assert caught.value.code == "mail.provider_login"
        assert states(case) == [("email", "ready")] * 2


def test_a_provider_that_is_away(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(1)) as case:
        release(case, TODAY)
        with pytest.raises(MailError) as caught:
            send(case, "mailjet://key:secret@127.0.0.1:1", timeout=1)
        assert caught.value.code == "mail.provider_away"


def test_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_SMTP_PASSWORD", "secret")
    url = HttpUrl.parse("mailjet://key")
    assert (url.host, url.port, url.user, url.password) == ("api.mailjet.com", 443, "key", "secret")
    assert url.is_secure
    assert "secret" not in repr(url)
    for wrong in ("mailjet://", "mailjet://key@host/path", "other://key", "mailjet://key@h:99999"):
        with pytest.raises(MailError):
            HttpUrl.parse(wrong)


def test_an_smtp_server_cannot_be_asked(tmp_path: Path) -> None:
    with (
        case_of(tmp_path / "c", crowd(1)) as case,
        scripted([lambda client: client.greet()]) as (url, _),
        pytest.raises(UsageError) as caught,
    ):
        settle_by_provider(case, url)
    assert caught.value.code == "mail.nobody_to_ask"
