"""Messages that never came, where senders number them: `[meta sequenceId="7"]`, RFC 5424, 7.3.1.

Syslog over UDP is never acknowledged: without numbers nobody can know what was lost.
"""

import re
from collections.abc import Iterable

_NUMBERED = re.compile(
    rb"<\d{1,3}>1 \S{1,40} (\S{1,255}) (\S{1,48}) \S{1,128} \S{1,32} "
    rb'[^\n]{0,1000}?\[meta [^\]]{0,300}?sequenceId="(\d{1,10})"'
)
LATE = 1_000
"""A number that is lower by less came by another way; by more, its sender began anew."""

MOST_SOURCES = 10_000
"""Beyond, further senders are not followed: their names are theirs to invent."""


class Sequences:
    """The last number of each source (sender, host, program)."""

    def __init__(self, last: dict[str, int] | None = None) -> None:
        self._last = last or {}
        self.changed: dict[str, int] = {}

    def lost(self, sender: str, messages: Iterable[bytes]) -> int:
        """How many are missing before these, less those thought lost that came after all."""
        return sum(self._one(sender, message) for message in messages)

    def _one(self, sender: str, message: bytes) -> int:
        found = _NUMBERED.match(message)
        if not found:
            return 0
        host, program = (part.decode("ascii", "replace") for part in found.group(1, 2))
        source = f"{sender} {host} {program}"
        number, last = int(found[3]), self._last.get(source)
        if last is None and len(self._last) >= MOST_SOURCES:
            return 0
        if last is not None and 0 < last - number < min(LATE, last):
            return -1
        self._last[source] = self.changed[source] = number
        return number - last - 1 if last is not None and number > last else 0
