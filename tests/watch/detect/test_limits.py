"""Limits: own past and peers for accounts, the hour of the week for the hospital."""

import numpy as np

from tocsin.watch.detect.limits import LEAST, LEAST_PACE, LEAST_TOTAL, WEEK, learn

ACCOUNTS = [f"a{n}" for n in range(20)]
DAYS = 45


def limits(special: int = 0, role: str = ""):
    chance = np.random.default_rng(1)
    days = chance.poisson(6, (20, DAYS)).astype(float)
    days[0] += special
    total = chance.poisson(100, DAYS * 24).astype(float)
    return learn(days, ACCOUNTS, [role, *[""] * 19], total, 0)


def test_nobody_is_below_the_least() -> None:
    assert limits().of("a3", "") >= LEAST


def test_an_account_that_always_read_much_has_a_limit_of_its_own() -> None:
    found = limits(special=500)
    assert found.of("a0", "") > 500
    assert found.of("a1", "") < 200


def test_a_newcomer_is_held_against_the_others() -> None:
    found = limits()
    assert found.of("new", "nowhere") == found.of("other", "")


def test_the_total_has_a_limit_for_each_hour_of_the_week() -> None:
    found = limits()
    assert len(found.total) == WEEK
    assert all(LEAST_TOTAL <= limit < 300 for limit in found.total)


def test_an_ordinary_week_stays_below() -> None:
    chance = np.random.default_rng(2)
    found = limits()
    assert all(chance.poisson(100) < found.of_all(hour) for hour in range(WEEK * 4))


def test_nothing_known_rings_for_nobody_but_by_the_least() -> None:
    empty = learn(np.empty((0, 45)), [], [], np.full(24 * 45, np.nan), 0)
    assert empty.of("new", "") == LEAST
    assert empty.of_all(3) == float("inf")


def night_job() -> np.ndarray:
    paces = np.zeros((20, 24))
    paces[0, 2] = 400
    return paces


def test_a_night_job_has_a_pace_of_its_own_around_its_hour() -> None:
    days = np.full((20, DAYS), 6.0)
    days[0] = 600
    found = learn(days, ACCOUNTS, [""] * 20, np.full(24 * DAYS, 700.0), 0, night_job())
    at_night = [found.pace_of("a0", "", hour) for hour in (1, 2, 3)]
    assert at_night == [600, 600, 600]
    by_day = found.pace_of("a0", "", 24 * 400 + 14)
    assert LEAST_PACE < by_day < min(600, found.of("a0", ""))


def test_no_pace_is_judged_below_the_least() -> None:
    found = learn(np.full((20, DAYS), 3.0), ACCOUNTS, [""] * 20, np.full(24 * DAYS, 60.0), 0)
    assert found.pace_of("a1", "", 3) == LEAST_PACE
    assert found.pace_of("new", "", 3) == LEAST_PACE
