"""The screen: progress, tables and errors, for a person who is tired and in a hurry."""

import contextlib
import sys
import time
from collections.abc import Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress

from tocsin.errors import TocsinError
from tocsin.language import number, tr
from tocsin.progress import Stage

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

LINE_EVERY = 10.0
"""Seconds between two lines of progress where the screen is a file."""


def show_error(error: TocsinError) -> None:
    """An error for people: code, one sentence, the way out."""
    err.print(f"[bold red]{tr('Erreur', 'Error')}[/] [dim]{error.code}[/]", end=" ")
    err.print(error.sentence, markup=False)
    err.print(f"  → {error.way_out}", markup=False)


class ConsoleProgress:
    """Bars with what, how far and how long still; plain lines where there is no terminal."""

    @contextlib.contextmanager
    def stage(self, name: str, total: int | None, unit: str = "") -> Iterator[Stage]:
        """Open a stage; its last line stays on the screen."""
        if not err.is_terminal:
            with _LineStage(name, total, unit) as line:
                yield line
            return
        with RichProgress(
            TextColumn("[bold]{task.description:<34}"),
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}"),
            TimeElapsedColumn(),
            TextColumn("[dim]" + tr("reste", "left")),
            TimeRemainingColumn(compact=True),
            TextColumn("[dim]{task.fields[note]}"),
            console=err,
        ) as bars:
            yield _BarStage(bars, bars.add_task(name, total=total, unit=unit, note=""))


class _BarStage:
    def __init__(self, bars: RichProgress, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def advance(self, amount: int = 1) -> None:
        """Move the bar."""
        self._bars.advance(self._task, amount)

    def note(self, text: str) -> None:
        """Show a remark beside the bar."""
        self._bars.update(self._task, note=text)


class _LineStage:
    def __init__(self, name: str, total: int | None, unit: str) -> None:
        self._name, self._total, self._unit = name, total, unit
        self._done = 0
        self._remark = ""
        self._started = self._last = time.monotonic()

    def __enter__(self) -> "_LineStage":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._print(tr("fait", "done"))

    def advance(self, amount: int = 1) -> None:
        """Count, and print a line now and then."""
        self._done += amount
        if time.monotonic() - self._last >= LINE_EVERY:
            self._print(self._left())

    def note(self, text: str) -> None:
        """Keep a remark for the next line."""
        self._remark = text

    def _left(self) -> str:
        elapsed = time.monotonic() - self._started
        if not self._total or not self._done:
            return ""
        seconds = elapsed * (self._total - self._done) / self._done
        return tr(f"reste environ {seconds:.0f} s", f"about {seconds:.0f} s left")

    def _print(self, how_far: str) -> None:
        self._last = time.monotonic()
        total = f"/{number(self._total)}" if self._total else ""
        count = f"{number(self._done)}{total} {self._unit}" if self._done or self._total else ""
        elapsed = f"{self._last - self._started:.1f} s"
        words = (f"{self._name:<34}", count, elapsed, how_far, self._remark)
        print("  ".join(word for word in words if word), file=sys.stderr, flush=True)
