"""Rules over time: the window is truly applied."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.watch.moment import MICROSECONDS
from tocsin.watch.sigma.convert import convert_texts
from tocsin.watch.sigma.correlate import Match, Matches
from tocsin.watch.sigma.rule import RuleBook

BASE = """
title: Failed logon
id: 11111111-1111-4111-8111-111111111111
name: failed
status: test
level: low
logsource: {product: windows, service: security}
detection:
  selection: {EventID: 4625}
  condition: selection
---
title: Good logon
id: 22222222-1111-4111-8111-111111111111
name: good
status: test
level: low
logsource: {product: windows, service: security}
detection:
  selection: {EventID: 4624}
  condition: selection
---
title: Over time
id: 33333333-1111-4111-8111-111111111111
status: test
level: high
correlation:
"""
FAILED, GOOD = (f"{n * 8}-1111-4111-8111-111111111111" for n in "12")
COUNT = "  type: event_count\n  rules: [failed]\n  group-by: [IpAddress]\n  timespan: 5m\n"
BRUTE = COUNT + "  condition: {gte: 3}\n"
SPRAY = BRUTE.replace("event_count", "value_count").replace("{gte: 3}", "{gte: 3, field: User}")
THEN = (
    "  type: temporal_ordered\n  rules: [failed, good]\n  group-by: [IpAddress]\n  timespan: 5m\n"
)


def book(correlation: str) -> RuleBook:
    found = convert_texts([("rules.yml", BASE + correlation)])
    assert found.unconverted == ()
    return found


def acts(correlation: str, *seen: tuple[str, float, str, str]) -> list[tuple[float, float, int]]:
    """First, last (seconds), number of each stretch; seen: rule, second, address, user."""
    matches, places = Matches(), count()
    matches.add(
        [
            Match(
                rule,
                int(second * MICROSECONDS) + MICROSECONDS * 1_750_000_000,
                1,
                next(places),
                {"EventID": 4625 if rule == FAILED else 4624, "IpAddress": address, "User": user},
            )
            for rule, second, address, user in seen
        ]
    )
    start = 1_750_000_000 * MICROSECONDS
    return [
        ((a.first_at - start) / MICROSECONDS, (a.last_at - start) / MICROSECONDS, a.times)
        for a in matches.acts(book(correlation))
    ]


def failed(
    *seconds: float, address: str = "a", user: str = "u"
) -> list[tuple[str, float, str, str]]:
    return [(FAILED, second, address, user) for second in seconds]


def test_enough_within_the_window_are_marked() -> None:
    assert acts(BRUTE, *failed(0, 100, 200)) == [(0, 200, 3)]


def test_as_many_over_a_longer_time_are_not() -> None:
    assert acts(BRUTE, *failed(0, 200, 400, 600)) == []


def test_groups_are_told_apart() -> None:
    assert acts(BRUTE, *failed(0, 100), *failed(50, 150, address="b")) == []


def test_different_values_are_counted() -> None:
    spray = [*failed(0, user="x"), *failed(10, user="y"), *failed(20, user="z")]
    assert acts(SPRAY, *spray) == [(0, 20, 3)]
    assert acts(SPRAY, *failed(0, 10, 20)) == []


def test_two_stretches_are_two_acts() -> None:
    assert acts(BRUTE, *failed(0, 1, 2, 3, 9_000, 9_001, 9_002)) == [(0, 3, 4), (9_000, 9_002, 3)]


def test_a_sequence_is_asked_in_its_order_and_window() -> None:
    good = (GOOD, 100.0, "a", "u")
    assert len(acts(THEN, *failed(0), good)) == 1
    assert acts(THEN, *failed(200), good) == []
    assert acts(THEN, *failed(0), (GOOD, 1_000.0, "a", "u")) == []


def test_a_sequence_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.watch.sigma.correlate.MOST_STEPS", 100)
    monkeypatch.setattr("tocsin.watch.sigma.correlate.STEPS_A_LOOK", 50)
    matches = Matches()
    matches.add([Match(FAILED, n, 1, n, {"IpAddress": "a"}) for n in range(50)])
    assert list(matches.acts(book(THEN))) == []
    assert [left_out.name for left_out in matches.too_long] == ["Over time"]


@given(st.lists(st.integers(0, 2_000), max_size=40))
def test_the_window_slides_over_every_stretch(seconds: list[int]) -> None:
    dense = any(sum(s - 300 <= other <= s for other in seconds) >= 3 for s in seconds)
    assert bool(acts(BRUTE, *failed(*seconds))) is dense
