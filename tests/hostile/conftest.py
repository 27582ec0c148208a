import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.door import Door
from tests.hostile.scene import Scene
from tests.hostile.trap import CANARY, CANARY_FILE
from tocsin.read.wall import attempt
from tocsin.wall import keeper

SECONDS = 20.0
"""What a hostile file may take here, without a word."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that is the reader's working folder, home and place for temporary files."""
    root, before = tmp_path_factory.mktemp("scene"), Path.cwd()
    (root / CANARY_FILE).write_text(CANARY)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "TMPDIR"):
            patch.setenv(name, str(root))
        patch.setenv("CANARI", CANARY)
        patch.setattr(keeper, "_ENVIRONMENT", (*keeper._ENVIRONMENT, "HOME", "TMPDIR", "CANARI"))
        patch.setattr(attempt, "silence", lambda *_size, **_ocr: SECONDS)
        os.chdir(root)
        yield root
        os.chdir(before)


@pytest.fixture(scope="module")
def scene(home: Path) -> Iterator[Scene]:
    """A place to read hostile files."""
    with Door() as door:
        yield Scene(home, door)
