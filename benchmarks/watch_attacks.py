"""Logs of public attacks, in two halves: how many are marked by SigmaHQ's rules, how many by ours.

    python -m benchmarks.watch_attacks EVTX_FOLDER [--write]

The halves are told by the first digit of each file's SHA-256. Tocsin's own rules were written while
looking at all of these files; so the last column asks what they would have been worth: it keeps
only those own rules and traces that mark something in the *other* half, as if they had been written
looking at that alone.
"""

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.page import measured_on, write_region
from tocsin.watch.act import LEVEL_WEIGHT
from tocsin.watch.batch import frame_of
from tocsin.watch.event import TIME
from tocsin.watch.reader import Stretch
from tocsin.watch.readers.evtx import EvtxReader
from tocsin.watch.sigma.book import brought
from tocsin.watch.sigma.correlate import Match, Matches
from tocsin.watch.sigma.rule import RuleBook
from tocsin.watch.trace import traced, traces
from tocsin.watch.wall.message import Knowledge, Rows
from tocsin.watch.wall.sheet import Hunter, Sheet

OURS = "Tocsin"
MEDIUM = LEVEL_WEIGHT["medium"]


@dataclass(frozen=True)
class Attack:
    """A log of one attack: its half, the marks it bears with their weight, by whose they are."""

    half: int
    sigma: dict[str, float]
    ours: dict[str, float]

    def is_marked(self, least: float, kept: frozenset[str] | None) -> bool:
        """Whether SigmaHQ's rules, or those of ours that are kept (None: all), mark it."""
        ours = [w for mark, w in self.ours.items() if kept is None or mark in kept]
        return any(weight >= least for weight in (*self.sigma.values(), *ours))


def main() -> None:
    """Count and show."""
    parser = argparse.ArgumentParser()
    parser.add_argument("evtx", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    attacks = list(_attacks(asked.evtx))
    table = "\n".join([*_table(attacks), "", measured_on()])
    if asked.write:
        write_region("attacks", table)
    print(table)


def _table(attacks: list[Attack]) -> Iterator[str]:
    yield (
        "| half | logs | at least | SigmaHQ's rules alone | with all of ours"
        " | with ours of the other half |"
    )
    yield "|---|---:|---|---:|---:|---:|"
    for half in (0, 1):
        these = [attack for attack in attacks if attack.half == half]
        known = frozenset(m for attack in attacks if attack.half != half for m in attack.ours)
        for name, least in (("any level", 0.0), ("medium", MEDIUM)):
            counts = (
                sum(attack.is_marked(least, kept) for attack in these)
                for kept in (frozenset[str](), None, known)
            )
            cells = " | ".join(map(str, counts))
            yield f"| {'AB'[half]} | {len(these)} | {name} | {cells} |"


def _attacks(folder: Path) -> Iterator[Attack]:
    book = brought()
    hunter = Hunter(Knowledge(book.rules, _base_fields(book)))
    own = {rule.id for rule in (*book.rules, *book.correlations) if rule.author == OURS}
    for path in sorted(folder.rglob("*.evtx")):
        marks = dict(_marks(path, book, hunter))
        ours = {mark: w for mark, w in marks.items() if mark in own or mark.startswith("trace:")}
        sigma = {mark: w for mark, w in marks.items() if mark not in ours}
        digit = hashlib.sha256(path.read_bytes()).hexdigest()[0]
        yield Attack(int(digit, 16) // 8, sigma, ours)


def _base_fields(book: RuleBook) -> dict[str, tuple[str, ...]]:
    return {rule: c.fields for c in book.correlations for rule in c.rules}


def _marks(path: Path, book: RuleBook, hunter: Hunter) -> Iterator[tuple[str, float]]:
    """Every mark that a log bears, with its weight."""
    rows = _rows(path, hunter)
    frame = frame_of(rows, "")
    moments = frame[TIME].dt.epoch("us").to_list()
    matches = Matches()
    for _, number in rows.matches:
        rule = book.rules[number]
        yield rule.id, LEVEL_WEIGHT[rule.level]
    matches.add(
        [
            Match(book.rules[number].id, moments[row], 0, row, fields)
            for row, number, fields in rows.needed
            if moments[row] is not None
        ]
    )
    for act in matches.acts(book):
        yield act.mark, act.weight
    for _, number in traced(frame):
        yield f"trace:{traces()[number].id}", traces()[number].weight


def _rows(path: Path, hunter: Hunter) -> Rows:
    sheet = Sheet(hunter)
    with path.open("rb") as file:
        for record in EvtxReader().read(Stretch(file)):
            sheet.take(record)
    return sheet.rows()


if __name__ == "__main__":
    main()
