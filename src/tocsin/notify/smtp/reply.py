"""What a mail server answers, and what follows from it for a message."""

import re
from dataclasses import dataclass

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_ENHANCED = re.compile(r"[245]\.(\d{1,3})\.\d{1,3}\b")
_SECURITY_OR_POLICY = "7"  # RFC 3463, section 3.8
CLOSING = 421


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of RFC 5321, section 4.2: its code, its lines, whether it answers MAIL FROM."""

    code: int
    lines: tuple[str, ...]
    to_sender: bool = False

    @property
    def text(self) -> str:
        """The reply on one line, as it is kept."""
        return f"{self.code} {' '.join(self.lines)}".strip()

    @property
    def is_positive(self) -> bool:
        """Whether it is done (2yz)."""
        return 200 <= self.code < 300

    @property
    def asks_for_data(self) -> bool:
        """Whether the server waits for the message (354)."""
        return self.code == 354

    @property
    def is_permanent(self) -> bool:
        """Whether trying again is of no use (5yz)."""
        return self.code >= 500

    @property
    def is_about_us(self) -> bool:
        """Whether it refuses the sender, by name or by policy (X.7.X), not the recipient."""
        if self.to_sender:
            return True
        match = _ENHANCED.match(" ".join(self.lines))
        return match is not None and match[1] == _SECURITY_OR_POLICY

    @property
    def closes(self) -> bool:
        """Whether the server ends the connection (421)."""
        return self.code == CLOSING


def parse_line(line: bytes) -> tuple[int, bool, str]:
    """Code, whether it is the reply's last line, text. Raises ValueError on garbage."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError("not an SMTP reply")
    text = match[3] or b""
    return int(match[1]), match[2] != b"-", text.decode("utf-8", "replace").strip()
