"""Cases that have read logs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin.case import Case
from tocsin.progress import Silent
from tocsin.watch import Settings, watch
from tocsin.watch.sigma.rule import RuleBook


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create_or_open(tmp_path / "affaire") as opened:
        yield opened


@pytest.fixture
def read_logs(case: Case, tmp_path: Path) -> Callable[..., Case]:
    """Reads logs, given by name, into the case; without rules, which take time to load."""

    def read(book: RuleBook | None = None, **logs: bytes) -> Case:
        folder = tmp_path / "journaux"
        folder.mkdir(exist_ok=True)
        for name, data in logs.items():
            (folder / name.replace("__", ".")).write_bytes(data)
        watch(case, folder, Settings(book or RuleBook(), workers=1), Silent())
        return case

    return read
