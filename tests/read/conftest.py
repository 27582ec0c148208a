from collections.abc import Callable
from pathlib import Path

import pytest

from tests.read.reading import Reading
from tocsin.read import ocr, read

ReadBytes = Callable[..., Reading]


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    """Reads bytes as if they lay in the stolen folder under a name."""

    def reading(data: bytes, name: str = "document", **options: object) -> Reading:
        path = tmp_path / "evidence"
        path.write_bytes(data)
        return Reading(list(read(path, name, **options)))  # type: ignore[arg-type]

    return reading


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are recognised at once, always as the same word."""
    monkeypatch.setattr(ocr, "_recognise", lambda _grey: "reconnu")
