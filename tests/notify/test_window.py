"""The hours in which e-mails may leave."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import UsageError
from tocsin.notify.window import Window


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 7, 10, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("window", "now", "hours"),
    [
        ("08:00-20:00", at(8), 0),
        ("08:00-20:00", at(19, 59), 0),
        ("08:00-20:00", at(20), 12),
        ("08:00-20:00", at(7), 1),
        ("22:00-06:00", at(23), 0),
        ("22:00-06:00", at(5), 0),
        ("22:00-06:00", at(6), 16),
        ("22:00-06:00", at(21), 1),
    ],
)
def test_how_long_until_it_opens(window: str, now: datetime, hours: int) -> None:
    assert Window.parse(window).opens_in(now) == timedelta(hours=hours)


@given(st.times(), st.times(), st.datetimes())
def test_it_opens_when_it_says(opens: object, closes: object, now: datetime) -> None:
    window = Window(opens, closes)  # type: ignore[arg-type]
    if opens != closes:
        assert window.opens_in(now + window.opens_in(now)) == timedelta()


@pytest.mark.parametrize("text", ["", "8-20", "08:00", "24:00-08:00", "08:00-08:00", "08:61-09:00"])
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Window.parse(text)
    assert caught.value.code == "mail.window"
