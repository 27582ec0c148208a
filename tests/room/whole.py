"""A case that has something on every screen, in the place of the shared one; each test its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.robbed import well_on_its_way
from tests.room.conftest import Room, forget
from tocsin.room import opened


@pytest.fixture(scope="session")
def robbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("volee")
    well_on_its_way(base)
    return base


@pytest.fixture
def whole(room: Room, robbed: Path, tmp_path: Path) -> Iterator[Room]:
    """Read, decided in part, its notices approved, calls given out, a form drawn up."""
    folder = tmp_path / "affaire"
    shutil.copytree(robbed / "affaire", folder)
    with override_settings(TOCSIN_CASE=str(folder)):
        yield Room(folder, robbed / "vol", robbed / "patients.csv")
        opened.close()
    forget()
