from collections.abc import Iterator

import pytest

from tests.hostile.scene import Scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A place to read hostile files, in one child until it dies."""
    made = Scene(tmp_path_factory.mktemp("scene"))
    with made.door:
        yield made
