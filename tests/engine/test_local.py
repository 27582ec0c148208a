"""The engine under tasks that crash, hang and raise: each costs itself, and is named."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tocsin.engine import Failure, LocalEngine
from tocsin.errors import MachineError


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


def dies_at_once(task: int) -> int:
    if task % 3 == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def test_the_death_of_workers_is_never_missed() -> None:
    """A pool that reads a death before the word that a task was begun would wait for ever."""
    deadly = LocalEngine(dies_at_once, lambda _: 30.0, workers=4)
    for task, result in deadly.run(range(300)):
        assert result == (Failure("crash") if task % 3 == 0 else task)


BUSY = threading.Lock()


def needs_the_lock(task: int) -> int:
    with BUSY:
        return dies_at_once(task)


def test_no_worker_is_born_with_a_lock_that_somebody_holds() -> None:
    """A worker forked while another thread holds a lock would wait for it for ever."""
    seen = {}
    for task, result in LocalEngine(needs_the_lock, lambda _: 5.0, workers=2).run(range(30)):
        with BUSY:
            time.sleep(0.02)
            seen[task] = result
    assert seen == {n: n if n % 3 else Failure("crash") for n in range(30)}


def cannot_start() -> None:
    raise ValueError("words of a stolen file")


def test_workers_that_cannot_start_fail_their_tasks(capfd: pytest.CaptureFixture[str]) -> None:
    stillborn = LocalEngine(dies_at_once, lambda _: 30.0, workers=2, initializer=cannot_start)
    failures = dict(stillborn.run(range(5)))
    assert failures == dict.fromkeys(range(5), Failure("error: ValueError"))
    assert capfd.readouterr().err == ""


def large(task: int) -> bytes:
    return bytes(task)


@pytest.mark.parametrize("shared", [True, False])
def test_tasks_and_results_larger_than_a_pipe_holds(shared: bool) -> None:
    sizes = [5_000_000, 10, 3_000_000, 0]
    engine = LocalEngine(large, lambda _: 60.0, workers=2, shared=shared)
    assert {task: len(result) for task, result in engine.run(sizes)} == {n: n for n in sizes}  # type: ignore[arg-type]


def unpicklable(task: int) -> object:
    return lambda: task


def test_a_result_that_cannot_be_sent_is_a_failure() -> None:
    results = dict(LocalEngine(unpicklable, lambda _: 30.0, workers=1).run([1, 2]))
    assert all(isinstance(result, Failure) for result in results.values())


def own_number(task: int) -> int:
    return os.getpid()


def test_workers_are_renewed_at_the_end_of_their_lifetime() -> None:
    lived = LocalEngine(own_number, lambda _: 30.0, workers=1, lifetime=2)
    numbers = [result for _, result in sorted(lived.run(range(5)))]
    assert [numbers.count(number) for number in dict.fromkeys(numbers)] == [2, 2, 1]


def panics(task: int) -> int:
    raise SystemExit("words of a stolen file")


def test_a_panic_says_nothing_of_what_was_read(capfd: pytest.CaptureFixture[str]) -> None:
    assert dict(LocalEngine(panics, lambda _: 30.0, workers=1).run([1])) == {
        1: Failure("error: SystemExit")
    }
    assert capfd.readouterr().err == ""


def holds_a_child(task: int) -> int:
    """A stray child keeps this process's end of the pipe open after its death."""
    if os.fork() == 0:
        time.sleep(20)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)
    return task


def test_a_death_is_seen_though_a_child_outlives_it() -> None:
    began = time.monotonic()
    assert dict(LocalEngine(holds_a_child, lambda _: 60.0, workers=1).run([1])) == {
        1: Failure("crash")
    }
    assert time.monotonic() - began < 15


def test_workers_end_when_the_one_they_work_for_is_killed(tmp_path: Path) -> None:
    seen = tmp_path / "workers"
    program = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from tocsin.engine import LocalEngine\n"
        "def work(task):\n"
        f"    with Path({str(seen)!r}).open('a') as file: file.write(f'{{os.getpid()}} ')\n"
        "    time.sleep(task)\n"
        "list(LocalEngine(work, lambda task: 60.0, workers=3).run([0.5] * 100))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    while not seen.exists() or len(set(seen.read_text().split())) < 3:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    workers = {int(number) for number in seen.read_text().split()}
    until = time.monotonic() + 30
    while any(_lives(worker) for worker in workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [worker for worker in workers if _lives(worker)]


def _lives(number: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{number}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_machine_without_room_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", full)
    with pytest.raises(MachineError, match="lancer"):
        list(engine().run(["a", "b"]))
