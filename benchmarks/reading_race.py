"""The race: every reader reads every file, one file after another, each within the same time."""

import json
import os
import select
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from benchmarks.corpus import Corpus, Sample
from benchmarks.memory import Peak, cpu_seconds, memory_of, process_tree
from benchmarks.peers import Engine

SECONDS_A_FILE = 20.0
SECONDS_TO_START = 60.0
EVERY = 0.5
READY = {"ready": True}


class Outcome(StrEnum):
    """What became of one file in one reader."""

    TEXT = "text"
    NO_TEXT = "no text"
    ERROR = "error"
    HANG = "hang"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Result:
    """One file in one reader. `reason` as the reader gives it, free of content."""

    outcome: Outcome
    seconds: float
    letters: int = 0
    documents: int = 0
    status: str = ""
    reason: str = ""


@dataclass(slots=True)
class Lane:
    """All that one reader did: a result a file, the peak of its memory, the processor's time."""

    engine: Engine
    results: list[Result] = field(default_factory=list)
    peak: Peak = field(default_factory=Peak)
    cpu: float = 0.0
    starts: int = 0

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(result.outcome is outcome for result in self.results)

    @property
    def seconds(self) -> float:
        """From question to answer, over all files; restarts after a hang or crash included."""
        return sum(result.seconds for result in self.results)


def race(
    corpus: Corpus,
    engines: Sequence[Engine],
    told: Callable[[int], None] = lambda _: None,
    rounds: int = 1,
) -> list[Lane]:
    """Every engine reads every file of `corpus`, taking turns in going first.

    All stay loaded beside one another and work one at a time, so that each file finds all of them
    on an equally busy machine. With several rounds a file's best time stands.
    """
    runners = [_Runner(Lane(engine), rounds) for engine in engines]
    try:
        for number, sample in enumerate(corpus.samples):
            first = number % len(runners)
            for runner in [*runners[first:], *runners[:first]]:
                runner.read(sample)
            told(number + 1)
    finally:
        for runner in runners:
            runner.stop()
    return [runner.lane for runner in runners]


class _Runner:
    """Keeps one reader's child process, asks it, and starts it anew when it is gone."""

    def __init__(self, lane: Lane, rounds: int) -> None:
        self.lane = lane
        self._rounds = rounds
        self._child: _Child | None = None

    def read(self, sample: Sample) -> None:
        if self._child is None and not self.lane.starts:
            self._start()  # the first start is not counted: a reader stays for many files
        best = self._read_once(sample)
        for _ in range(self._rounds - 1):
            if best.outcome not in (Outcome.HANG, Outcome.CRASH):
                best = min(best, self._read_once(sample), key=lambda result: result.seconds)
        self.lane.results.append(best)

    def _read_once(self, sample: Sample) -> Result:
        begun = time.monotonic()
        if self._child is None:
            self._start()
        answer = self._answer(sample)
        if isinstance(answer, Outcome):
            self.stop()
            return Result(answer, time.monotonic() - begun)
        return _result(answer, time.monotonic() - begun)

    def _answer(self, sample: Sample) -> dict[str, Any] | Outcome:
        assert self._child
        return self._child.ask(os.fsencode(sample.path).hex(), SECONDS_A_FILE)

    def _start(self) -> None:
        self._child = _Child(self.lane.engine, self.lane.peak)
        self.lane.starts += 1
        if self._child.receive(SECONDS_TO_START) != READY:
            raise RuntimeError(f"{self.lane.engine.key} does not start")

    def stop(self) -> None:
        if self._child:
            self.lane.cpu += self._child.end()
            self._child = None


def _result(answer: dict[str, Any], seconds: float) -> Result:
    outcome = Outcome.TEXT if answer["letters"] else Outcome.NO_TEXT
    if not answer["letters"] and answer["status"] in ("error", "unreadable"):
        outcome = Outcome.ERROR
    return Result(
        outcome,
        seconds,
        answer["letters"],
        answer["documents"],
        answer["status"],
        answer["reason"],
    )


class _Child:
    """A reader's process on the other end of two pipes, its memory watched while it lives."""

    def __init__(self, engine: Engine, peak: Peak) -> None:
        self._process = subprocess.Popen(
            engine.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=engine.environment,
            start_new_session=True,
        )
        self._peak, self._over, self._cpu = peak, threading.Event(), 0.0
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def ask(self, question: str, seconds: float) -> dict[str, Any] | Outcome:
        """The answer to `question`; CRASH if the process ended, HANG if it took too long."""
        assert self._process.stdin
        try:
            self._process.stdin.write(question.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return Outcome.CRASH
        return self.receive(seconds)

    def receive(self, seconds: float) -> dict[str, Any] | Outcome:
        """The next answer: answers are short and come whole, a line each."""
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        if not ready:
            return Outcome.HANG
        line = self._process.stdout.readline()
        answer: dict[str, Any] | Outcome = json.loads(line) if line else Outcome.CRASH
        return answer

    def end(self) -> float:
        """Kill it and all it started; the processor seconds they used."""
        self._over.set()
        self._watcher.join()
        self._cpu = max(self._cpu, cpu_seconds(process_tree(self._process.pid)))
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, 9)
        with self._process:
            self._process.wait()
        return self._cpu

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            tree = process_tree(self._process.pid)
            self._peak.raise_to(memory_of(tree))
            self._cpu = max(self._cpu, cpu_seconds(tree))
