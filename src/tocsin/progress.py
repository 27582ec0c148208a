"""Long work says what it does, how far it is and how long still, without knowing the screen.

A verb takes a `Progress` and calls `stage(...)` for each piece of long work; the command line
draws it, tests record it, and `Silent` ignores it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Stage(Protocol):
    """One piece of long work under way."""

    def advance(self, amount: int = 1) -> None:
        """`amount` more units are done."""
        ...

    def note(self, text: str) -> None:
        """A short remark beside the bar; never personal data."""
        ...


class Progress(Protocol):
    """Where long work reports itself."""

    @contextmanager
    def stage(self, name: str, total: int | None, unit: str = "") -> Iterator[Stage]:
        """Open a stage of `total` units (None: unknown)."""
        ...


class _SilentStage:
    def advance(self, amount: int = 1) -> None:
        """Nothing to show."""

    def note(self, text: str) -> None:
        """Nothing to show."""


class Silent:
    """A progress that shows nothing."""

    @contextmanager
    def stage(self, name: str, total: int | None, unit: str = "") -> Iterator[Stage]:  # noqa: ARG002
        """Open a stage nobody sees."""
        yield _SilentStage()
