"""Distinct patients of a rolling day: exact, whatever the order, and bounded."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.watch.detect.window import SPAN, Window

READINGS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 80)), max_size=200)


@given(READINGS)
def test_the_count_is_that_of_the_last_day(readings: list[tuple[int, int]]) -> None:
    window, now, seen = Window(), 0, []
    for patient, hour in readings:
        now = max(now, hour)
        window.advance(now)
        window.add(patient, hour)
        seen.append((patient, hour))
        assert len(window) == len({p for p, h in seen if now - SPAN < h <= now})


def test_beyond_its_bound_it_says_so() -> None:
    window = Window(most=3)
    for patient in range(9):
        window.add(patient, 1)
    assert len(window) == 3
    assert window.is_full
