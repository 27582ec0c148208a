"""Processes of this machine: each task in a worker that may crash or hang without harm to others.

Workers are forked, so what `initializer` receives (the patient index) is shared, not copied. See
docs/decisions/004-pebble-for-workers.md.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4
"""Tasks handed to the pool beyond those running, per worker: enough to keep it fed."""


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no result: `timeout`, `crash`, or `error: <exception type>`."""

    reason: str


class LocalEngine(Generic[Task, Result]):
    """Runs `function(task)` over worker processes, at most `timeout_of(task)` seconds each.

    Workers that are not `shared` start afresh, and `initargs` are sent to them: libraries with
    threads of their own (polars) do not outlive a fork.
    """

    def __init__(
        self,
        function: Callable[[Task], Result],
        timeout_of: Callable[[Task], float],
        *,
        workers: int,
        initializer: Callable[..., None],
        initargs: tuple[Any, ...] = (),
        shared: bool = True,
    ) -> None:
        self._function = function
        self._timeout_of = timeout_of
        self._workers = workers
        self._initializer = initializer
        self._initargs = initargs
        self._start = "fork" if shared else "spawn"

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Failure]]:
        """Each task with its result or failure, as they end. Stops all workers if abandoned."""
        pool = ProcessPool(
            max_workers=self._workers,
            context=multiprocessing.get_context(self._start),
            initializer=self._initializer,
            initargs=self._initargs,
        )
        try:
            with _ctrl_c_held():
                _ = pool.active  # forks the workers
            yield from self._feed(pool, iter(tasks))
            pool.close()  # type: ignore[no-untyped-call]
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _feed(
        self, pool: ProcessPool, tasks: Iterator[Task]
    ) -> Iterator[tuple[Task, Result | Failure]]:
        running: dict[Future[Any], Task] = {}
        while True:
            for task in tasks:
                timeout = self._timeout_of(task)
                running[pool.schedule(self._function, args=(task,), timeout=timeout)] = task
                if len(running) >= self._workers + AHEAD:
                    break
            if not running:
                return
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(ended), _outcome(ended)


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Ctrl-C waits until the block ends: raised in the hooks of a fork, it would be lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _outcome(future: Future[Any]) -> Any:
    try:
        return future.result()
    except TimeoutError:
        return Failure("timeout")
    except ProcessExpired:
        return Failure("crash")
    except Exception as error:
        return Failure(f"error: {type(error).__name__}")
