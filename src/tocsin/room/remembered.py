"""Figures over the whole case are counted once for all who look, and say as of when.

What is cheap is counted anew once it is old. What is dear is answered as it was known, while one
thread counts anew: nobody waits, and everybody sees the moment the figure is of.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, TypeVar

from tocsin.errors import TocsinError
from tocsin.language import screen_language, speaking
from tocsin.room import opened

T = TypeVar("T")
CHEAP_SECONDS = 0.05
FRESH_SECONDS, SHARE = 5.0, 50
"""Nothing is counted more often; and what is cheap soon again, for a fiftieth of the time spent:
a case that was empty is seen full."""


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value, when it was read, and what reading it cost in seconds."""

    value: T
    as_of: datetime
    read_at: float
    cost: float

    def is_older_than(self, seconds: float) -> bool:
        """Whether it is."""
        return time.monotonic() - self.read_at > seconds


class Remembered(Generic[T]):
    """One value all readers share, counted anew when asked for after `seconds`."""

    def __init__(self, read: Callable[[], T], seconds: float = FRESH_SECONDS) -> None:
        self._read, self._seconds = read, seconds
        self._known: Known[T] | None = None
        self._reading = threading.Lock()
        self._forgotten = 0

    def get(self) -> Known[T]:
        """The value as known."""
        known = self._known
        if known is None:
            with self._reading:
                return self._known or self._count()
        if known.is_older_than(self._lasts(known)):
            return self._renew(known)
        return known

    def changed(self) -> None:
        """Somebody changed what it is about: count anew if that is quick, soon if not."""
        known = self._known
        self.forget()
        if known is not None and known.cost >= CHEAP_SECONDS:
            self._known = old = replace(known, read_at=-math.inf)
            self._renew(old)

    def forget(self) -> None:
        """As if it was never read; what is being read now comes too late to be kept."""
        self._forgotten += 1
        self._known = None

    def _lasts(self, known: Known[T]) -> float:
        return min(self._seconds, max(FRESH_SECONDS, known.cost * SHARE))

    def _renew(self, known: Known[T]) -> Known[T]:
        if not self._reading.acquire(blocking=False):
            return known
        if known.cost < CHEAP_SECONDS:
            try:
                return self._count()
            finally:
                self._reading.release()
        threading.Thread(target=self._count_aside, args=(screen_language(),), daemon=True).start()
        return known

    def _count_aside(self, language: str) -> None:
        try:
            with speaking("en" if language == "en" else "fr"):
                self._count()
        except TocsinError:
            self._known = None  # whoever asks next is told why
        finally:
            self._reading.release()
            opened.close()

    def _count(self) -> Known[T]:
        forgotten, started = self._forgotten, time.monotonic()
        value = self._read()
        now = time.monotonic()
        known = Known(value, datetime.now(UTC), now, now - started)
        if forgotten == self._forgotten:
            self._known = known
        return known
