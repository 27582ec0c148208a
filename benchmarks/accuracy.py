"""A whole invented clinic, every difficulty in it: who is found, missed, wrongly told.

    uv run python -m benchmarks.accuracy --patients 126000 --seed 7 --write

The commands are those a user types, each in a process of its own; what they export is compared with
the truth. The page gets the goals, a table by kind of data, one by difficulty, and the calibration
of the same run; every miss and every false alarm is printed.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import calibration
from benchmarks.accuracy_count import Count, by_category, by_difficulty
from benchmarks.commands import Cost, scope_and_export
from benchmarks.page import MB, measured_on, write_region
from tocsin.assess.calibration import calibrate
from tocsin.assess.calibration_plot import plot
from tocsin.case import Case
from tocsin.clinic import Score, build_clinic, score
from tocsin.clinic.truth import Difficulty
from tocsin.model.category import Category

LEAST = 0.999
MOST_TO_REVIEW = 0.01
MOST_FALSE_MEDICAL = 4
MOST_MEDICAL_TO_REVIEW = 40


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to reach: what it was, and whether it was reached."""

    words: str
    figure: str
    wanted: str
    is_reached: bool


def main() -> None:
    """Build, run, compare, print; write the page if asked."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="tocsin-accuracy-") as name:
        folder = options.keep or Path(name)
        clinic = build_clinic(
            folder / "clinic", patients=options.patients, medical=options.medical, seed=options.seed
        )
        cost = scope_and_export(clinic.source, clinic.patients, folder)
        found = score(clinic.truth, folder / "out")
        kinds = by_category(clinic.truth, folder / "out")
        with Case.create_or_open(folder / "case") as case:
            ways = by_difficulty(clinic.truth, case)
            every, left_out = calibration.findings(clinic, case)
        head = f"{measured_on()}. {options.patients:,} patients, seed {options.seed}; {_load()}."
        text = "\n".join([head, "", *summary(found, cost), "", *tables(kinds, ways)])
        print(text)
        print("missed:", *found.missed_ids, "\nwrong:", *found.wrong_ids)
        for line in (*errors(kinds), *errors(ways)):
            print(line)
    if options.write:
        write_region("accuracy", text)
        told = calibration.report(every, left_out, options.patients, options.seed)
        write_region("calibration", told)
        bins = calibrate(finding.judgement for finding in every)
        calibration.PLOT.write_text(plot(bins, "Calibration"), encoding="utf-8")


def goals(found: Score) -> Iterator[Goal]:
    """What was asked for, at the depth acted on: the person."""
    ill, shown = found.medical, found.affected + found.undecidable.expected
    sent = found.medical_to_review + found.medical_to_review_wrong
    share = found.to_review / shown if shown else 0.0
    yield Goal("persons found", f"{found.recall:.5f}", f"≥ {LEAST}", found.recall >= LEAST)
    right = found.precision
    yield Goal("right among the confirmed", f"{right:.5f}", f"≥ {LEAST}", right >= LEAST)
    missed = found.medical_missed
    yield Goal("medical, missed", f"{missed} of {ill.expected}", "0", missed == 0)
    least = ill.wrong <= MOST_FALSE_MEDICAL
    yield Goal("not medical, confirmed as such", f"{ill.wrong}", f"≤ {MOST_FALSE_MEDICAL}", least)
    few = sent <= MOST_MEDICAL_TO_REVIEW
    yield Goal("to review as medical", f"{sent}", f"≤ {MOST_MEDICAL_TO_REVIEW}", few)
    rare = share <= MOST_TO_REVIEW
    yield Goal("persons to review", f"{share:.2%}", f"≤ {MOST_TO_REVIEW:.0%}", rare)


def summary(found: Score, cost: Cost) -> Iterator[str]:
    """The goals, then the counts behind them, as Markdown."""
    yield "| | found | goal | |"
    yield "|---|---:|---:|---|"
    for goal in goals(found):
        mark = "✓" if goal.is_reached else "✗"
        yield f"| {goal.words} | {goal.figure} | {goal.wanted} | {mark} |"
    ill, both = found.medical, found.undecidable
    yield ""
    yield (
        f"Of {found.affected:,} persons affected, {found.confirmed:,} confirmed,"
        f" {found.to_review_right:,} to review, {found.missed:,} missed; besides,"
        f" {found.wrong:,} confirmed and {found.to_review_wrong:,} to review who stand nowhere;"
        f" of {both.expected:,} whom nothing tells apart {both.found:,} to review,"
        f" {both.wrong:,} confirmed."
    )
    yield (
        f"Medical: {ill.found:,} confirmed, {found.medical_to_review:,} to review,"
        f" {found.medical_missed:,} missed of {ill.expected:,}."
        f" Persons who are not in the index: {found.unmatched.found:,} of"
        f" {found.unmatched.expected:,} listed. Scope and export: {cost.seconds:,.0f} s,"
        f" {cost.memory / MB:,.0f} MB (PSS)."
    )


def tables(kinds: dict[Category, Count], ways: dict[Difficulty, Count]) -> Iterator[str]:
    """Both tables, as Markdown."""
    yield "| kind of data, persons | in truth | confirmed | to review | missed | wrong |"
    yield "|---|---:|---:|---:|---:|---:|"
    yield from (_row(f"`{name}`", count) for name, count in kinds.items())
    yield ""
    yield "| difficulty, persons × documents | in truth | confirmed | to review | missed | wrong |"
    yield "|---|---:|---:|---:|---:|---:|"
    yield from (_row(f"`{name}`", count) for name, count in ways.items())


def _row(name: str, count: Count) -> str:
    return (
        f"| {name} | {count.expected:,} | {count.confirmed:,} | {count.to_review:,}"
        f" | {len(count.missed):,} | {len(count.wrong):,} |"
    )


def errors(counts: Mapping[Category, Count] | Mapping[Difficulty, Count]) -> Iterator[str]:
    """Every miss and every false alarm, a line each."""
    for name, count in counts.items():
        yield from (f"{name} missed {one}" for one in count.missed)
        yield from (f"{name} wrong {one}" for one in count.wrong)


def _load() -> str:
    return f"load of the machine at the end {os.getloadavg()[1]:.1f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.accuracy", description=__doc__)
    parser.add_argument("--patients", type=int, default=126_000)
    parser.add_argument("--medical", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep what was built, in this folder")
    parser.add_argument("--write", action="store_true", help="write the page and the plot")
    return parser.parse_args()


if __name__ == "__main__":
    main()
