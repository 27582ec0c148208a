"""How well and how fast each OCR engine, and Tocsin's use of them, reads invented scans.

    uv run python -m benchmarks.ocr --papers 90 --write

One core a run; every engine sees the same pictures. `turned` tells an engine how the paper lay.
"""

import argparse
import os
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from benchmarks.legible import Tally
from benchmarks.papers import KINDS
from benchmarks.scanner import Scan, scan
from tocsin.clinic.chance import stream
from tocsin.clinic.population import build_population
from tocsin.read.ocr import Recogniser
from tocsin.read.picture import enlarged, evenly_lit
from tocsin.read.programs import rapid, tesseract

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
MARKED = re.compile(r"(<!-- ocr.*?-->\n).*?(<!-- /ocr -->)", re.DOTALL)
FIELDS = ("NIR", "name", "birth date", "zone")
MB = 1_000_000

Eye = Callable[[Scan], str]


@dataclass(slots=True)
class Measured:
    """What one engine read, in all and by kind of paper."""

    name: str
    seconds: float = 0.0
    memory: int = 0
    whole: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)


def papers(count: int, seed: int) -> Iterator[Scan]:
    """Scans of papers of invented patients, every kind in turn, the same for a seed."""
    people = [p for p in build_population(max(100, 2 * count), seed).patients if p.number_on_papers]
    for at in range(count):
        rng = stream(seed, "paper", at)
        seen = scan(KINDS[at % len(KINDS)](rng, people[at % len(people)]), rng)
        seen.paper.image = Image.new("L", (1, 1))  # not needed any more, and large
        yield seen


def _upright(seen: Scan) -> Image.Image:
    return seen.image.rotate(-seen.turn, expand=True)


EYES: dict[str, Eye] = {
    "Tesseract, turned": lambda seen: tesseract.installed().recognise(_upright(seen)).text,
    "Tesseract, turned, evenly lit": lambda seen: (
        tesseract.installed().recognise(enlarged(evenly_lit(_upright(seen)))).text
    ),
    "RapidOCR, turned": lambda seen: rapid.installed().recognise(_upright(seen)).text,
    "Tocsin": lambda seen: Recogniser().text_of(seen.image),
}


def measure(name: str, scans: Sequence[Scan]) -> Measured:
    """Read all scans with one engine, in this process."""
    result = Measured(name)
    for seen in scans:
        start = time.process_time()
        text = EYES[name](seen)
        result.seconds += (time.process_time() - start) / len(scans)
        for tally in (result.whole, result.kinds.setdefault(seen.paper.kind, Tally())):
            tally.add(seen.paper, text)
    result.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return result


def table(found: list[Measured], count: int) -> str:
    """What was measured, as Markdown."""
    when = f"{datetime.now(UTC):%Y-%m-%d}"
    rows = [
        f"{when}, {count} papers, one core ({os.uname().machine}).",
        "",
        "| | wrong characters | NIR | name | birth date | zone | s/image | memory, MB |",
        "|---|" + "---:|" * 7,
        *(_row(m.name, m.whole, f"{m.seconds:.2f} | {m.memory / MB:.0f}") for m in found),
        "",
        f"{found[-1].name}, by kind of paper:",
        "",
        "| | wrong characters | NIR | name | birth date | zone |",
        "|---|" + "---:|" * 5,
        *(_row(kind, tally) for kind, tally in found[-1].kinds.items()),
    ]
    return "\n".join(rows)


def _row(name: str, tally: Tally, *more: str) -> str:
    shares = (tally.share(field_name) for field_name in FIELDS)
    cells = [f"{share:.0%}" if share is not None else "–" for share in shares]
    return f"| {' | '.join([name, f'{tally.error_rate:.1%}', *cells, *more])} |"


def main() -> None:
    """Measure each engine in a process of its own, print, and write the page if asked."""
    parser = argparse.ArgumentParser(prog="benchmarks.ocr", description=__doc__)
    parser.add_argument("--papers", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    found, scans = [], tuple(papers(options.papers, options.seed))
    for name in EYES:
        with get_context("spawn").Pool(1) as one:
            found.append(one.apply(measure, (name, scans)))
    text = table(found, options.papers)
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(MARKED.sub(lambda m: f"{m[1]}\n{text}\n\n{m[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
