"""One small invented clinic for all tests of this folder."""

from pathlib import Path

import pytest

from tocsin.clinic import Clinic, build_clinic


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    return build_clinic(tmp_path_factory.mktemp("clinic"), patients=600, medical=14, seed=7)


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its relative path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
