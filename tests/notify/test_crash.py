"""A part of the crash suite; all of it: `uv run python -m tests.notify.crash --points 300`."""

import os

import pytest
from benchmarks.postfix import Postfix

from tests.notify.crash import run


def test_nobody_is_lost_and_nobody_told_twice(capsys: pytest.CaptureFixture[str]) -> None:
    if Postfix.program() is None:
        pytest.skip("Postfix is not installed: scripts/install brings it")
    if os.geteuid() != 0:
        pytest.skip("Postfix starts as root only")
    tally = run(points=12, seed=7)
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.lost == 0
    assert tally.duplicates == 0
    assert tally.arrived + tally.left_to_a_person >= tally.people
    assert all(count == 2 for count in tally.points.values())
    assert len(tally.points) == 6
    assert tally.in_doubt > 0, "nothing was broken in the middle"
