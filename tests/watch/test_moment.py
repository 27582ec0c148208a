"""Times as logs write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.watch.moment import Clock, as_datetime, epoch, filetime

SUMMER = Clock(written=datetime(2025, 7, 3, tzinfo=UTC))
AT = datetime(2025, 6, 26, 0, 13, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-26T00:13:04Z",
        "2025-06-26 02:13:04",
        "2025-06-26T02:13:04+02:00",
        "2025-06-26 00:13:04 UTC",
        "2025-06-26 02:13:04 +02:00",
        "2025-06-26 02:13:04.000 CEST",
        "Jun 26 02:13:04 ",
        "juin 26 02:13:04 ",
        "26/Jun/2025:02:13:04 +0200",
        "26/Jun/2025:02:13:04",
        "1750896784",
        "1750896784000",
        "1750896784000000000",
        "1750896784.0",
    ],
)
def test_all_ways_of_writing_one_moment(text: str) -> None:
    assert as_datetime(SUMMER.any(text)) == AT


@pytest.mark.parametrize("text", ["", "hier", "Foo 26 02:13:04 ", "26/Xyz/2025:02:13:04", "1.2.3"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        SUMMER.any(text)


def test_a_time_without_year_is_of_the_last_time_it_was_that_day() -> None:
    new_year = Clock(written=datetime(2026, 1, 2, tzinfo=UTC))
    moment, _ = new_year.bsd("Dec 31 23:59:59 ")
    assert as_datetime(moment).year == 2025


def test_a_windows_time() -> None:
    assert as_datetime(filetime(133_953_703_840_000_000)) == AT


@given(st.integers(10**9, 4 * 10**9), st.integers(0, 999_999))
def test_an_epoch_is_told_by_its_digits(seconds: int, micro: int) -> None:
    whole = seconds * 1_000_000 + micro
    assert epoch(str(seconds)) == seconds * 1_000_000
    assert epoch(f"{seconds}.{micro:06d}") == whole
    assert epoch(str(whole)) == whole
    assert epoch(str(whole * 1_000)) == whole
