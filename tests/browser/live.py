"""A room that is served, and people who look at it in Debian's Chromium, page objects in French."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.totp import code_of

AXE = Path(__file__).with_name("axe-4.14.1.min.js").read_text(encoding="utf-8")
PASSWORD = "le tilleul du parvis 7"
SECONDS = 30


@dataclass(frozen=True)
class Served:
    """Where the room is, and where its case lies."""

    url: str
    case: Path


@contextmanager
def served(case: Path) -> Iterator[Served]:
    """`tocsin serve`, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "tocsin", "serve", "--case", str(case), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Served(f"http://localhost:{port}", case)
    finally:
        process.terminate()
        process.wait(SECONDS)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(SECONDS * 10):
        assert process.poll() is None, "the server ended"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


def tocsin(*words: str, typed: str = "") -> str:
    """What the command says."""
    command = [sys.executable, "-m", "tocsin", *words]
    return subprocess.run(command, input=typed, check=True, capture_output=True, text=True).stdout


def add(case: Path, name: str, full_name: str, role: str) -> str:
    """`tocsin user add`; the first password."""
    who = ["--full-name", full_name, "--role", role]
    return tocsin("user", "add", name, "--case", str(case), *who).splitlines()[1]


AGE = """
import sys
from pathlib import Path
from tocsin.room.keeping import keeping
with keeping(Path(sys.argv[1])):
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        for proof in session.get("account_authentication_methods", []):
            proof["at"] -= 3600
        session.save()
"""


def let_an_hour_pass(case: Path) -> None:
    """Nobody of the room has proved lately who they are."""
    subprocess.run([sys.executable, "-c", AGE, str(case)], check=True)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's own browser."""
    program = shutil.which("chromium")
    assert program, "apt-get install chromium"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


class Person:
    """Somebody at the screen. Whatever leaves for another host, or fails in the page, is kept."""

    def __init__(self, browser: Browser, room: Served, **options: object) -> None:
        self.context: BrowserContext = browser.new_context(locale="fr-FR", **options)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.room, self.secret = room, ""
        self.faults: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.context.on("request", lambda request: self._outside(request.url))

    def _note(self, kind: str, text: str) -> None:
        # A refused sign-in or act is the browser's own line about a status, not a fault.
        if kind in ("error", "warning") and "the server responded with a status" not in text:
            self.faults.append(text)

    def _outside(self, url: str) -> None:
        if not url.startswith((self.room.url, "data:")):
            self.faults.append(f"outside: {url}")

    def go(self, path: str) -> None:
        """Open an address of the room."""
        self.page.goto(self.room.url + path)

    def press(self, key: str) -> None:
        """A key, and the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def click(self, name: str) -> None:
        """The first button of this name, and the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()

    def act(self, name: str) -> None:
        """A grave act: its button, and who one is once more if that is asked."""
        self.click(name)
        if "/account/again" in self.page.url:
            self.prove()

    def prove(self) -> None:
        """Who one is, once more; what was asked for then goes on."""
        with self.page.expect_navigation():
            self.page.locator("main input[type=password]").fill(PASSWORD)
            self.page.keyboard.press("Enter")

    def sees(self, path: str, *texts: str) -> None:
        """A screen that says all of this, looked at again until it does."""
        ends = time.monotonic() + 4 * SECONDS
        self.go(path)
        while not all(text in self.page.inner_text("main") for text in texts):
            assert time.monotonic() < ends, (path, texts)
            time.sleep(0.5)
            self.page.reload()

    def reads(self, *texts: str) -> None:
        """All of this stands on the page, sooner or later."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def enter(self, name: str, first: str) -> None:
        """The first sign-in: a password of one's own, a second factor, the first screen."""
        page = self.page
        self.go("/")
        page.fill("#id_login", name)
        page.fill("#id_password", first)
        page.keyboard.press("Enter")
        page.fill("#id_oldpassword", first)
        page.fill("#id_password1", PASSWORD)
        page.fill("#id_password2", PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Une application de codes").click()
        self.secret = page.input_value("#authenticator_secret")
        page.fill("#id_code", code_of(self.secret))
        page.keyboard.press("Enter")
        page.wait_for_url("**/account")

    def sign_in(self, name: str, secret: str) -> None:
        """Any later sign-in: the password, then the code that the application shows."""
        page = self.page
        self.go("/")
        page.fill("#id_login", name)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.fill("#id_code", code_of(secret))
        page.keyboard.press("Enter")
        page.wait_for_url("**/now")

    def violations(self) -> list[str]:
        """What axe-core holds against this page; injected by the debugger, beside the policy."""
        self.context.new_cdp_session(self.page).send("Runtime.evaluate", {"expression": AXE})
        found = self.page.evaluate("axe.run(document)")["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than the screen."""
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )
