"""Figures counted once for all: fresh when cheap, never waited for when dear, never lost."""

import threading
from dataclasses import replace

import pytest

from tests.room.conftest import Room
from tocsin.room import remembered
from tocsin.room.remembered import Remembered


class Clock:
    """A clock that goes on when told; reading it costs nothing."""

    def __init__(self, cost: float) -> None:
        self.now, self.cost, self.reads = 0.0, cost, 0
        self.read_again = threading.Event()

    def monotonic(self) -> float:
        return self.now

    def read(self) -> int:
        self.now += self.cost
        self.reads += 1
        if self.reads > 1:
            self.read_again.set()
        return self.reads


def clocked(monkeypatch: pytest.MonkeyPatch, cost: float) -> tuple[Clock, Remembered[int]]:
    clock = Clock(cost)
    monkeypatch.setattr(remembered.time, "monotonic", clock.monotonic)
    return clock, Remembered(clock.read, seconds=5)


def test_counted_once_while_fresh(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, known = clocked(monkeypatch, 0.01)
    assert [known.get().value for _ in range(3)] == [1, 1, 1]
    clock.now += 6
    assert known.get().value == 2


@pytest.mark.parametrize(("cost", "reads"), [(0.01, 2), (1.0, 1)])
def test_what_was_quickly_counted_is_soon_counted_again(
    room: Room, monkeypatch: pytest.MonkeyPatch, cost: float, reads: int
) -> None:
    clock = Clock(cost)
    monkeypatch.setattr(remembered.time, "monotonic", clock.monotonic)
    known = Remembered(clock.read, seconds=600)
    known.get()
    clock.now += 10
    assert known.get().value == reads


def test_what_is_dear_is_answered_as_known(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, known = clocked(monkeypatch, 3.0)
    assert known.get().value == 1
    clock.now += 6
    assert known.get().value == 1
    assert clock.read_again.wait(10)
    for _ in range(1000):
        if known.get().value == 2:
            break
        threading.Event().wait(0.01)
    assert known.get().value == 2


def test_a_change_is_seen_at_once_when_cheap(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    _, known = clocked(monkeypatch, 0.0)
    known.get()
    known.changed()
    assert known.get().value == 2


def test_a_change_of_what_is_dear_is_counted_aside(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, known = clocked(monkeypatch, 3.0)
    assert known.get().value == 1
    known.changed()
    assert clock.read_again.wait(10)


def test_a_change_while_it_is_counted_is_not_lost(room: Room) -> None:
    counting, changed = threading.Event(), threading.Event()
    stored = [1]

    def read() -> int:
        seen = stored[0]
        if seen == 2:
            counting.set()
            assert changed.wait(10)
        return seen

    known: Remembered[int] = Remembered(read, seconds=600)
    known._known = replace(known.get(), cost=3.0)
    stored[0] = 2
    known.changed()
    assert counting.wait(10)
    stored[0] = 3
    known.changed()
    changed.set()
    for _ in range(1000):
        if known.get().value == 3:
            break
        threading.Event().wait(0.01)
    assert known.get().value == 3


def test_a_fault_is_not_remembered(room: Room) -> None:
    answers = iter([ValueError, 7])

    def read() -> int:
        answer = next(answers)
        if answer is ValueError:
            raise ValueError
        return int(str(answer))

    known = Remembered(read)
    with pytest.raises(ValueError):
        known.get()
    assert known.get().value == 7


def test_what_was_forgotten_meanwhile_is_not_kept(room: Room) -> None:
    reads: list[int] = []

    def read() -> int:
        reads.append(len(reads))
        if len(reads) == 1:
            known.forget()
        return reads[-1]

    known: Remembered[int] = Remembered(read)
    assert known.get().value == 0
    assert known.get().value == 1
