"""What became of decoys: invented patients set into copies of real documents (`tocsin.decoys`).

If all of 59 are found, then with 95 % confidence 95 of 100 such are; of 299, 99 of 100: one less
Clopper and Pearson's limit (1934) for the share missed. It holds for persons written as the decoys
are, and for no others: a decoy stands where a real person was found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from tocsin.assess.recall.bound import clopper_pearson
from tocsin.case import Case, Store
from tocsin.model.category import Category


@dataclass(frozen=True, slots=True)
class Decoy:
    """One decoy: the number of its document, the family of files, and what became of it.

    `expected` are the kinds of data that the document gives away of the real person, `told` those
    that were found of the invented one.
    """

    document: int
    family: str
    found: bool
    confirmed: bool
    expected: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Of `tried`, so many were `found`."""

    tried: int
    found: int

    @property
    def least(self) -> float:
        """With 95 % confidence at least this share of such is found."""
        return 1.0 - clopper_pearson(self.tried - self.found, self.tried) if self.tried else 0.0


@dataclass(frozen=True, slots=True)
class Decoys:
    """A whole run. `unfit` documents were drawn and could not be rewritten."""

    number: int
    at: str
    seed: str
    unfit: int
    decoys: tuple[Decoy, ...]

    @property
    def persons(self) -> Share:
        """Found at all: confirmed, or for a person to look at."""
        return _share(decoy.found for decoy in self.decoys)

    @property
    def confirmed(self) -> Share:
        """Confirmed without anybody's look."""
        return _share(decoy.confirmed for decoy in self.decoys)

    def kind(self, category: Category) -> Share:
        """Of those of whom the document says this kind of data, of how many it was found."""
        return _share(category in decoy.told for decoy in self.decoys if category in decoy.expected)

    @property
    def families(self) -> int:
        """Families of files in which decoys were set."""
        return len({decoy.family for decoy in self.decoys})

    @property
    def missed(self) -> tuple[int, ...]:
        """The documents in which a decoy was not found."""
        return tuple(decoy.document for decoy in self.decoys if not decoy.found)


def keep_decoys(case: Case, run: Decoys) -> None:
    """Keep a run and journal it. Runs are never replaced: how many there were is told."""
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO recall_decoys VALUES (?, ?, ?, ?, ?)",
            (run.number, run.at, run.seed, run.unfit, _json(run.decoys)),
        )
        case.journal(
            "recall.decoys",
            run=run.number,
            seed=run.seed,
            decoys=len(run.decoys),
            found=run.persons.found,
            unfit=run.unfit,
        )


def next_run(store: Store) -> int:
    """The number of the next run, from 1."""
    return store.count("SELECT coalesce(max(run), 0) + 1 FROM recall_decoys")


def latest_decoys(store: Store) -> Decoys | None:
    """The last run, or None."""
    rows = store.execute(
        "SELECT run, at, seed, unfit, decoys FROM recall_decoys ORDER BY run DESC LIMIT 1"
    )
    if not rows:
        return None
    number, at, seed, unfit, decoys = rows[0]
    return Decoys(number, at, seed, unfit, tuple(_decoy(one) for one in orjson.loads(decoys)))


def _decoy(kept: dict[str, Any]) -> Decoy:
    return Decoy(**{**kept, "expected": tuple(kept["expected"]), "told": tuple(kept["told"])})


def _json(decoys: Sequence[Decoy]) -> str:
    return orjson.dumps([asdict(decoy) for decoy in decoys]).decode()


def _share(outcomes: Iterable[bool]) -> Share:
    held = list(outcomes)
    return Share(len(held), sum(held))
