"""How much is read, and how fast, beside the best free readers: same run, same files.

    uv run python -m benchmarks.reading FOLDER --title "…" --write

Every reader has a child process of its own, 20 s a file, and no OCR. They take turns on each file,
so that all find the machine equally busy; of three readings of a file the fastest counts. A folder
given on the command line is read as it is; the stolen files of an invented clinic come after it.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import Corpus, of_clinic, of_folder
from benchmarks.page import measured_on, write_region
from benchmarks.peers import Engine, engines
from benchmarks.reading_race import Lane, Outcome, race
from benchmarks.reading_tables import report

SAID_EVERY = 100


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = _options()
    readers = engines(walled=not options.no_wall, peers=not options.no_peers)
    sections = [f"{measured_on()}."]
    for corpus in _corpora(options):
        lanes = _raced(corpus, readers, options.rounds)
        if options.list:
            _list(options.list, corpus, lanes)
        sections.append(report(corpus, lanes))
    text = "\n\n".join(sections)
    print(text)
    if options.write:
        write_region("reading", text)


def _corpora(options: argparse.Namespace) -> Iterator[Corpus]:
    for number, folder in enumerate(options.folder):
        title = options.title[number] if number < len(options.title) else f"Folder {number + 1}"
        yield of_folder(folder, title, options.limit)
    if options.patients:
        with of_clinic(options.patients) as corpus:
            yield corpus


def _raced(corpus: Corpus, readers: list[Engine], rounds: int) -> list[Lane]:
    def told(number: int) -> None:
        if number % SAID_EVERY == 0 or number == len(corpus.samples):
            print(f"{corpus.title}: {number:,}/{len(corpus.samples):,} files", file=sys.stderr)

    return race(corpus, readers, told, rounds)


def _list(page: Path, corpus: Corpus, lanes: list[Lane]) -> None:
    """Every file with its outcome in each reader, for those who mend what is missed."""
    with page.open("a", encoding="utf-8") as file:
        for number, sample in enumerate(corpus.samples):
            results = [lane.results[number] for lane in lanes]
            cells = [f"{r.outcome}:{r.letters}:{r.seconds:.3f}" for r in results]
            reason = next((r.reason for r in results if r.outcome is not Outcome.TEXT), "")
            print(sample.path, sample.media, sample.size, *cells, reason, sep="\t", file=file)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="*", help="files to read")
    parser.add_argument("--title", action="append", default=[], help="what the folder is called")
    parser.add_argument("--limit", type=int, help="only the first files of a folder")
    parser.add_argument("--patients", type=int, default=5_000, help="of the clinic; 0: no clinic")
    parser.add_argument("--rounds", type=int, default=3, help="a file's best time of so many")
    parser.add_argument("--no-wall", action="store_true", help="without the reader in its wall")
    parser.add_argument("--no-peers", action="store_true", help="our own readers only")
    parser.add_argument("--list", type=Path, help="append every file's outcomes to this file")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
