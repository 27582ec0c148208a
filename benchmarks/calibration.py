"""Whether confidence means what it says, on an invented clinic whose truth is known.

    uv run python -m benchmarks.calibration --patients 20000 --write

Every exposure of the export is right if the truth has this person, document and kind of data. What
the truth itself calls undecidable (homonyms whom nothing tells apart) is left out and counted.
"""

import argparse
import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.page import PAGE, measured_on, write_region
from tocsin.assess.calibration import Bin, Judgement, calibrate, calibration_error
from tocsin.assess.calibration_plot import plot
from tocsin.case import Case
from tocsin.clinic import Clinic, build_clinic
from tocsin.clinic.truth import Certainty
from tocsin.export import export
from tocsin.model.category import Category
from tocsin.progress import Silent
from tocsin.scope import scope
from tocsin.seal import Source

PLOT = PAGE.parent / "images" / "calibration.svg"
SENSITIVE = {Category.HEALTH.value, Category.OTHER_SENSITIVE.value}
Key = tuple[str, str, str]


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        clinic = build_clinic(
            Path(folder) / "clinic",
            patients=arguments.patients,
            medical=arguments.medical,
            seed=arguments.seed,
        )
        export_of(clinic, Path(folder))
        every, left_out = judgements(clinic, Path(folder) / "out")
    text = report(every, left_out, arguments.patients, arguments.seed)
    print(text)
    if arguments.write:
        write_region("calibration", text)
        bins = calibrate([judgement for judgement, _ in every])
        PLOT.write_text(plot(bins, "Calibration"), encoding="utf-8")


def export_of(clinic: Clinic, folder: Path) -> None:
    """Scope the clinic's stolen files and export the result."""
    with Case.create_or_open(folder / "case") as case:
        scope(case, Source.at(str(clinic.source)), clinic.patients, Silent())
        export(case, folder / "out", Silent())


def judgements(clinic: Clinic, out: Path) -> tuple[list[tuple[Judgement, str]], int]:
    """Each exposure's confidence, whether it is right, and its category; how many were left out."""
    truth = {_key(row): row["certainty"] for row in _rows(clinic.truth / "exposures.csv")}
    people = {key[:1] + key[2:] for key, c in truth.items() if c == Certainty.TO_REVIEW}
    found, left_out = [], 0
    for row in _rows(out / "exposures.csv"):
        key = _key(row)
        if truth.get(key) == Certainty.TO_REVIEW or key[:1] + key[2:] in people:
            left_out += 1
        else:
            found.append(((float(row["confidence"]), key in truth), row["category"]))
    return found, left_out


def report(every: list[tuple[Judgement, str]], left_out: int, patients: int, seed: int) -> str:
    """The table of all exposures and that of the sensitive ones."""
    grave = [judgement for judgement, category in every if category in SENSITIVE]
    bins = calibrate([judgement for judgement, _ in every])
    what = f"{patients:,} patients, seed {seed}; {len(every):,} exposures"
    lines = [
        f"{measured_on()}. {what}, {left_out:,} undecidable ones left out.",
        "",
        "![Calibration](images/calibration.svg)",
        "",
        "| confidence | exposures | mean | right | 95 % interval | health and the like: right |",
        "|---|---:|---:|---:|---:|---:|",
        *rows(bins, calibrate(grave)),
        "",
        f"Expected calibration error: {calibration_error(bins):.4f}.",
    ]
    return "\n".join(lines)


def rows(bins: list[Bin], grave: list[Bin]) -> Iterator[str]:
    by_low = {one.low: one for one in grave}
    for one in bins:
        low, high = one.interval
        other = by_low.get(one.low)
        beside = f"{other.right:,} of {other.count:,}" if other else ""
        yield (
            f"| {one.low:g}–{one.high:g} | {one.count:,} | {one.mean:.4f} | {one.precision:.4f}"
            f" | {low:.4f}–{high:.4f} | {beside} |"
        )


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
