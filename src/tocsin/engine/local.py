"""Processes of this machine: each task in a worker that may crash or hang without harm to others.

Workers are forked, so what `initializer` receives (the patient index) is shared, not copied. See
docs/decisions/094-our-own-workers.md.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, Generic, TypeVar

from tocsin.engine.process import Context, Failure, Work, WorkerProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4
"""Tasks taken beyond those running: enough to keep the workers fed."""

_END: Final = object()


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


class LocalEngine(Generic[Task, Result]):
    """Runs `function(task)` over worker processes, at most `timeout_of(task)` seconds each.

    Workers that are not `shared` start afresh, and `initargs` are sent to them: libraries with
    threads of their own (polars) do not outlive a fork. Each is renewed after `lifetime` tasks,
    if given: for libraries that keep memory.
    """

    def __init__(
        self,
        function: Callable[[Task], Result],
        timeout_of: Callable[[Task], float],
        *,
        workers: int,
        initializer: Callable[..., None] | None = None,
        initargs: tuple[Any, ...] = (),
        shared: bool = True,
        lifetime: int | None = None,
    ) -> None:
        self._work = Work(function, initializer, initargs)
        self._timeout_of = timeout_of
        self._workers = workers
        self._context: Context = get_context("fork") if shared else get_context("forkserver")
        self._lifetime = lifetime

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Failure]]:
        """Each task with its result or failure, as they end. Stops all workers if abandoned.

        `tasks` is read here, by the thread that asks for results, a few ahead of them; here alone
        processes are started. Raises `MachineError` if the machine has no room for one.
        """
        pending = iter(tasks)
        first = list(islice(pending, self._workers))
        crew = _Crew([self._worker() for _ in first])
        try:
            running = 0
            for task in chain(first, pending):
                crew.todo.put((task, self._timeout_of(task)))
                running += 1
                if running >= self._workers + AHEAD:
                    yield crew.next()
                    running -= 1
            for _ in range(running):
                yield crew.next()
            crew.end()
        finally:
            crew.stop()

    def _worker(self) -> WorkerProcess:
        return WorkerProcess(self._context, self._work, self._lifetime)


class _Crew:
    """The workers, each led by a thread that hands it one of the tasks `todo` after another."""

    def __init__(self, workers: list[WorkerProcess]) -> None:
        self.todo: SimpleQueue[Any] = SimpleQueue()
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._workers = workers
        self._threads = [
            Thread(target=self._lead, args=(worker,), daemon=True) for worker in workers
        ]
        for thread in self._threads:
            thread.start()

    def next(self) -> Any:
        """The next task that ended, with its result; meanwhile what is gone is started again."""
        while isinstance(ended := self._done.get(), WorkerProcess):
            ended.start()
        return ended

    def end(self) -> None:
        """Nothing more is to do."""
        for _ in self._threads:
            self.todo.put(_END)
        for thread in self._threads:
            thread.join()

    def stop(self) -> None:
        """Whatever is still done is not wanted."""
        with suppress(Empty):
            while True:
                self.todo.get_nowait()
        for worker in self._workers:
            worker.stop()
        self.end()

    def _lead(self, worker: WorkerProcess) -> None:
        while (given := self.todo.get()) is not _END:
            task, seconds = given
            if worker.is_gone:
                self._done.put(worker)
                worker.wait_for_start()
            self._done.put((task, worker.do(task, seconds)))
        worker.end()
