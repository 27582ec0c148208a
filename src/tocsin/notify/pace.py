"""At most so many e-mails a second."""

import time

_BACKLOG = 0.1
"""Seconds of pace that may be made up for: never a burst of more."""


class Pace:
    """`rate` is in e-mails a second; None for as fast as it goes."""

    def __init__(self, rate: float | None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = time.monotonic()

    def allow(self, wanted: int) -> int:
        """How many of `wanted` may go now."""
        if not self._gap:
            return wanted
        now = time.monotonic()
        self._next = max(self._next, now - _BACKLOG)
        return min(
            wanted, max(0, int((now - self._next) / self._gap) + 1 if now >= self._next else 0)
        )

    def went(self, count: int) -> None:
        """So many went."""
        self._next += count * self._gap
