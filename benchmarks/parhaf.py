"""Reports that physicians wrote about invented patients, hidden in a clinic's stolen files.

    uv run python -m benchmarks.parhaf FOLDER --write

FOLDER holds `reports.jsonl` (`id`, `text`) as in PARHAF. The clinic is the demo's (administrative
files, papers about nobody); the patients of the reports are set into its index, each with people
who could be taken for them. The commands are those a user types; what they export is compared with
what the reports say of themselves (`parhaf_truth`).

Rule of exclusion: a report that gives neither a birth date nor an age cannot tell its patient from
a namesake; it is counted apart, and confirming anybody else's health from it counts as wrong all
the same. A report that names nobody is left out.
"""

import argparse
import csv
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.commands import rows, scope_and_export
from benchmarks.page import write_region
from benchmarks.parhaf_truth import Told, read_reports
from tocsin.clinic import build_clinic
from tocsin.clinic.letters import FORMATS
from tocsin.clinic.paper import Paper
from tocsin.clinic.patient import Patient

RENDERED = ("txt", "docx", "pdf", "html")
SHELF = "Medical/Comptes_rendus"
NAMESAKE_YEARS = (9, 27)
FIRST_ID = 70_000_000


@dataclass(slots=True)
class Outcome:
    """What became of the reports, by what was decided of their patient's health."""

    confirmed: list[str] = field(default_factory=list)
    to_review: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)

    @property
    def judged(self) -> int:
        """Reports that tell their patient from a namesake."""
        return len(self.confirmed) + len(self.to_review) + len(self.missed)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export says: persons' status and categories, and who is exposed in a document."""

    status: dict[str, str]
    health: dict[str, set[str]]  # document -> persons whose health it gives away

    @classmethod
    def read(cls, folder: Path) -> "Exported":
        """From `persons.csv` and `exposures.csv`."""
        status = {row["patient_id"]: row["status"] for row in rows(folder / "persons.csv")}
        health = defaultdict(set)
        for row in rows(folder / "exposures.csv"):
            if row["category"] == "health":
                health[row["document"]].add(row["patient_id"])
        return cls(status, health)


def main() -> None:
    """Build, run, compare, print; write the page if asked."""
    options = _options()
    told = list(read_reports(options.folder))
    with tempfile.TemporaryDirectory(prefix="tocsin-parhaf-") as name:
        folder = options.keep or Path(name)
        owners = build(folder, told, options.patients, options.seed)
        clinic = folder / "clinic"
        cost = scope_and_export(clinic / "vol", clinic / "patients.csv", folder)
        outcome = compare(owners, Exported.read(folder / "out"))
    text = summary(outcome, options.patients, cost.seconds)
    print(text)
    for word in ("to_review", "missed", "wrong", "nameless"):
        print(word, *getattr(outcome, word))
    if options.write:
        write_region("parhaf", text)


def build(folder: Path, told: Sequence[Told], patients: int, seed: int) -> dict[str, "Owner"]:
    """The clinic with the reports in it; the owner of each document."""
    clinic = build_clinic(folder / "clinic", patients=patients, medical=0, seed=seed)
    rng = Random(f"{seed}:parhaf")
    shelf = clinic.source / SHELF
    shelf.mkdir(parents=True)
    owners = {}
    with clinic.patients.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, one in enumerate(told):
            cast = people(one, number, rng)
            writer.writerows(p.index_row(accents=True, spaced_phones=False) for p in cast)
            suffix = RENDERED[number % len(RENDERED)]
            name = f"CR_{number:05d}.{suffix}"
            (shelf / name).write_bytes(FORMATS[suffix](_paper(one), rng))
            owners[f"{SHELF}/{name}"] = Owner(cast[0].patient_id, one)
    return owners


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose report a document is."""

    patient_id: str
    told: Told


def people(told: Told, number: int, rng: Random) -> list[Patient]:
    """The patient, two namesakes of other ages, and a sister or brother."""
    born = told.born(rng)
    apart = [timedelta(days=round(365.25 * years)) for years in NAMESAKE_YEARS]
    births = (born, *(_other_birth(born, years, told.day) for years in apart), born)
    given = (told.given, told.given, told.given, "Zéphyrine" if told.sex == "F" else "Zéphyrin")
    return [
        Patient(
            patient_id=str(FIRST_ID + 10 * number + position),
            sex=told.sex,
            birth_date=day,
            birth_place_code="",
            birth_name=told.surname,
            first_names=first,
        )
        for position, (day, first) in enumerate(zip(births, given, strict=True))
    ]


def _other_birth(born: date, apart: timedelta, day: date) -> date:
    """So much later, or so much earlier if that is after the report."""
    return born + apart if born + apart < day else born - apart


def _paper(told: Told) -> Paper:
    title, _, rest = told.text.partition("\n")
    return Paper(title.strip(), [part.strip() for part in rest.split("\n\n") if part.strip()])


def compare(owners: dict[str, Owner], exported: Exported) -> Outcome:
    """Each report against what was exported."""
    outcome = Outcome()
    for document, owner in owners.items():
        found = exported.health.get(document, set())
        confirmed = {person for person in found if exported.status.get(person) == "confirmed"}
        if confirmed - {owner.patient_id}:
            outcome.wrong.append(document)
        if not owner.told.tells_who:
            outcome.nameless.append(document)
        elif owner.patient_id in confirmed:
            outcome.confirmed.append(document)
        elif owner.patient_id in found:
            outcome.to_review.append(document)
        else:
            outcome.missed.append(document)
    return outcome


def summary(outcome: Outcome, patients: int, seconds: float) -> str:
    """What was found, as Markdown."""
    judged = outcome.judged or 1
    rows = (
        ("health of the right person, confirmed", len(outcome.confirmed)),
        ("health of the right person, to review", len(outcome.to_review)),
        ("missed", len(outcome.missed)),
    )
    lines = [f"{judged} reports among the files of a clinic of {patients:,} patients.", ""]
    lines += ["| | reports | share |", "|---|---:|---:|"]
    lines += [f"| {words} | {count} | {count / judged:.1%} |" for words, count in rows]
    lines.append(f"| health of another person, confirmed | {len(outcome.wrong)} | |")
    lines.append(f"| excluded: neither birth date nor age | {len(outcome.nameless)} | |")
    return "\n".join([*lines, "", f"Scope and export: {seconds:.0f} s."])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.parhaf", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of reports.jsonl")
    parser.add_argument("--patients", type=int, default=126_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep what was built, in this folder")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
