"""Tocsin's linker on one set, in a process of its own: CSV in, the best candidate of each out.

    python -m benchmarks.linking_tocsin FOLDER

Mentions are given as running text gives them: one full name, whose order is not told.
"""

import csv
import sys
import time
from collections.abc import Iterator
from datetime import date
from math import log2
from pathlib import Path

from tocsin.match import PatientIndex
from tocsin.match.claim import Claim
from tocsin.match.resolve import Resolution, Resolver
from tocsin.model.mention import MentionKind as K
from tocsin.model.person import Person

TODAY = date(2025, 7, 1)
ALONE = 99.0
FIELDS = {
    "sex": K.SEX,
    "birth_date": K.BIRTH_DATE,
    "address": K.ADDRESS,
    "postal_code": K.POSTAL_CODE,
    "city": K.CITY,
    "phone": K.PHONE,
    "nir": K.NIR,
}


def main() -> None:
    """Link the mentions of FOLDER, write `tocsin.csv` and print the seconds it took."""
    folder = Path(sys.argv[1])
    started = time.monotonic()
    persons = [person_of(row) for row in _rows(folder / "index.csv")]
    resolver = Resolver(PatientIndex(persons), TODAY)
    with (folder / "tocsin.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in _rows(folder / "mentions.csv"):
            resolution = resolver.resolve(claim_of(row))
            writer.writerow([row["unique_id"], *best_of(resolution, persons)])
    print(f"{time.monotonic() - started:.3f}")


def best_of(resolution: Resolution, persons: list[Person]) -> tuple[str, float, float, bool]:
    """The likeliest person, the probability, bits to the second, whether Tocsin confirms it."""
    if not resolution.candidates:
        return "", 0.0, 0.0, False
    first, *others = resolution.candidates
    gap = log2(first.probability / others[0].probability) if others else ALONE
    best = persons[first.person].patient_id
    return best, first.probability, gap, resolution.is_confirmed


def person_of(row: dict[str, str]) -> Person:
    """A person of the index."""
    day = row["birth_date"]
    return Person(
        row["unique_id"],
        nir=row["nir"],
        birth_name=row["surname"],
        used_name=row["other_surname"],
        first_names=row["given_name"],
        sex="F" if row["sex"] == "F" else "M" if row["sex"] == "M" else "",
        birth_date=_day(day),
        address=row["address"],
        postal_code=row["postal_code"],
        city=row["city"],
        mobile=row["phone"],
    )


def claim_of(row: dict[str, str]) -> Claim:
    """What a mention says."""
    surname, given = row["surname"], row["given_name"]
    if surname and given:
        names = [(K.FULL_NAME, f"{surname} {given}")]
    else:
        names = [(K.SURNAME, surname), (K.GIVEN_NAMES, given)]
    return Claim([*names, *((kind, row[column]) for column, kind in FIELDS.items())])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # FEBRL has days that no calendar has


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
