"""Spans of several kinds against labelled ones: recall and precision by label.

A labelled entity is found if at least half of its characters lie in spans of a kind that may stand
for its label; a span is right if at least half of its characters lie in entities of such a label.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int, str]

ACCEPTED = {
    "NOM": {"NOM", "PERSON"},
    "PRENOM": {"PRENOM", "PERSON"},
    "MAIL": {"MAIL"},
    "TEL": {"TEL"},
    "ADRESSE": {"ADRESSE", "ZIP", "VILLE", "PLACE"},
    "ZIP": {"ZIP", "ADRESSE"},
    "VILLE": {"VILLE", "PLACE"},
    "HOPITAL": {"HOPITAL"},
    "DATE": {"DATE"},
    "DATE_NAISSANCE": {"DATE_NAISSANCE", "DATE"},
}
"""By label, the kinds that may stand for it. A peer that does not tell given names from surnames,
or a birth date from another, is not held to it."""


@dataclass(slots=True)
class Score:
    """Counts of one label: entities and those found, spans and those that are right."""

    entities: int = 0
    found: int = 0
    spans: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Share of the entities that were found."""
        return self.found / self.entities if self.entities else 0.0

    @property
    def precision(self) -> float:
        """Share of the spans that are right."""
        return self.right / self.spans if self.spans else 0.0


def score(notes: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> dict[str, Score]:
    """For pairs of (labelled, found) spans, one pair a note."""
    scores = {label: Score() for label in ACCEPTED}
    for labelled, found in notes:
        for label, result in scores.items():
            _add(result, label, labelled, found)
    return scores


def _add(result: Score, label: str, labelled: Sequence[Span], found: Sequence[Span]) -> None:
    kinds = ACCEPTED[label]
    spans = [span for span in found if span[2] in kinds]
    allowed = [s for s in labelled if s[2] in ACCEPTED and ACCEPTED[s[2]] & {k[2] for k in spans}]
    for entity in (span for span in labelled if span[2] == label):
        result.entities += 1
        result.found += _covered(entity, spans)
    for span in spans:
        result.spans += 1
        result.right += _covered(span, [s for s in allowed if span[2] in ACCEPTED[s[2]]])


def _covered(span: Span, by: Iterable[Span]) -> bool:
    inside = {at for start, end, _ in by for at in range(max(start, span[0]), min(end, span[1]))}
    return 2 * len(inside) >= span[1] - span[0]
