"""The engine under tasks that crash, hang and raise: each costs itself, and is named."""

import os
import signal
import time

import pytest

from tocsin.engine import Failure, LocalEngine


def misbehave(task: str) -> str:
    if task == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "hang":
        time.sleep(600)
    if task == "raise":
        raise ValueError("words of a stolen file")
    return task.upper() + SHARED["suffix"]


SHARED: dict[str, str] = {}


def engine(timeout: float = 30.0) -> LocalEngine[str, str]:
    return LocalEngine(
        misbehave,
        lambda task: 1.0 if task == "hang" else timeout,
        workers=2,
        initializer=SHARED.update,
        initargs=({"suffix": "!"},),
    )


def test_each_task_gets_its_result_or_its_failure() -> None:
    tasks = ["a", "crash", "b", "hang", "raise", *(f"t{i}" for i in range(40))]
    results = dict(engine().run(tasks))
    assert len(results) == len(tasks)
    assert results["a"] == "A!"
    assert results["crash"] == Failure("crash")
    assert results["hang"] == Failure("timeout")
    assert results["raise"] == Failure("error: ValueError")
    assert results["t39"] == "T39!"


def test_nothing_to_do_ends_at_once() -> None:
    assert list(engine().run([])) == []


def test_leaving_early_stops_the_workers() -> None:
    run = engine().run(["a", *["b"] * 50])
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)
