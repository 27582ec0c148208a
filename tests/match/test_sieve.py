"""The sieve lets every known hash pass, and holds back most others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tocsin.match.sieve import Sieve

hashes = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(hashes, max_size=50))
def test_what_is_known_passes(known: list[int]) -> None:
    sieve = Sieve(np.array(known, np.int64))
    assert all(sieve.may_hold(value) for value in known)


def test_most_of_what_is_unknown_does_not() -> None:
    known = np.arange(10_000, dtype=np.int64) << 32
    sieve = Sieve(known)
    passed = sum(sieve.may_hold(value + 1) for value in known.tolist())
    assert passed < len(known) / 4


def test_an_empty_sieve_lets_nothing_pass() -> None:
    assert not Sieve(np.array([], np.int64)).may_hold(0)
