"""The benchmark says what it measured, and leaves no server behind, however it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.notify import Rate, table
from benchmarks.postfix import Postfix

STARTS_AND_WAITS = """
import time
from benchmarks.postfix import end_on_sigterm, running_postfix
end_on_sigterm()
with running_postfix() as postfix:
    print(postfix.root, flush=True)
    time.sleep(60)
"""


def test_ratios_are_those_of_the_rates() -> None:
    text = table(
        Rate("Tocsin", 1000, 1.25, 0.5, 1.5),
        [Rate("smtp-source", 2000, 2.0, 0.2, 3.0)],
        [Rate("naive", 50, 2.0)],
        9,
        10,
    )
    assert "| 1000 | 0.80 | 100 | 1500 |" in text
    assert "| 800 | 1.00 | 500 | 1500 |" in text
    assert "| 25 | 32.0 |" in text
    assert "1000 messages of 9 bytes, 10 sessions" in text


def test_a_terminated_benchmark_stops_its_server() -> None:
    if Postfix.program() is None or os.geteuid() != 0:
        pytest.skip("Postfix is not installed, or starts as root only")
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        root = Path(child.stdout.readline().strip())
        assert root.is_dir()
        child.send_signal(signal.SIGTERM)
        assert child.wait(60) == 128 + signal.SIGTERM
    assert not root.exists()
    assert not [path for path in Path("/proc").glob("[0-9]*/cwd") if _is_in(path, root)]


def _is_in(link: Path, root: Path) -> bool:
    try:
        return link.readlink().is_relative_to(root)
    except OSError:
        return False
