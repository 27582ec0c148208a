"""A mail server that does what a test tells it to: each connection runs a script of its own."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence

Script = Callable[["Client"], None]


class Client:
    """A connection as the scripted server sees it; what was said is kept in `commands`."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.file = connected.makefile("rb")
        self.commands: list[str] = []
        self.messages: list[bytes] = []

    def say(self, text: str) -> None:
        self.socket.sendall(f"{text}\r\n".encode())

    def hear(self) -> str:
        line = self.file.readline().decode().rstrip("\r\n")
        self.commands.append(line)
        return line

    def hear_message(self) -> bytes:
        lines = []
        while (line := self.file.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.messages.append(b"".join(lines))
        return self.messages[-1]

    def greet(self, *extensions: str) -> None:
        """The usual start; the extensions offered."""
        self.say("220 scripted")
        self.hear()
        lines = ["scripted", *extensions]
        for line in lines[:-1]:
            self.say(f"250-{line}")
        self.say(f"250 {lines[-1]}")

    def envelope(self) -> None:
        """MAIL, RCPT and DATA accepted."""
        for answer in ("250 ok", "250 ok", "354 go on"):
            self.hear()
            self.say(answer)

    def accept(self) -> None:
        """A whole message accepted."""
        self.envelope()
        self.hear_message()
        self.say("250 2.0.0 queued as ABC")


def wait(seconds: float = 3) -> Script:
    """Say nothing for longer than the client waits."""
    return lambda _: time.sleep(seconds)


@contextlib.contextmanager
def scripted(scripts: Sequence[Script]) -> Iterator[tuple[str, list[Client]]]:
    """A server whose n-th connection runs the n-th script, the last one for all later ones."""
    listening = socket.create_server(("127.0.0.1", 0))
    clients: list[Client] = []

    def serve() -> None:
        while True:
            try:
                connected, _ = listening.accept()
            except OSError:
                return
            client = Client(connected)
            script = scripts[min(len(clients), len(scripts) - 1)]
            clients.append(client)
            with contextlib.suppress(OSError):
                script(client)
            client.file.close()
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)
            connected.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}", clients
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)
