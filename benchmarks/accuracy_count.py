"""What an export found, missed and wrongly said, counted by kind of data and by difficulty.

A person counts by kind of data; a person and a document by difficulty. What the truth itself calls
undecidable (homonyms whom nothing tells apart) must go to a human: confirming it is wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from benchmarks.commands import rows
from tocsin.case import Case
from tocsin.clinic.truth import Certainty, Difficulty
from tocsin.model.category import Category, Status

PAIRS = """
    SELECT patient_id, path, max(confirmed) FROM standing
    JOIN persons USING (person) JOIN documents USING (document) GROUP BY person, document
"""
Pair = tuple[str, str]
Thing = TypeVar("Thing", str, Pair)


@dataclass(slots=True)
class Count:
    """Of what is true: confirmed, sent to a human, missed. `wrong` is confirmed and not true."""

    confirmed: int = 0
    to_review: int = 0
    missed: list[str | Pair] = field(default_factory=list)
    wrong: list[str | Pair] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """How many there are in truth."""
        return self.confirmed + self.to_review + len(self.missed)

    def judge(self, true: Iterable[Thing], found: Mapping[Thing, bool]) -> None:
        """Count each true thing; `found` says of each thing found whether it is confirmed."""
        for one in true:
            if one not in found:
                self.missed.append(one)
            elif found[one]:
                self.confirmed += 1
            else:
                self.to_review += 1


@dataclass(frozen=True, slots=True)
class _Truth:
    """Who stands where, how hard to see, and what of theirs."""

    difficulties: dict[Pair, set[Difficulty]]
    open: set[Pair]
    categories: dict[str, set[str]]

    @classmethod
    def read(cls, folder: Path) -> "_Truth":
        """From the truth's `exposures.csv`."""
        difficulties, undecidable, categories = defaultdict(set), set(), defaultdict(set)
        for row in rows(folder / "exposures.csv"):
            pair = row["patient_id"], row["document"]
            difficulties[pair].add(Difficulty(row["difficulty"]))
            categories[row["patient_id"]].add(row["category"])
            if row["certainty"] == Certainty.TO_REVIEW:
                undecidable.add(pair)
        return cls(difficulties, undecidable, categories)


def by_category(truth: Path, export: Path) -> dict[Category, Count]:
    """Persons by kind of data, as `persons.csv` shows them; the undecidable are left out."""
    told = _Truth.read(truth)
    undecidable = {person for person, _ in told.open}
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in rows(export / "persons.csv"):
        if row["patient_id"] not in undecidable:
            for category in row["categories"].split(";"):
                found[category][row["patient_id"]] = row["status"] == Status.CONFIRMED
    counts = {category: Count() for category in Category}
    for category, count in counts.items():
        having = {who for who, kinds in told.categories.items() if category in kinds} - undecidable
        count.judge(sorted(having), found[category])
        count.wrong += sorted(k for k, sure in found[category].items() if sure and k not in having)
    return counts


def by_difficulty(truth: Path, case: Case) -> dict[Difficulty, Count]:
    """Person and document pairs by difficulty; a wrong one counts for all that its paper holds."""
    told = _Truth.read(truth)
    found = {(who, path): bool(sure) for who, path, sure in case.store.stream(PAIRS)}
    true: dict[Difficulty, list[Pair]] = {difficulty: [] for difficulty in Difficulty}
    held: dict[str, set[Difficulty]] = defaultdict(set)
    for pair, difficulties in told.difficulties.items():
        held[pair[1]] |= difficulties
        for difficulty in difficulties:
            true[difficulty].append(pair)
    counts = {difficulty: Count() for difficulty in Difficulty}
    for difficulty, count in counts.items():
        count.judge(true[difficulty], found)
    for pair, sure in found.items():
        if sure and (pair not in told.difficulties or pair in told.open):
            for difficulty in held[pair[1]]:
                counts[difficulty].wrong.append(pair)
    return counts
