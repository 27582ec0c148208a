"""Real bounces (test data of flufl.bounce, Apache-2.0), and each with our own headers put in.

`expected.json` says for each whom flufl.bounce finds to have failed, for good or for the moment.
"""

import json
import re
from dataclasses import dataclass
from email.message import Message
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Sample:
    """A bounce, byte for byte, and the addresses that it says have failed."""

    name: str
    raw: bytes
    permanent: tuple[str, ...]
    temporary: tuple[str, ...]

    @property
    def failing(self) -> tuple[str, ...]:
        return self.permanent + self.temporary

    @property
    def names_who_failed(self) -> bool:
        """Whether an address that failed stands in it as it is (two only say a screen name)."""
        return bool(self.failing) and self.failing[0].lower().encode() in self.raw.lower()

    @property
    def lines(self) -> str:
        return "\r\n" if b"\r\n" in self.raw[:2000] else "\n"

    def to(self, return_path: str) -> bytes:
        """As it reaches us: delivered to the return path of one notice."""
        head = f"Delivered-To: {return_path}{self.lines}".encode()
        start = self.raw.find(b"\n") + 1 if self.raw.startswith(b"From ") else 0
        return self.raw[:start] + head + self.raw[start:]

    def returning(self, message_id: str) -> bytes:
        """With our Message-ID in the message that it returns, or at its end if it returns none."""
        ours = f"Message-ID: <{message_id}>{self.lines}".encode()
        head = re.search(rb"\r?\n\r?\n", self.raw)
        start = head.end() if head else 0
        inner = list(re.finditer(rb"(?im)^message-id:.*(?:\r?\n[ \t]+.*)*\r?\n", self.raw[start:]))
        if inner:
            place = inner[-1]
            return self.raw[: start + place.start()] + ours + self.raw[start + place.end() :]
        return self.raw + self.lines.encode() + ours

    def about(self, address: str) -> bytes:
        """With our recipient's address in the place of the one that failed."""
        old = re.escape(self.failing[0].encode())
        return re.sub(old, address.encode(), self.raw, flags=re.IGNORECASE)


@cache
def samples() -> tuple[Sample, ...]:
    """All of them, by name."""
    expected = json.loads((DATA / "expected.json").read_text())
    return tuple(
        Sample(
            name,
            (DATA / name).read_bytes(),
            tuple(kinds["permanent"]),
            tuple(kinds["temporary"]),
        )
        for name, kinds in sorted(expected.items())
    )


def reply(subject: str, body: str, **headers: str) -> bytes:
    """An invented message that came back."""
    message = Message()
    message["From"] = headers.pop("sender", "someone@exemple.invalid")
    message["Date"] = "Thu, 10 Jul 2025 12:00:00 +0200"
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_payload(body, "utf-8")
    return message.as_bytes()
