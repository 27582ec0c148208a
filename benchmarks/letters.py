"""Letters a second, as the command writes them: set, read back, durable; and one each for the post.

    uv run python -m benchmarks.letters [--letters 3000] [--write]

Invented people, two pages at most, all kinds of data but health. Also measured: submitting and
approving that list, checking it before sending, and taking in bounces.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.notify.people import Invented, case_of, crowd

from benchmarks.page import measured_on, write_region
from tocsin.case import Case
from tocsin.model.category import Category
from tocsin.model.notice import join_categories
from tocsin.notify import approval, load_hospital, prepare, public_reference, write_letters
from tocsin.notify.facts import Facts
from tocsin.notify.ledger import COLUMNS, kept
from tocsin.notify.letters.single import single_letter
from tocsin.notify.letters.write import BATCH
from tocsin.notify.recipient import recipients_among

SINGLES = 300
POOLED = "batches of 250, two processes"
KINDS = join_categories(kind for kind in Category if not kind.is_medical)


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of processor time: the second bears a busy machine."""

    step: str
    letters: int
    wall: float
    processor: float


def took(step: str, letters: int, act: Callable[[], object]) -> Took:
    started, before = time.monotonic(), _processor()
    act()
    return Took(step, letters, time.monotonic() - started, _processor() - before)


def _processor() -> float:
    """Processor time of this process and of its children that have ended."""
    mine = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in mine)


def approve(case: Case) -> None:
    batch = approval.submit(case, "First Person")
    assert batch is not None
    approval.approve(case, batch.number, "Second Person")


def singles(case: Case) -> None:
    facts = Facts(load_hospital(case.folder), public_reference(case))
    rows = case.store.execute(
        f"SELECT {COLUMNS} FROM notices JOIN deliveries USING (notice) LIMIT {SINGLES}"
    )
    notices = [kept(row) for row in rows]
    people = recipients_among(case.store, [notice.planned.person for notice in notices])
    for notice in notices:
        single_letter(notice, people[notice.planned.person], facts)


def measure(letters: int, folder: Path) -> list[Took]:
    """Each step with what it took."""
    people = crowd(letters, Invented(email="", categories=KINDS))
    today = date(2025, 7, 10)
    with case_of(folder, people) as case:
        prepare(case, today)
        return [
            took("submitted and approved", letters, lambda: approve(case)),
            took("checked before leaving", letters, lambda: approval.check(case)),
            took("one PDF each", SINGLES, lambda: singles(case)),
            took(POOLED, letters, lambda: write_letters(case, today=today)),
        ]


def one_batch(folder: Path) -> Took:
    """A single batch is set in this process, so that its processor time can be seen."""
    today = date(2025, 7, 10)
    with case_of(folder, crowd(BATCH, Invented(email="", categories=KINDS))) as case:
        prepare(case, today)
        approve(case)
        return took("one batch, one process", BATCH, lambda: write_letters(case, today=today))


def table(rows: list[Took]) -> str:
    head = (
        f"{measured_on()}; load {os.getloadavg()[0]:.0f}\n\n"
        "| | letters | s | letters/s | ms of processor a letter |\n|---|---:|---:|---:|---:|\n"
    )
    return head + "\n".join(
        f"| {one.step} | {one.letters:,} | {one.wall:.1f} | {one.letters / one.wall:,.0f}"
        f" | {_milliseconds(one)} |"
        for one in rows
    )


def _milliseconds(one: Took) -> str:
    """Of the pool's processes nothing is known: they are no children of this one."""
    return "" if one.step == POOLED else f"{1000 * one.processor / one.letters:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=3000)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(options.letters, Path(folder) / "case")
        text = table([*rows, one_batch(Path(folder) / "batch")])
    print(text)
    if options.write:
        write_region("letters", text)


if __name__ == "__main__":
    main()
