"""The simulated hospital: every theft is caught, and a seed gives the same table each time."""

import numpy as np
from benchmarks.theft import DAYS, FROZEN, THEFTS, alarms, hospital, rolling, table, theft

SEED = 4_711


def test_every_theft_of_a_seed_rings_before_a_tenth_is_gone() -> None:
    found = hospital(SEED)
    caught = [theft(found, SEED, accounts) for accounts in THEFTS.values()]
    assert all(0 < c.lost < 0.1 for c in caught)
    assert sum(alarms(found)) < DAYS - FROZEN // 24


def test_a_seed_gives_the_same_table() -> None:
    seeds = range(SEED, SEED + 1)
    assert table(seeds) == table(seeds)


def test_a_rolling_sum_is_that_of_its_hours() -> None:
    assert rolling(np.arange(6.0), 2).tolist() == [0, 1, 3, 5, 7, 9]
