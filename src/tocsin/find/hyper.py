"""Hyperscan: many patterns in one pass over a text, at tens of megabytes a second.

Its automaton takes two seconds to build: worth it before thousands of texts. Where the library has
no wheel or no fit processor there is none, and RE2 looks as before. What it tells is only which
patterns a text may hold; RE2 says where.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from threading import Lock


def automaton(patterns: Sequence[bytes]) -> Callable[[bytes], list[int]] | None:
    """From a text to the positions of the patterns that it may hold, each once; None if there is
    no library for this machine or a pattern that it cannot read.
    """
    try:
        hyperscan = import_module("hyperscan")
    except ImportError:  # another processor or system
        return None
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_ALLOWEMPTY
    numbers = list(range(len(patterns)))
    try:
        database.compile(list(patterns), ids=numbers, elements=len(numbers), flags=flags)
    except hyperscan.error:
        return None
    return _Looking(database.scan).positions


class _Looking:
    """A database that one thread at a time looks with: they share its scratch space."""

    def __init__(self, scan: Callable[..., object]) -> None:
        self._scan = scan
        self._lock = Lock()
        self._found: list[int] = []

    def positions(self, text: bytes) -> list[int]:
        """The patterns that the text may hold, by position."""
        with self._lock:
            self._found = []
            self._scan(text, match_event_handler=self._keep)
            return self._found

    def _keep(self, position: int, *_: object) -> None:
        self._found.append(position)
