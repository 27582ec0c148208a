"""A question that only a person can answer, keyed by what outlives a new reading of the files."""

import hashlib
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tocsin.language import Language
from tocsin.model.category import Category

CONTENT = "CASE sha256 WHEN '' THEN 'path:' || path ELSE sha256 END"
"""SQL: what identical documents have in common, of a row of `documents`."""

BY_PATH = "path:"
KEY_LETTERS = 16


class QuestionKind(StrEnum):
    """What is asked."""

    IDENTITY = "identity"  # which of the candidates does this passage mean, if any?
    FACT = "fact"  # is this kind of data, in this document, about this person?
    SAMPLE = "sample"  # does this document, set aside, hold medical data of a person after all?
    APART = "apart"  # is this document another's than the person's who was found in it?
    NAMED = "named"  # is somebody whom the index does not know by that name one of its persons?

    @property
    def is_asked(self) -> bool:
        """Whether it is put to readers; the others are what somebody says unasked."""
        return self not in (QuestionKind.APART, QuestionKind.NAMED)

    def label(self, language: Language) -> str:
        """The question for a reader."""
        return _LABELS[self][0 if language == "fr" else 1]


class Rank(IntEnum):
    """What an answer can change, the gravest first."""

    HEALTH = 0  # whether a person's health, or the like, was taken
    IDENTITY = 1  # whether a person is affected at all
    CATEGORY = 2  # whether one more kind of data of a person was taken
    NOTHING = 3  # nothing that anyone is told: only where else it stands

    def label(self, language: Language) -> str:
        """The rank for a reader."""
        return _RANKS[self][0 if language == "fr" else 1]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant; `person` is the number in the case."""

    person: int
    patient_id: str
    probability: float
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Homonyms whom nothing tells apart are the candidates of one question.

    `content` is the document's SHA-256 (or `path:` and its path), `passage` the keyed hash of the
    passage; `document` and `locator` say where to look; `copies` counts the documents with the
    same bytes, which the answer settles too.
    """

    kind: QuestionKind
    content: str
    document: str
    locator: str = ""
    passage: bytes = b""
    category: str = ""
    categories: tuple[Category, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    copies: int = 1
    rank: Rank = Rank.NOTHING

    @property
    def key(self) -> str:
        """Its identifier: the same for the same question after a new reading."""
        return key_of(self.kind, self.content, self.passage, self.category, self._whom)

    @property
    def is_set(self) -> bool:
        """Whether there are several to choose from."""
        return len(self.candidates) > 1

    @property
    def offered(self) -> tuple[str, ...]:
        """The patient numbers to choose from."""
        return tuple(candidate.patient_id for candidate in self.candidates)

    @property
    def _whom(self) -> str:
        """A passage is the same question whoever its candidates are; the others are of one."""
        by_passage = self.kind is QuestionKind.IDENTITY and self.passage
        return "" if by_passage else ";".join(self.offered)


def key_of(kind: str, content: str, passage: bytes, category: str, whom: str) -> str:
    """The identifier of a question."""
    text = "\x1f".join((kind, content, passage.hex(), category, whom))
    # A letter first: a spreadsheet would take digits alone, or 5e12, for a number.
    return f"q{hashlib.sha256(text.encode()).hexdigest()[:KEY_LETTERS]}"


_LABELS = {
    QuestionKind.IDENTITY: ("est-ce cette personne ?", "is it this person?"),
    QuestionKind.FACT: (
        "cette donnée concerne-t-elle cette personne ?",
        "is this data about this person?",
    ),
    QuestionKind.APART: ("est-ce quelqu'un d'autre ?", "is it somebody else?"),
    QuestionKind.NAMED: ("est-ce un patient ?", "is it a patient?"),
    QuestionKind.SAMPLE: (
        "y a-t-il une donnée de santé d'une personne non signalée ?",
        "is there health data of a person not reported?",
    ),
}
_RANKS = {
    Rank.HEALTH: ("santé d'une personne", "a person's health"),
    Rank.IDENTITY: ("identité d'une personne", "a person's identity"),
    Rank.CATEGORY: ("une catégorie de plus", "one more category"),
    Rank.NOTHING: ("rien d'annoncé", "nothing told"),
}
