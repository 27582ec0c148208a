"""At most so many a second, on a clock that the test turns."""

import pytest

from tests.notify.turned import Clock
from tocsin.notify import pace
from tocsin.notify.pace import Pace


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pace, "time", clock)
    return clock


@pytest.mark.parametrize("rate", [0.5, 2, 30, 400])
def test_a_rate_is_kept(clock: Clock, rate: float) -> None:
    pacer = Pace(rate)
    sent = 0
    while clock.now < 160:
        allowed = pacer.allow(100)
        pacer.went(allowed)
        sent += allowed
        clock.now += 0.02
        assert sent <= (clock.now - 100) * rate + 1 + rate * 0.1
    assert sent == pytest.approx(60 * rate, abs=rate * 0.2 + 1)


def test_time_without_sending_is_not_made_up_for(clock: Clock) -> None:
    pacer = Pace(100)
    clock.now += 3600
    assert pacer.allow(1000) <= 11


def test_no_rate_no_bound(clock: Clock) -> None:
    assert Pace(None).allow(77) == 77
