"""Damaged at random, a file is still one record, a known reason and no harm."""

import pytest

from tests.hostile.mutants import PER_SAMPLE, mutants, sound
from tests.hostile.scene import Scene, faults_of


def test_there_are_thousands() -> None:
    assert len(sound()) * PER_SAMPLE >= 2_000


def test_they_are_the_same_each_time() -> None:
    assert list(mutants("lettre.txt")) == list(mutants("lettre.txt"))


@pytest.mark.parametrize("name", sorted(sound()))
def test_mutants_of(scene: Scene, name: str) -> None:
    faults = {
        made: found
        for made, data in mutants(name)
        if (found := faults_of(scene.read(name, data), name))
    }
    assert faults == {}
