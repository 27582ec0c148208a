"""Whether confidence means what it says, on an invented clinic whose truth is known.

    uv run python -m benchmarks.calibration --patients 20000 --write

Every exposure of the export is right if the truth has this person, document and kind of data. What
the truth itself calls undecidable (homonyms whom nothing tells apart) is left out and counted.
"""

import argparse
import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.page import PAGE, measured_on, write_region
from tocsin.assess.calibration import Bin, Judgement, calibrate, calibration_error
from tocsin.assess.calibration_plot import plot
from tocsin.case import Case
from tocsin.clinic import Clinic, build_clinic
from tocsin.clinic.truth import Certainty
from tocsin.model.category import Category
from tocsin.progress import Silent
from tocsin.scope import scope
from tocsin.seal import Source

PLOT = PAGE.parent / "images" / "calibration.svg"
SENSITIVE = {Category.HEALTH.value, Category.OTHER_SENSITIVE.value}
EXPOSURES = """
    SELECT patient_id, category, path, confidence, confirmed FROM standing
    JOIN persons USING (person) JOIN documents USING (document)
"""
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """An exposure: its confidence, whether it is right, grave, and stands without a look."""

    confidence: float
    is_right: bool
    is_grave: bool
    is_confirmed: bool

    @property
    def judgement(self) -> Judgement:
        """For the bins."""
        return self.confidence, self.is_right


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        clinic = build_clinic(
            Path(folder) / "clinic",
            patients=arguments.patients,
            medical=arguments.medical,
            seed=arguments.seed,
        )
        with Case.create_or_open(Path(folder) / "case") as case:
            scope(case, Source.at(str(clinic.source)), clinic.patients, Silent())
            every, left_out = findings(clinic, case)
    text = report(every, left_out, arguments.patients, arguments.seed)
    print(text)
    if arguments.write:
        write_region("calibration", text)
        bins = calibrate(finding.judgement for finding in every)
        PLOT.write_text(plot(bins, "Calibration"), encoding="utf-8")


def findings(clinic: Clinic, case: Case) -> tuple[list[Finding], int]:
    """Every exposure beside the truth; how many were left out."""
    truth = {_key(row): row["certainty"] for row in _rows(clinic.truth / "exposures.csv")}
    undecidable = {(who, where) for (who, _, where), c in truth.items() if c == Certainty.TO_REVIEW}
    found, left_out = [], 0
    for who, category, where, confidence, confirmed in case.store.stream(EXPOSURES):
        if (who, where) in undecidable:
            left_out += 1
            continue
        is_right = (who, category, where) in truth
        found.append(Finding(confidence, is_right, category in SENSITIVE, bool(confirmed)))
    return found, left_out


def report(every: list[Finding], left_out: int, patients: int, seed: int) -> str:
    """A row a bin: all exposures, those that are confirmed, those of health and the like."""
    what = f"{patients:,} patients, seed {seed}; {len(every):,} exposures"
    bins = calibrate(finding.judgement for finding in every)
    sure = calibrate(finding.judgement for finding in every if finding.is_confirmed)
    grave = calibrate(finding.judgement for finding in every if finding.is_grave)
    wrong = sum(one.count - one.right for one in sure)
    lines = [
        f"{measured_on()}. {what}, {left_out:,} undecidable ones left out.",
        "",
        "![Calibration](images/calibration.svg)",
        "",
        "| confidence | exposures | mean | right | 95 % interval | confirmed | health |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *rows(bins, sure, grave),
        "",
        f"Expected calibration error: {calibration_error(bins):.4f}.",
        f"Confirmed and wrong: {wrong:,} of {sum(one.count for one in sure):,}.",
    ]
    return "\n".join(lines)


def rows(bins: list[Bin], sure: list[Bin], grave: list[Bin]) -> Iterator[str]:
    for one in bins:
        low, high = one.interval
        beside = " | ".join(_same(one, others) for others in (sure, grave))
        yield (
            f"| {one.low:g}–{one.high:g} | {one.count:,} | {one.mean:.4f} | {one.precision:.4f}"
            f" | {low:.4f}–{high:.4f} | {beside} |"
        )


def _same(one: Bin, others: list[Bin]) -> str:
    same = next((other for other in others if other.low == one.low), None)
    return f"{same.right:,} of {same.count:,} right" if same else ""


def _key(row: dict[str, str]) -> Key:
    return row["patient_id"], row["category"], row["document"]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=20_000)
    parser.add_argument("--medical", type=int, default=40)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--write", action="store_true", help="write the page and the plot")
    return parser.parse_args()


if __name__ == "__main__":
    main()
