"""What one document says of persons, added up: one exposure a person and category."""

import hmac
from collections.abc import Iterable
from functools import lru_cache

from tocsin.match.claim import Claim
from tocsin.match.resolve import Candidate, Outcome, Resolution
from tocsin.model.category import Category
from tocsin.model.document import DocumentRecord
from tocsin.model.finding import DocumentFindings, Exposure, Mentioned, Unmatched

HASH_BYTES = 16
SURE_ENOUGH = 0.5
SURE_ENOUGH_TO_CALL = 0.75
"""Confidence from which an exposure stands by itself; medical ones need more."""

SENSITIVE = frozenset({Category.HEALTH, Category.OTHER_SENSITIVE})


class Tally:
    """The findings of one document while it is read."""

    def __init__(self, hash_key: bytes) -> None:
        self._hash_key = hash_key
        self._exposures: dict[tuple[int, Category], Exposure] = {}
        self._linked: dict[int, tuple[Resolution, str]] = {}
        self._told: dict[int, int] = {}
        self._mentioned: list[Mentioned] = []
        self._unmatched: dict[tuple[str, str], set[Category]] = {}

    def mention(self, locator: str, claim: Claim, candidates: Iterable[Candidate]) -> None:
        """A passage names somebody: kept as a keyed hash."""
        persons = tuple((c.person, c.probability) for c in candidates)
        self.mention_row(locator, claim.kinds, claim.canonical, persons)

    def mention_row(
        self, locator: str, kinds: str, canonical: str, persons: tuple[tuple[int, float], ...]
    ) -> None:
        """The same, for a caller that already has the claim as text."""
        digest = hmac.digest(self._hash_key, canonical.encode(), "sha256")[:HASH_BYTES]
        self._mentioned.append(Mentioned(locator, kinds, digest, persons))

    def expose(
        self, resolution: Resolution, category: Category, locator: str, certainty: float = 1.0
    ) -> None:
        """The document says `category` of whomever the resolution names."""
        for candidate in resolution.candidates:
            confidence = candidate.probability * certainty
            self.add(
                Exposure(
                    candidate.person,
                    category,
                    locator,
                    round(confidence, 4),
                    candidate.basis,
                    resolution.is_confirmed and stands(category, confidence),
                )
            )

    def link(self, resolution: Resolution, locator: str) -> None:
        """The document names or numbers these persons, whatever else it says or not."""
        for candidate in resolution.candidates:
            self._linked.setdefault(candidate.person, (resolution, locator))

    def _expose_bare_links(self) -> None:
        """Of whom only a number stands in the document, at least that they are patients."""
        exposed = {person for person, _ in self._exposures}
        for person, (resolution, locator) in self._linked.items():
            if person not in exposed:
                self.expose(resolution, Category.CIVIL_STATUS, locator)

    def add(self, exposure: Exposure) -> None:
        """Keep the better of two; the place stays the first."""
        key = exposure.person, exposure.category
        known = self._exposures.get(key)
        if known is None:
            self._exposures[key] = exposure
        elif (exposure.confirmed, exposure.confidence) > (known.confirmed, known.confidence):
            self._exposures[key] = exposure._replace(locator=known.locator)

    def new_bits(self, person: int, bits: int) -> int:
        """Which of these categories, as bits, were not yet told of this person by a sure row."""
        told = self._told.get(person, 0)
        self._told[person] = told | bits
        return bits & ~told

    def unmatched(self, name: str, categories: Iterable[Category], outcome: Outcome) -> None:
        """Somebody who is not in the index, or too many who may be."""
        kept = self._unmatched.setdefault((" ".join(name.split()), outcome.value), set())
        kept.update(categories)

    def close(self, record: DocumentRecord) -> DocumentFindings:
        """All of it, in a stable order."""
        self._expose_bare_links()
        return DocumentFindings(
            record,
            sorted(self._exposures.values(), key=lambda e: (e.person, _order(e.category))),
            self._mentioned,
            [
                Unmatched(name, tuple(sorted(categories, key=_order)), reason)
                for (name, reason), categories in self._unmatched.items()
            ],
        )


def stands(category: Category, confidence: float) -> bool:
    """Whether an exposure of a confirmed person needs nobody's look."""
    return confidence >= (SURE_ENOUGH_TO_CALL if category in SENSITIVE else SURE_ENOUGH)


@lru_cache
def _order(category: Category) -> int:
    return list(Category).index(category)
