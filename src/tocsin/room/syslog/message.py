"""One entry of the journal as a syslog message (RFC 5424): numbers and names of acts, no person."""

import socket
from functools import cache

from tocsin.room.reads.entries import Entry

FACILITY = 13
"""Log audit (RFC 5424, table 1)."""

INFORMATIONAL, WARNING = 6, 4
REFUSALS = frozenset({"account.refused", "account.sign_in_failed"})
PRIVATE = "tocsin@32473"
"""The name of our element; the number is the one set aside for examples (RFC 5612)."""

MOST_NAME, MOST_HOST = 32, 255
_BOM = b"\xef\xbb\xbf"


def message_of(entry: Entry) -> bytes:
    """The message: the entry's own time, what was done, by whom, its hash, its numbers as JSON."""
    severity = WARNING if entry.act in REFUSALS else INFORMATIONAL
    header = " ".join(
        (
            f"<{FACILITY * 8 + severity}>1",
            entry.at.replace("+00:00", "Z"),
            _word(_host(), MOST_HOST),
            "tocsin",
            "-",
            _word(entry.act, MOST_NAME),
        )
    )
    facts = {"entry": str(entry.number), "actor": entry.actor, "hash": entry.hash}
    told = " ".join(f'{name}="{_escaped(value)}"' for name, value in facts.items())
    return f"{header} [{PRIVATE} {told}] ".encode() + _BOM + entry.detail.encode()


def _escaped(value: str) -> str:
    """Inside quotes (RFC 5424, 6.3.3)."""
    for sign in ("\\", '"', "]"):
        value = value.replace(sign, f"\\{sign}")
    return value


def _word(text: str, most: int) -> str:
    """Printable ASCII without spaces, "-" if nothing is left."""
    return "".join(c for c in text if "!" <= c <= "~")[:most] or "-"


@cache
def _host() -> str:
    return socket.gethostname()
