"""Dates by the column: as one by one, or left to the one by one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.assess.cells import ordinal
from tocsin.match.days import plain_days

STYLES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m/%Y", "%Y-%m-%d")
days = st.dates(date(1000, 1, 1))  # `%Y` gives a year before as fewer figures
written = st.builds(date.strftime, days, st.sampled_from(STYLES))
impossible = st.from_regex(r"\d\d[/.-]\d\d[/.-]\d{4}|\d{4}[/.-]\d\d[/.-]\d\d", fullmatch=True)
cells = written | impossible | st.text("0129/-. ", max_size=11)


@given(st.lists(cells, max_size=6))
def test_a_column_is_read_as_its_cells_are(column: list[str]) -> None:
    for cell, found in zip(column, plain_days(column).tolist(), strict=True):
        assert found in (0, ordinal(cell))


@given(st.lists(written, min_size=1, max_size=6))
def test_ten_signs_are_read_at_once(column: list[str]) -> None:
    assert plain_days(column).tolist() == [ordinal(cell) for cell in column]


@pytest.mark.parametrize(
    "cell",
    ["", "2/3/1954", "02/03/54", "1954/03/02", "29/02/1900", "31/04/2001", "00/01/2001",
     "01/13/2001", "01/01/0000", "1954-02-30", "0２/03/1954", " 2/03/1954", "2 mars 954"],
)  # fmt: skip
def test_others_are_left(cell: str) -> None:
    assert plain_days(["29/02/2000", cell]).tolist()[1] == 0


def test_a_leap_day() -> None:
    assert plain_days(["29/02/2000", "2024-02-29"]).tolist() == [
        date(2000, 2, 29).toordinal(),
        date(2024, 2, 29).toordinal(),
    ]
