"""A real Postfix of its own: private configuration, queue, port and log; it throws mail away."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mta.invalid
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions =
  check_recipient_access inline:{{ {{p3@exemple.invalid = 550 5.1.1 no such user}} }},
  permit_mynetworks, reject
default_transport = discard
relay_transport = discard
local_transport = discard
smtpd_client_connection_count_limit = 0
maillog_file = {root}/log/mail.log
maillog_file_prefixes = {root}
"""
MASTER_CF = """
{port}   inet  n - n - - smtpd
pickup   unix  n - n 60 1 pickup
cleanup  unix  n - n - 0 cleanup
qmgr     unix  n - n 300 1 qmgr
rewrite  unix  - - n - - trivial-rewrite
bounce   unix  - - n - 0 bounce
defer    unix  - - n - 0 bounce
trace    unix  - - n - 0 bounce
flush    unix  n - n 1000? 0 flush
proxymap unix  - - n - - proxymap
error    unix  - - n - - error
retry    unix  - - n - - error
discard  unix  - - n - - discard
anvil    unix  - - n - 1 anvil
showq    unix  n - n - - showq
postlog  unix-dgram n - n - 1 postlogd
"""
QUEUES = ("maildrop", "incoming", "active", "deferred")
SERVER_PORTS = (15_000, 32_000)
START_SECONDS = 15.0
TRIES = 3


class Postfix:
    """`root` must be a folder that Postfix's own users can walk to. Needs root's rights."""

    def __init__(self, root: Path, extra: str = "", services: str = "") -> None:
        root.chmod(0o755)
        for folder in ("queue", "data", "log", "etc"):
            (root / folder).mkdir(mode=0o755)
        shutil.chown(root / "data", "postfix")
        self.port = free_port()
        self.root = root
        self.log = root / "log" / "mail.log"
        self.log.touch(mode=0o644)
        # Its check of its queue, once the server was killed, writes there as this user.
        shutil.chown(self.log, "postfix")
        (root / "etc" / "main.cf").write_text(MAIN_CF.format(root=root) + extra)
        (root / "etc" / "master.cf").write_text(MASTER_CF.format(port=self.port) + services)

    @property
    def url(self) -> str:
        """What `--smtp` takes."""
        return f"smtp://127.0.0.1:{self.port}"

    @staticmethod
    def program() -> str | None:
        """Where Postfix is installed; None if it is not."""
        return shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

    def start(self) -> None:
        """Start it and wait until it listens. Raises TimeoutError."""
        for _ in range(TRIES):
            self._run("start")
            if self._listens(time.monotonic() + START_SECONDS):
                return
            self.kill()
        raise TimeoutError(f"Postfix does not listen: {self._last_words()}")

    def _last_words(self) -> str:
        """What its own check of its queue says, which it makes at each start."""
        return self._tool("postsuper").stderr[-2_000:]

    def _listens(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self.port), 1) as talk,
            ):
                if talk.recv(4).startswith(b"220"):
                    return True
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        """Stop it in good order."""
        self._run("stop")

    def kill(self) -> None:
        """Kill its master and every child at once, as a crash would."""
        while alive := self.processes():  # again: it may have made a child meanwhile
            for pid in alive:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    def queue(self) -> str:
        """What waits in its queue, as `postqueue -j` says it."""
        done = self._tool("postqueue", "-j")
        return done.stdout

    def drain(self) -> None:
        """Wait until nothing waits in its queue; cheap for the server, however much that is."""
        while any(files for name in QUEUES for _, _, files in os.walk(self.root / "queue" / name)):
            time.sleep(0.2)

    def processor_seconds(self) -> float:
        """Processor time of the master and its children, those that ended included."""
        return sum(map(_processor_ticks, self.processes())) / os.sysconf("SC_CLK_TCK")

    def processes(self) -> list[int]:
        """The master (by its own pid file) and its children."""
        try:
            master = int((self.root / "queue" / "pid" / "master.pid").read_text())
        except (OSError, ValueError):
            return []
        found = [master] if _cwd(master) == self.root / "queue" else []
        for path in Path("/proc").glob("[0-9]*"):
            pid = int(path.name)
            if pid != master and _cwd(pid) == self.root / "queue":
                found.append(pid)
        return found

    def _run(self, command: str) -> None:
        # Its daemons keep the output open: a pipe would never end.
        program = self.program()
        assert program
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(
                [program, "-c", str(self.root / "etc"), command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=START_SECONDS,
                check=False,
            )

    def _tool(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        program = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert program
        return subprocess.run(
            [program, "-c", str(self.root / "etc"), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@contextlib.contextmanager
def running_postfix(extra: str = "", services: str = "") -> Iterator[Postfix]:
    """A Postfix that runs until the block ends."""
    # Not below anybody's own folder: Postfix's users must be able to walk to it.
    with tempfile.TemporaryDirectory(prefix="tocsin-postfix-") as name:
        postfix = Postfix(Path(name), extra, services)
        try:
            postfix.start()
            yield postfix
        finally:
            postfix.stop()
            postfix.kill()


def free_port() -> int:
    """A port that nobody has, below those the kernel gives to clients.

    One of theirs may be taken while the server is down; a client that calls it may even be given
    the port it calls, reach itself and so keep the server from coming back.
    """
    for port in random.sample(range(*SERVER_PORTS), SERVER_PORTS[1] - SERVER_PORTS[0]):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("no port is free")


def end_on_sigterm() -> None:
    """Let SIGTERM end this process as an exception does, so that its servers are stopped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _processor_ticks(pid: int) -> int:
    """User and system time of a process and of its children that ended (`proc(5)`, stat 14-17)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15]))


def _cwd(pid: int) -> Path | None:
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return None
