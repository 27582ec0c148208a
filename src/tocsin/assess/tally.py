"""What one document says of persons, added up: one exposure a person and category."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from tocsin.assess.surerows import HASH_BYTES, SureRows
from tocsin.assess.unmade import ExposureList, MentionList, SureExposures, key_of
from tocsin.match.claim import NUMBERS, Claim
from tocsin.match.idshape import id_key
from tocsin.match.nir import BODY
from tocsin.match.resolve import Candidate, Outcome, Resolution
from tocsin.model.category import Category
from tocsin.model.document import DocumentRecord
from tocsin.model.finding import (
    BORN,
    NUMBER,
    DocumentFindings,
    Exposure,
    Mentioned,
    StayFact,
    Unmatched,
)
from tocsin.model.mention import MentionKind

SURE_ENOUGH = 0.5
SURE_ENOUGH_TO_CALL = 0.75
"""Confidence from which an exposure stands by itself; medical ones need more."""

SENSITIVE = frozenset({Category.HEALTH, Category.OTHER_SENSITIVE})


class _Told:
    """The better of what was said of one person and category; the place stays the first."""

    __slots__ = ("best", "exposure", "first")

    def __init__(self, tick: int, exposure: Exposure) -> None:
        self.first = self.best = tick
        self.exposure = exposure

    def again(self, tick: int, exposure: Exposure) -> None:
        """The same was said another time."""
        known = self.exposure
        locator = known.locator if self.first <= tick else exposure.locator
        better, worse = _quality(exposure), _quality(known)
        if better > worse or (better == worse and tick < self.best):
            self.exposure, self.best = exposure, tick
        self.exposure = self.exposure._replace(locator=locator)
        self.first = min(self.first, tick)


class Tally:
    """The findings of one document while it is read.

    `clock` counts what is seen: rows are numbered by it, whether they are looked at one by one or
    all at once.
    """

    def __init__(self, hash_key: bytes) -> None:
        self.clock = 0
        self._keyed = blake2b(digest_size=HASH_BYTES, key=hash_key)
        self._exposures: dict[int, _Told] = {}
        self._linked: dict[int, tuple[Resolution, str]] = {}
        self._told = np.zeros(0, np.int32)
        self._rows: list[SureRows] = []
        self._mentioned: list[tuple[int, Mentioned]] = []
        self._unmatched: dict[tuple[str, str, tuple[str, ...]], set[Category]] = {}
        self._hint = 0.0
        self._stays: dict[tuple[bytes, int], None] = {}
        self._stay_facts: dict[tuple[bytes, Category], StayFact] = {}

    def hint(self, confidence: float) -> None:
        """A health word, so sure, was given to nobody: too faint, or nobody is named."""
        self._hint = max(self._hint, confidence)

    def mention(self, locator: str, claim: Claim, candidates: Iterable[Candidate]) -> None:
        """A passage names somebody: kept as a keyed hash."""
        persons = tuple((c.person, c.probability) for c in candidates)
        mentioned = Mentioned(locator, claim.kinds, self.hashes([claim.canonical]), persons)
        self._mentioned.append((self.clock, mentioned))

    def hashes(self, canonical: Iterable[str]) -> bytes:
        """The keyed hashes of claims as text, 16 bytes each (BLAKE2b with a key, RFC 7693)."""
        hashes, keyed = [], self._keyed.copy  # the key is a block of its own, hashed once
        for text in canonical:
            one = keyed()
            one.update(text.encode())
            hashes.append(one.digest())
        return b"".join(hashes)

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

    def own_stays(self, stays: Iterable[str], persons: Iterable[int]) -> None:
        """Each of these stays is the person's beside it."""
        for stay, person in zip(stays, persons, strict=True):
            if key := id_key(stay):
                self._stays[self.hashes([key]), person] = None

    def expose_stay(
        self, stay: str, category: Category, locator: str, certainty: float = 1.0
    ) -> None:
        """The document says `category` of a stay and not whose it is."""
        key = self.hashes([id_key(stay)]), category
        known = self._stay_facts.get(key)
        if known is None or known.confidence < certainty:
            where = known.locator if known else locator
            self._stay_facts[key] = StayFact(*key, where, certainty)

    def link(self, resolution: Resolution, locator: str) -> None:
        """The document names or numbers these persons, whatever else it says or not."""
        for candidate in resolution.candidates:
            self._linked.setdefault(candidate.person, (resolution, locator))

    def add(self, exposure: Exposure) -> None:
        """Keep the better of two; the place stays the first."""
        key = key_of(exposure.person, exposure.category)
        known = self._exposures.get(key)
        if known is None:
            self._exposures[key] = _Told(self.clock, exposure)
        else:
            known.again(self.clock, exposure)

    def add_rows(self, rows: SureRows) -> None:
        """All that rows say whose persons are sure."""
        self._rows.append(rows)

    def new_bits(
        self, persons: npt.NDArray[np.int32], bits: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.int32]:
        """Of the categories of sure rows, as bits, those not yet told of their person by one."""
        if not len(persons):
            return bits
        self._make_room(int(persons.max()) + 1)
        if (np.diff(np.sort(persons)) == 0).any():
            return self._one_by_one(persons, bits)
        new = bits & ~self._told[persons]
        self._told[persons] |= bits
        return new

    def _make_room(self, persons: int) -> None:
        if persons > len(self._told):
            told = np.zeros(max(persons, 2 * len(self._told)), np.int32)
            told[: len(self._told)] = self._told
            self._told = told

    def _one_by_one(
        self, persons: npt.NDArray[np.int32], bits: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.int32]:
        new = np.zeros_like(bits)
        told = self._told
        for at, person in enumerate(persons.tolist()):
            new[at] = bits[at] & ~told[person]
            told[person] |= bits[at]
        return new

    def unmatched(
        self, name: str, categories: Iterable[Category], outcome: Outcome, claim: Claim
    ) -> None:
        """Somebody who is not in the index, or too many who may be."""
        key = " ".join(name.split()), outcome.value, self._traits(claim)
        self._unmatched.setdefault(key, set()).update(categories)

    def _traits(self, claim: Claim) -> tuple[str, ...]:
        """What tells the same person elsewhere, as keyed hashes."""
        said = [(BORN, day) for day in claim.all(MentionKind.BIRTH_DATE)]
        said += [(NUMBER, value[:BODY]) for value in claim.all(*NUMBERS)]
        return tuple(sorted(kind + self.hashes([value]).hex() for kind, value in said))

    def close(self, record: DocumentRecord) -> DocumentFindings:
        """All of it, in a stable order."""
        self._expose_bare_links()
        return DocumentFindings(
            record,
            self._all_exposures(),
            self._all_mentions(),
            [
                Unmatched(name, tuple(sorted(categories, key=_order)), reason, traits)
                for (name, reason, traits), categories in self._unmatched.items()
            ],
            hint=round(self._hint, 4),
            stays=list(self._stays),
            stay_facts=list(self._stay_facts.values()),
        )

    def _expose_bare_links(self) -> None:
        """Of whom only a number stands in the document, at least that they are patients."""
        exposed = {told.exposure.person for told in self._exposures.values()}
        for person, (resolution, locator) in self._linked.items():
            if person not in exposed and not (person < len(self._told) and self._told[person]):
                self.expose(resolution, Category.CIVIL_STATUS, locator)

    def _all_exposures(self) -> Sequence[Exposure]:
        keys = sorted(self._exposures)
        if not self._rows:
            return [self._exposures[key].exposure for key in keys]
        sure = SureExposures(self._rows)
        for key, tick, exposure in sure.take(keys):
            self._exposures[key].again(tick, exposure)
        return ExposureList(sure, [self._exposures[key].exposure for key in keys])

    def _all_mentions(self) -> Sequence[Mentioned]:
        if not self._rows:
            return [mentioned for _, mentioned in self._mentioned]
        return MentionList(self._rows, self._mentioned)


def _quality(exposure: Exposure) -> tuple[bool, float]:
    return exposure.confirmed, exposure.confidence


def stands(category: Category, confidence: float) -> bool:
    """Whether an exposure of a confirmed person needs nobody's look."""
    return confidence >= (SURE_ENOUGH_TO_CALL if category in SENSITIVE else SURE_ENOUGH)


@lru_cache
def _order(category: Category) -> int:
    return list(Category).index(category)
