"""Syslog messages in a stream (RFC 6587): `LENGTH MESSAGE`, or one a line."""

from dataclasses import dataclass, field

from tocsin.watch.reader import LONGEST_LINE

DIGITS = b"0123456789"
LONGEST_COUNT = 9
"""Digits of a length: what has more is no length."""


@dataclass(slots=True)
class Framer:
    """Cuts what a connection sends. It never holds more than one message of `longest` bytes;
    longer ones are passed over and counted in `too_long`."""

    longest: int = LONGEST_LINE
    too_long: int = 0
    _held: bytearray = field(default_factory=bytearray)
    _skip: int = 0
    """Bytes of an overlong message still to come; -1: up to the end of its line."""

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are whole now."""
        self._held += data
        found: list[bytes] = []
        while self._skipped() and (message := self._next()) is not None:
            if message.strip():
                found.append(message)
        return found

    def end(self) -> list[bytes]:
        """The connection is closed: a last line may lack its end; a cut message is none."""
        rest = bytes(self._held)
        self._held.clear()
        is_line = not self._skip and rest.strip() and self._count(rest) is None
        return [rest] if is_line else []

    def _skipped(self) -> bool:
        """Pass over what is too long; whether its end was reached."""
        if self._skip > 0:
            gone = min(self._skip, len(self._held))
            del self._held[:gone]
            self._skip -= gone
        elif self._skip < 0:
            end = self._held.find(b"\n")
            del self._held[: end + 1 if end >= 0 else len(self._held)]
            self._skip = 0 if end >= 0 else -1
        return self._skip == 0

    def _next(self) -> bytes | None:
        count = self._count(self._held)
        if count is None:
            return self._line()
        size, begin = count
        return self._counted(size, begin) if begin else None

    def _count(self, data: bytes | bytearray) -> tuple[int, int] | None:
        """The length a message says it has and where it begins (0: not known yet); None if it is
        a line."""
        if data[:1] not in DIGITS[1:] or not data:
            return None
        head = bytes(data[: LONGEST_COUNT + 1])
        digits, blank, _ = head.partition(b" ")
        if not digits.isdigit() or len(digits) > LONGEST_COUNT:
            return None
        return (int(digits), len(digits) + 1) if blank else (0, 0)

    def _counted(self, size: int, begin: int) -> bytes | None:
        if size > self.longest:
            del self._held[:begin]
            return self._pass_over(size)
        if len(self._held) < begin + size:
            return None
        message = bytes(self._held[begin : begin + size])
        del self._held[: begin + size]
        return message

    def _line(self) -> bytes | None:
        end = self._held.find(b"\n")
        if end < 0:
            return self._pass_over(-1) if len(self._held) > self.longest else None
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        if len(line) > self.longest:
            self.too_long += 1
            return b""
        return line

    def _pass_over(self, size: int) -> bytes:
        self.too_long += 1
        self._skip = size
        return b""
