"""Dates as people write them, against the one in the index."""

from datetime import date

import pytest

from tocsin.match.closeness import Closeness, compare_dates

BORN = date(1925, 3, 12)


@pytest.mark.parametrize(
    ("said", "closeness"),
    [
        ("1925-03-12", Closeness.SAME),
        ("1925-03-13", Closeness.NEAR),
        ("1925-12-03", Closeness.NEAR),
        ("2025-03-12", Closeness.NEAR),
        ("2025-03-13", Closeness.DIFFERS),
        ("1952-03-12", Closeness.DIFFERS),
        ("1925", Closeness.UNSAID),
    ],
)
def test_dates(said: str, closeness: Closeness) -> None:
    assert compare_dates(said, BORN) is closeness
