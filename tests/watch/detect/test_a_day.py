"""A day, compressed, with kills (SIGKILL) and rotations of every kind: no alarm lost or doubled."""

from pathlib import Path

from benchmarks.follow import THIEVES, Plan, run


def test_a_day_with_kills_and_rotations_is_exact(tmp_path: Path) -> None:
    outcome = run(Plan(seed=11, steps=40, pause=0.15, kills=4, rotations=14), tmp_path)
    assert outcome.counted == outcome.written
    assert outcome.alarms == outcome.expected
    assert sum(name.startswith("thief") for name in outcome.alarms) == THIEVES
    assert len(outcome.told) == outcome.alarms.total()
