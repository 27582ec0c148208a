"""Damaged at random, a file is still one record, a known reason and no harm."""

from pathlib import Path

import pytest

from tests.hostile.mutants import PER_SAMPLE, mutants, sound
from tests.hostile.scene import Scene, faults_of
from tests.read.conftest import no_ocr
from tocsin.model.document import DocumentRecord
from tocsin.read import read

__all__ = ["no_ocr"]


def test_there_are_thousands() -> None:
    assert len(sound()) * PER_SAMPLE >= 2_000


def test_they_are_the_same_each_time() -> None:
    assert list(mutants("lettre.txt")) == list(mutants("lettre.txt"))


@pytest.mark.parametrize("name", sorted(sound()))
@pytest.mark.usefixtures("no_ocr")
def test_sound_it_is_read_as_without_the_wall(scene: Scene, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(sound()[name])
    here = [part for part in read(tmp_path / name, name) if isinstance(part, DocumentRecord)]
    assert scene.read(name, sound()[name]).records == here


@pytest.mark.parametrize("name", sorted(sound()))
def test_mutants_of(scene: Scene, name: str) -> None:
    faults = {
        made: found
        for made, data in mutants(name)
        if (found := faults_of(scene.read(name, data), name))
    }
    assert faults == {}
