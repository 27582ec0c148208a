"""The benchmark measures what it says: memory of a whole process tree, growth per patient."""

import subprocess
import sys
from pathlib import Path

from benchmarks.memory import Peak, Run, measured, process_tree

HOLDS_64_MB_IN_A_CHILD = """
import os, time
if os.fork() == 0:
    held = bytearray(b"x" * 64_000_000)
    time.sleep(1.5)
    os._exit(0)
os.wait()
print("held")
"""


def test_memory_of_children_counts(tmp_path: Path) -> None:
    run = measured([sys.executable, "-c", HOLDS_64_MB_IN_A_CHILD], tmp_path / "log")
    assert run.code == 0
    assert run.tail == "held"
    assert run.peak.rss >= run.peak.pss > 64_000_000


def test_a_failure_keeps_its_code_and_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print('last words'); sys.exit(4)"]
    run = measured(command, tmp_path / "log")
    assert (run.code, run.tail) == (4, "last words")


def test_the_tree_holds_grandchildren() -> None:
    command = ["sh", "-c", "sh -c 'cat; true'; true"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"here\n")
        process.stdin.flush()
        process.stdout.readline()
        assert len(process_tree(process.pid)) >= 3
        process.stdin.close()


def test_growth_is_per_patient(tmp_path: Path) -> None:
    from benchmarks.stages import MARKED, STAGES, Measured, table, write

    def size(patients: int, seconds: float) -> Measured:
        runs = {name: Run(0, seconds, Peak(2_000_000, 1_000_000), "") for name in STAGES}
        return Measured(patients, runs, emails=7)

    text = table([size(1_000, 2.0), size(10_000, 20.0)])
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- stages: x -->\nold\n<!-- /stages -->\nafter\n", encoding="utf-8")
    write(page, text)
    written = page.read_text(encoding="utf-8")
    assert "scope 1.00" in text
    assert "all but clinic 1.00" in text
    assert "old" not in written
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert MARKED.search(written)
