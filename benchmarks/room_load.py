"""Twenty users of one room while a scope runs on its case: nobody may see an error."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

USERS = 20
LONGEST = 120.0
PAGES = (
    *("/now", "/sealed", "/findings", "/people", "/people/7", "/journal", "/findings/documents"),
    *("/notices", "/calls", "/duties", "/press"),
)
THINKING = 0.5
"""Seconds a user looks at a page."""

PREPARE = """
import json, sys
from pathlib import Path
from django.test import Client
from tocsin.room.keeping import keeping
with keeping(Path(sys.argv[1])):
    from benchmarks.room import _client
    from tocsin.room.models import User
    client = _client()
    user = User.objects.get()
    names = []
    for _ in range(int(sys.argv[2])):
        one = Client(HTTP_HOST="localhost")
        one.force_login(user)
        names.append(one.cookies["tocsin"].value)
    print(json.dumps(names))
"""


@dataclass(slots=True)
class Load:
    """What came of it."""

    users: int = USERS
    files: int = 0
    seconds: float = 0.0
    scope_code: int = -1
    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """Pages served, errors included."""
        return len(self.times)

    @property
    def errors(self) -> int:
        """Pages that were none."""
        return len(self.faults)

    @property
    def median(self) -> float:
        """Milliseconds."""
        return median(self.times)

    @property
    def slowest(self) -> float:
        """Milliseconds, the 95th percentile."""
        return quantiles(self.times, n=20)[-1]

    @property
    def sentence(self) -> str:
        """For the page of measurements."""
        return (
            f"{self.users} users for {self.seconds:.0f} s beside a running scope:"
            f" {self.requests:,} pages, {self.errors} errors, median {self.median:.0f} ms, 95 %"
            f" {self.slowest:.0f} ms; the scope of {self.files:,} files ended with exit code"
            f" {self.scope_code}."
        )


def load(folder: Path, files: int) -> Load:
    """Serve a room, scope a theft of so many files into its case, and look on."""
    theft, index, case = folder / "vol", folder / "patients.csv", folder / "charge"
    _write(theft, index, files)
    subprocess.run([sys.executable, "-m", "tocsin", "seal", str(theft), "--case", str(case)],
                   check=True, capture_output=True)  # fmt: skip
    prepared = subprocess.run([sys.executable, "-c", PREPARE, str(case), str(USERS)],
                              check=True, capture_output=True, text=True)  # fmt: skip
    sessions = json.loads(prepared.stdout)
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "serve", "--case", str(case), "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        return _look_on(case, theft, index, port, sessions, Load(files=files))
    finally:
        server.terminate()
        server.wait()


def _look_on(
    case: Path, theft: Path, index: Path, port: int, sessions: list[str], result: Load
) -> Load:
    over = threading.Event()
    users = [
        threading.Thread(target=_user, args=(port, one, number, over, result))
        for number, one in enumerate(sessions)
    ]
    started = time.monotonic()
    command = [sys.executable, "-m", "tocsin", "scope", str(theft), "--patients", str(index)]
    scope = subprocess.Popen([*command, "--case", str(case)], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)  # fmt: skip
    for user in users:
        user.start()
    try:
        result.scope_code = scope.wait(LONGEST)
    finally:
        over.set()
        for user in users:
            user.join()
    for fault in sorted(set(result.faults)):
        print(fault, result.faults.count(fault), file=sys.stderr)
    result.seconds = time.monotonic() - started
    return result


def _user(port: int, session: str, number: int, over: threading.Event, result: Load) -> None:
    turn = number
    while not over.wait(THINKING):
        path = PAGES[turn % len(PAGES)]
        turn += 1
        started = time.perf_counter()
        status = _get(port, path, session)
        result.times.append((time.perf_counter() - started) * 1000)
        if status not in (200, 404):  # 404: the scope has not read the document yet
            result.faults.append(f"{path} {status}")


def _get(port: int, path: str, session: str) -> int:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": f"tocsin={session}"})
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer.status


def _write(theft: Path, index: Path, files: int) -> None:
    theft.mkdir()
    lines = ["patient_id,birth_name,first_names,birth_date,city"]
    for number in range(files):
        name = f"Nom{number:05}"
        lines.append(f"P{number:06},{name},Claire,19{number % 80 + 10}-03-15,Roanne")
        text = f"Madame Claire {name}, née le 15/03/19{number % 80 + 10} : asthme.\n" * 20
        (theft / f"{number:06}.txt").write_text(text, encoding="utf-8")
    index.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(str(port))
