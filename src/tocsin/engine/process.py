"""One worker process, over a pipe of its own: its death or its hang cannot touch another's."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from multiprocessing.process import BaseProcess
from threading import Event, Lock
from typing import Any
from weakref import WeakSet

from tocsin.errors import MachineError

Context = ForkContext | ForkServerContext

START = 120.0
"""Seconds a process may take to be ready."""

_GRACE = 5.0
"""Seconds a process may take to be gone."""

_LOOK = 1.0
"""Seconds between looks whether it lives: its end of the pipe may have been left to another."""

_forking = Lock()
"""Held while a process is forked or a pipe closed: a fork between would copy half of either."""

_ours: WeakSet[Connection] = WeakSet()
"""This side's ends of the pipes; a forked process closes its copies, or no end would be seen."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task gave no result: `timeout`, `crash`, or `error: <exception type>`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Work:
    """What a process does: `initializer(*initargs)` once, then `function(task)` for each task."""

    function: Callable[[Any], Any]
    initializer: Callable[..., None] | None
    initargs: tuple[Any, ...]


class WorkerProcess:
    """A process that does one task at a time, renewed after `lifetime` tasks (None: never).

    `start` and `stop` are for the thread that runs the engine, all else for the one that leads this
    process: a fork copies the locks that other threads hold, and nothing would ever free them.
    """

    def __init__(self, context: Context, work: Work, lifetime: int | None) -> None:
        self._context, self._work, self._lifetime = context, work, lifetime
        self._process: BaseProcess | None = None
        self._pipe: Connection
        self._done = 0
        self._started = Event()

    def start(self) -> None:
        """Start a process; it gets ready while others start.

        Raises `MachineError` if the machine has no room for it.
        """
        with _forking, _ctrl_c_held():
            self._pipe, theirs = self._context.Pipe()
            _ours.add(self._pipe)
            process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
            with theirs:
                _fork(process)
            self._process = process
        self._done = 0
        self._started.set()

    @property
    def is_gone(self) -> bool:
        """Whether there is no process, and `start` is needed."""
        return self._process is None

    def wait_for_start(self) -> None:
        """Wait until there is a process, or none is wanted any more."""
        self._started.wait()

    def do(self, task: Any, seconds: float) -> Any:
        """The result of `task`, or the `Failure` it ended in; a process that failed is gone."""
        if self._process is None:
            return Failure("crash")
        try:
            if self._done == 0 and (unready := self._answer(START)):
                return self._gone(unready.reason)
            self._pipe.send(task)
            result = self._answer(seconds)
        except TimeoutError:
            return self._gone("timeout")
        except (EOFError, OSError):
            return self._gone("crash")
        except Exception as error:
            return self._gone(f"error: {type(error).__name__}")
        self._done += 1
        if self._done == self._lifetime:
            self.end()
        return result

    def stop(self) -> None:
        """Kill the process: what it does ends as a crash. Nothing is waited for any more."""
        with _forking:
            if self._process is not None:
                self._process.kill()
        self._started.set()

    def end(self) -> None:
        """Let the process end by itself, soon."""
        if self._process is None:
            return
        with _forking:
            self._pipe.close()
        self._process.join(_GRACE)
        self._bury()

    def _answer(self, seconds: float) -> Any:
        until = time.monotonic() + seconds
        while not self._pipe.poll(max(0.0, min(_LOOK, until - time.monotonic()))):
            if time.monotonic() >= until:
                raise TimeoutError
            if not (self._process and self._process.is_alive()) and not self._pipe.poll(0):
                raise EOFError
        return self._pipe.recv()

    def _gone(self, reason: str) -> Failure:
        self._bury()
        return Failure(reason)

    def _bury(self) -> None:
        with _forking:
            process, self._process = self._process, None
            if process is None:
                return
            self._pipe.close()
            self._started.clear()
        process.kill()
        process.join(_GRACE)


def _fork(process: BaseProcess) -> None:
    try:
        process.start()
    except OSError as error:
        raise MachineError(
            "machine.processes",
            "La machine n'a plus de quoi lancer un programme de plus.",
            "The machine has no room to start one more program.",
            way_out_fr="Fermez d'autres programmes puis relancez : ce qui est fait est gardé.",
            way_out_en="Close other programs, then run again: what is done is kept.",
        ) from error


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Ctrl-C waits until the block ends: raised in the hooks of a fork, it would be lost."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, work: Work) -> None:
    """The life of a process: whether it is ready, then an answer for each task, while `pipe` is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in list(_ours):
        other.close()
    with suppress(EOFError, OSError):  # whom it works for is gone
        pipe.send(_result(work.initializer, *work.initargs) if work.initializer else None)
        while True:
            _send(pipe, _result(work.function, pipe.recv()))


def _result(function: Callable[..., Any], *arguments: Any) -> Any:
    """No exception leaves a process, a panic of native code neither: it may quote a stolen file."""
    try:
        return function(*arguments)
    except BaseException as error:
        return Failure(f"error: {type(error).__name__}")


def _send(pipe: Connection, result: Any) -> None:
    try:
        pipe.send(result)
    except OSError:
        raise
    except Exception as error:  # it cannot be pickled, and nothing of it was sent
        pipe.send(Failure(f"error: {type(error).__name__}"))
