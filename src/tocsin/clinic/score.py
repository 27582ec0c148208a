"""Measures an export (the contract's tables) against the truth of an invented clinic.

Persons are scored at the depth acted on: a *missed* person is affected and absent from
`persons.csv`; a *wrong* one is `confirmed` there and stands nowhere in the theft. Persons whom
nothing tells apart (`to_review` in the truth) are neither: they are counted by themselves.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.clinic.text import bare
from tocsin.clinic.truth import Certainty, Difficulty, Readable
from tocsin.errors import InputError
from tocsin.model.category import Category, Status, Tier
from tocsin.model.document import ReadStatus

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `expected` things, how many were found; `wrong` ones were found and are not expected."""

    expected: int = 0
    found: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        """Found among expected, 1 if nothing was."""
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Right among all that was found, 1 if nothing was."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """How far an export is from the truth. Counts are of persons unless they say otherwise."""

    affected: int
    """Persons who stand in the theft and can be told apart."""
    confirmed: int
    """Of them, those the export confirms."""
    to_review_right: int
    """Of them, those the export sends to a human."""
    missed: int
    """Of them, those the export does not have."""
    wrong: int
    """Confirmed by the export, standing nowhere in the theft."""
    to_review_wrong: int
    """Sent to a human, standing nowhere in the theft."""
    undecidable: Tally
    """Persons whom nothing tells apart: found = to review, wrong = confirmed all the same."""
    medical: Tally
    """Persons with health data: found = confirmed as such, wrong = confirmed without being so."""
    medical_to_review: int
    """Persons with health data whom the export sends to a human as such."""
    medical_missed: int
    """Persons with health data whom the export does not show as such."""
    medical_to_review_wrong: int
    """Persons sent to a human as medical who are not."""
    categories: dict[Category, Tally]
    """Per kind of data, over confirmed persons."""
    difficulties: dict[Difficulty, Tally]
    """Per way of writing: person and document pairs that must be found."""
    documents: Tally
    """Documents: found = have their row."""
    unread: int
    """Documents that can be read and that the export calls unreadable."""
    misread: int
    """Documents that cannot be read and that the export calls read."""
    unmatched: Tally
    """Strangers by name (those the export adds are not counted: staff are many)."""
    missed_ids: tuple[str, ...]
    """The patient numbers of the missed, for looking into it."""
    wrong_ids: tuple[str, ...]
    """The patient numbers of the wrong."""

    @property
    def recall(self) -> float:
        """Persons found, confirmed or to review, among those affected."""
        return 1 - self.missed / self.affected if self.affected else 1.0

    @property
    def precision(self) -> float:
        """Right ones among the confirmed."""
        found = self.confirmed + self.wrong
        return self.confirmed / found if found else 1.0

    @property
    def to_review(self) -> int:
        """Everybody the export sends to a human."""
        return self.to_review_right + self.to_review_wrong + self.undecidable.found


def score(truth: Path, export: Path) -> Score:
    """Compare the export in `export` with the truth in `truth`.

    Raises `InputError` if a table is missing or lacks a column.
    """
    persons = _Persons(_rows(truth / "persons.csv"), _rows(export / "persons.csv"))
    pairs = {(r["patient_id"], r["document"]) for r in _rows(export / "exposures.csv")}
    documents, unread, misread = _documents(truth, export)
    return Score(
        affected=len(persons.sure),
        confirmed=len(persons.sure & persons.confirmed),
        to_review_right=len(persons.sure & persons.reviewed),
        missed=len(persons.missed),
        wrong=len(persons.wrong),
        to_review_wrong=len(persons.reviewed - persons.sure - persons.open),
        undecidable=Tally(
            len(persons.open),
            len(persons.open & persons.reviewed),
            len(persons.open & persons.confirmed),
        ),
        medical=persons.medical(Status.CONFIRMED),
        medical_to_review=persons.medical(Status.TO_REVIEW).found,
        medical_missed=len(persons.ill - persons.shown_ill),
        medical_to_review_wrong=persons.medical(Status.TO_REVIEW).wrong,
        categories=persons.categories(),
        difficulties=_difficulties(truth, pairs),
        documents=documents,
        unread=unread,
        misread=misread,
        unmatched=_unmatched(truth, export),
        missed_ids=tuple(sorted(persons.missed)),
        wrong_ids=tuple(sorted(persons.wrong)),
    )


class _Persons:
    """Both person tables, as sets."""

    def __init__(self, truth: Iterator[dict[str, str]], export: Iterator[dict[str, str]]) -> None:
        self._truth = {row["patient_id"]: row for row in truth}
        self._export = {row["patient_id"]: row for row in export}
        open_status = Certainty.TO_REVIEW
        self.open = {k for k, r in self._truth.items() if r["status_expected"] == open_status}
        self.sure = self._truth.keys() - self.open
        self.confirmed = self._with_status(Status.CONFIRMED)
        self.reviewed = self._with_status(Status.TO_REVIEW)
        self.missed = self.sure - self._export.keys()
        self.wrong = self.confirmed - self._truth.keys()
        self.ill = {k for k, r in self._truth.items() if r["tier"] == Tier.MEDICAL}
        self.shown_ill = {k for k, r in self._export.items() if r["tier"] == Tier.MEDICAL}

    def _with_status(self, status: Status) -> set[str]:
        return {key for key, row in self._export.items() if row["status"] == status}

    def medical(self, status: Status) -> Tally:
        """Persons shown as medical with that status."""
        shown = self.shown_ill & self._with_status(status)
        return Tally(len(self.ill), len(shown & self.ill), len(shown - self.ill))

    def categories(self) -> dict[Category, Tally]:
        """Per kind of data: persons who can be told apart, as the export confirms them."""
        expected, found = _having(self._truth, self.sure), _having(self._export, self.confirmed)
        return {
            category: Tally(
                len(expected[category]),
                len(expected[category] & found[category]),
                len(found[category] - expected[category] - self.open),
            )
            for category in Category
        }


def _having(rows: dict[str, dict[str, str]], among: set[str]) -> dict[str, set[str]]:
    having: dict[str, set[str]] = defaultdict(set)
    for key in among:
        for category in rows[key]["categories"].split(";"):
            having[category].add(key)
    return having


def _difficulties(truth: Path, pairs: set[Pair]) -> dict[Difficulty, Tally]:
    expected: dict[str, set[Pair]] = defaultdict(set)
    for row in _rows(truth / "exposures.csv"):
        expected[row["difficulty"]].add((row["patient_id"], row["document"]))
    return {
        difficulty: Tally(len(wanted := expected[difficulty]), len(wanted & pairs))
        for difficulty in Difficulty
    }


def _documents(truth: Path, export: Path) -> tuple[Tally, int, int]:
    """Rows present; readable documents called unreadable; unreadable ones called read."""
    status = {row["document"]: row["status"] for row in _rows(export / "documents.csv")}
    expected = {row["document"]: row["readable"] for row in _rows(truth / "documents.csv")}
    present = expected.keys() & status.keys()
    unread = sum(
        expected[d] == Readable.YES and status[d] == ReadStatus.UNREADABLE for d in present
    )
    misread = sum(expected[d] == Readable.NO and status[d] == ReadStatus.READ for d in present)
    return Tally(len(expected), len(present)), unread, misread


def _unmatched(truth: Path, export: Path) -> Tally:
    """The export has one row a person, with the first of their documents: names are compared."""
    wanted, shown = _names(truth / "unmatched.csv"), _names(export / "unmatched.csv")
    return Tally(len(wanted), len(wanted & shown))


def _names(path: Path) -> set[frozenset[str]]:
    """As sets of words: the order of surname and given name is the writer's choice."""
    return {frozenset(bare(row["name"]).split()) for row in _rows(path)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise InputError(
            "score.table",
            f"Une table manque ou ne peut être lue : {path.name}",
            f"A table is missing or cannot be read: {path.name}",
            way_out_fr="Donnez un dossier écrit par « tocsin export » et la vérité d'une clinique.",
            way_out_en="Give a folder written by tocsin export, and the truth of the clinic.",
        ) from error
