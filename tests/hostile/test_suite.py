"""Every trap is read: one record of its own, a known reason, no harm, within its time."""

import hashlib
from collections import Counter

import pytest

from tests.hostile.scene import Scene, faults_of
from tests.hostile.suite import SUITE, Trap

_seen: dict[str, str] = {}


def test_the_suite_is_large_and_no_two_traps_share_a_name() -> None:
    assert len(SUITE) >= 200
    assert not [trap for trap, count in Counter(map(str, SUITE)).items() if count > 1]


@pytest.mark.parametrize("trap", SUITE, ids=str)
def test_a_trap_costs_itself_only(scene: Scene, trap: Trap) -> None:
    data = trap.make()
    assert _seen.setdefault(hashlib.sha256(data).hexdigest(), str(trap)) == str(trap)
    assert faults_of(scene.read(trap.name, data), trap.name) == []
