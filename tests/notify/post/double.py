"""A local double of Maileva's API, with its rules: a draft can be changed, a submitted one not."""

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tocsin.notify.post.maileva import Place


@dataclass
class Double:
    """What the service has, and what it was asked. `broken_at`: the call whose answer is lost.

    `takes_effect`: whether that call was carried out before the connection broke.
    """

    sendings: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    broken_at: int = -1
    takes_effect: bool = False
    refuses: int = 0

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: bytes) -> Any:
        """The answer's content, or a number: the status to refuse with."""
        if path.endswith("/token"):
            return {"access_token": "t", "expires_in": 300}
        parts = re.fullmatch(r"/(mail/v2|registered_mail/v4)/sendings(?:/(\w+)(?:/(\w+))?)?", path)
        if parts is None:
            return 404
        product, number, what = parts.groups()
        if number is None:
            return self.create(product, body) if method == "POST" else self.listed(product, query)
        return self.change(method, self.sendings[number], what, body)

    def create(self, product: str, body: bytes) -> Any:
        number = f"s{len(self.sendings)}"
        sending = {"id": number, "status": "DRAFT", "documents": [], "recipients": []}
        self.sendings[number] = {**json.loads(body), **sending, "product": product}
        return sending

    def listed(self, product: str, query: dict[str, list[str]]) -> Any:
        ours = [s for s in self.sendings.values() if s["product"] == product]
        wanted = query.get("custom_id", [""])[0]
        shown = [s for s in ours if s["custom_id"] == wanted]
        return {"sendings": shown, "paging": {}}

    def change(self, method: str, sending: dict[str, Any], what: str, body: bytes) -> Any:
        if method == "GET":
            return {what: sending[what]}
        if sending["status"] != "DRAFT":
            return 409
        if what == "submit":
            if not sending["documents"] or not sending["recipients"]:
                return 400
            sending["status"] = "PENDING"
            self.submitted.append(sending["custom_id"])
            return None
        sending[what].append(body)
        return {"id": "x"}


@contextlib.contextmanager
def service(double: Double) -> Iterator[Place]:
    """The double on a local port."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def handle_any(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            turn = len(double.calls)
            double.calls.append(f"{self.command} {url.path}")
            if turn == double.broken_at and not double.takes_effect:
                self.connection.close()
                return
            found = double.refuses or double.answer(
                self.command, url.path, parse_qs(url.query), body
            )
            if turn == double.broken_at:
                self.connection.close()
                return
            is_refused = isinstance(found, int)
            content = (
                b"" if found is None or is_refused else json.dumps(found, default=len).encode()
            )
            self.send_response(found if is_refused else 200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = handle_any  # noqa: N815 - the names that http.server asks for

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield Place(url, f"{url}/token")
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
