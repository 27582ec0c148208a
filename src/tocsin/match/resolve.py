"""Whom a claim means: one person, a set for people to choose from, or somebody not in the index.

Candidates compete with each other and with "somebody who is not in the index"; the evidence of
`compare` is turned into probabilities by Bayes' rule, with the same chance beforehand for each
person of the index and `OUTSIDER` for somebody else.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import log2

from tocsin.match.candidates import candidates_of
from tocsin.match.claim import Claim
from tocsin.match.compare import PARENTS_NUMBER, Comparer, Comparison
from tocsin.match.family import may_be_parent
from tocsin.match.index import PatientIndex
from tocsin.model.mention import MentionKind as K

SURE = 0.95
"""Probability from which a link may stand without a person's look."""

SURE_BY_TOWN = 0.99
"""The same where only the town comes to the name: families live together."""

NEVER = 2.0
GAP = 3.0
"""Bits by which the best candidate must beat the second."""

OUTSIDER = 0.5
OUTSIDER_WITH_AGE = 0.1
OUTSIDER_BARE = 0.8
"""Chance, before looking, that a name in a hospital's files is of nobody in its index: staff,
relatives, patients of elsewhere. Ages are told of patients, hardly ever of staff; names with
nothing beside them are mostly of those who write and are written to."""

WORTH_A_LOOK = 0.01
WORTH_A_LOOK_BY_NAME = 0.002
CONFLICT = "conflict"
"""The last word of a basis whose fields say several persons."""

FAR_BEHIND = 30.0
"""A candidate so many times less likely than the best is not offered for review."""

MOST_TO_REVIEW = 20
MOST_REMEMBERED = 20_000
_WITH_SURNAME = frozenset({"birth_date", "email", "phone", "address"})


class Outcome(StrEnum):
    """What became of a claim."""

    CONFIRMED = "confirmed"
    TO_REVIEW = "to_review"
    HOMONYMS = "homonyms"  # too many to look at
    NOT_IN_INDEX = "not_in_index"
    STAFF = "staff"  # a role names them (`Dr`): no patient is meant
    NOBODY = "nobody"  # it says too little to look for anyone


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant: the probability and the fields that say so."""

    person: int
    probability: float
    basis: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The outcome of a claim and its candidates, the likeliest first.

    Confirmed: exactly one candidate. To review: one to twenty. Otherwise none.
    """

    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether one person is meant beyond reasonable doubt."""
        return self.outcome is Outcome.CONFIRMED


NOBODY = Resolution(Outcome.NOBODY)


class Resolver:
    """Resolves claims against one index. `today` is what ages without a date are counted to."""

    def __init__(self, index: PatientIndex, today: date | None = None) -> None:
        self._index = index
        self._today = today or date.today()  # noqa: DTZ011 - a day, no time
        self._comparer = Comparer(index, self._today)
        self._resolved: dict[tuple[object, ...], Resolution] = {}

    def resolve(self, claim: Claim) -> Resolution:
        """Whom the claim means; half the claims of a hospital's letters were met before."""
        key = claim.key
        known = self._resolved.get(key)
        if known is None:
            if len(self._resolved) >= MOST_REMEMBERED:
                self._resolved.clear()
            known = self._resolved[key] = self._weigh(claim)
        return known

    def _weigh(self, claim: Claim) -> Resolution:
        numbers = candidates_of(claim, self._index)
        compared = [self._comparer.compare(claim, number) for number in numbers]
        self._see_children(compared)
        compared.sort(key=lambda one: (-one.bits, one.person))
        if not compared:
            return _without_candidates(claim)
        return self._decide(claim, compared)

    def _see_children(self, compared: list[Comparison]) -> None:
        """A number of one, name and birth date of another: a child's papers, if they may be family.

        The index need not say so (`insured_nir`): ages, a surname or a home tell.
        """
        owners = [one for one in compared if one.words & _NUMBERS == {"nir"}]
        if len(owners) != 1 or not owners[0].against & _WHO:
            return
        for one in compared:
            named = {"name", "birth_date"} <= one.words and one.against <= {"nir"}
            if named and may_be_parent(self._index, one.person, owners[0].person, self._today):
                one.against.discard("nir")
                one.agrees("parent_nir", self._index.size_bits + PARENTS_NUMBER)

    def _decide(self, claim: Claim, compared: list[Comparison]) -> Resolution:
        shares = self._probabilities(compared, _outsider(claim))
        best = compared[0]
        gap = best.bits - compared[1].bits if len(compared) > 1 else GAP
        conflict = _conflicts(compared)
        doubtful = conflict or _names_another(best)
        if not doubtful and gap >= GAP and shares[0] >= self._least_share(best):
            candidate = Candidate(best.person, shares[0], basis_of(best))
            return Resolution(Outcome.CONFIRMED, (candidate,))
        if not conflict and _says_somebody(claim) and sum(shares) < WORTH_A_LOOK:
            return Resolution(Outcome.NOT_IN_INDEX)
        return _to_review(claim, compared, shares, conflict)

    def _probabilities(self, compared: list[Comparison], outsider: float) -> list[float]:
        """Bayes' rule over the candidates and somebody else."""
        prior = log2(1.0 - outsider) - self._index.size_bits
        weights = [2.0 ** min(one.bits + prior, 500.0) for one in compared]
        total = sum(weights) + outsider
        return [weight / total for weight in weights]

    @staticmethod
    def _least_share(best: Comparison) -> float:
        """The probability that suffices for this kind of evidence; none does for a bare name."""
        words = best.words
        by_surname = "surname" in words and words & _WITH_SURNAME
        if best.has_own_number or by_surname or {"email", "email_names"} <= words:
            return SURE
        if {"phone", "given_names"} <= words and not best.against:
            return SURE  # « son mari Gérard 06 … »
        if "name" not in words:
            return NEVER
        if words & {"close_birth_date", "insured_nir", "bare_number"}:
            return SURE
        if "sex" in words and words & {"age", "about_age"}:
            return SURE
        return SURE_BY_TOWN if "postal_code" in words else NEVER


def _outsider(claim: Claim) -> float:
    if claim.has(K.AGE):
        return OUTSIDER_WITH_AGE
    return OUTSIDER_BARE if claim.is_bare else OUTSIDER


def _conflicts(compared: list[Comparison]) -> bool:
    """Whether numbers, names and dates of the claim point to different persons."""
    best = compared[0]
    return best.contradicts_itself or any(_quarrel(best, other) for other in compared[1:])


_OVERRULED = {
    "given_names": ({"patient_id"}, {"nir", "birth_date"}),
    "birth_date": ({"patient_id"}, {"nir", "given_names"}),
    "sex": ({"patient_id"}, {"given_names"}, {"nir", "birth_date"}),
}
"""What must agree for a field that differs to be a mere error. Relatives share surname, address
and telephone, twins the birth date, father and son the whole name, and a child's papers carry the
number of a parent."""


def _names_another(best: Comparison) -> bool:
    """Whether what differs rather tells a relative."""
    return any(
        field in best.against and not any(agreed <= best.words for agreed in enough)
        for field, enough in _OVERRULED.items()
    )


def _quarrel(best: Comparison, other: Comparison) -> bool:
    """Whether the claim has a number of one and what tells the other."""
    if other.has_own_number:
        on_papers = best.words & {"insured_nir", "parent_nir"}
        parents = bool(on_papers) and other.words & _NUMBERS == {"nir"}
        return not parents and other.words & _NUMBERS != best.words & _NUMBERS
    doubtful = best.has_own_number and best.against & _WHO
    return bool(doubtful) and ({"name", "birth_date"} <= other.words or _is_child(other, best))


def _is_child(other: Comparison, best: Comparison) -> bool:
    """Whether `other` may be meant, on whose papers stands the number of a parent, `best`."""
    named = "name" in other.words and "birth_date" not in other.against
    return named and "nir" in best.words and "given_names" in best.against


_NAMES = {"name", "given_names"}
_NUMBERS = {"nir", "patient_id", "stay"}
_WHO = {"name", "given_names", "birth_date"}


def _to_review(
    claim: Claim, compared: list[Comparison], shares: list[float], conflict: bool
) -> Resolution:
    kept = _quarrelling(compared, shares) if conflict else _worth_a_look(claim, compared, shares)
    if len(kept) > MOST_TO_REVIEW:
        named = {one.person for one in compared if "name" in one.words}
        kept = [candidate for candidate in kept if candidate.person in named]
        if not 0 < len(kept) <= MOST_TO_REVIEW:
            return Resolution(Outcome.HOMONYMS)
    if kept:
        return Resolution(Outcome.TO_REVIEW, tuple(kept))
    return Resolution(Outcome.NOT_IN_INDEX) if _says_somebody(claim) else NOBODY


def _worth_a_look(claim: Claim, compared: list[Comparison], shares: list[float]) -> list[Candidate]:
    """Candidates not much less likely than the best, and with its name if it has the whole one."""
    floor = max(WORTH_A_LOOK if claim.is_firm else WORTH_A_LOOK_BY_NAME, shares[0] / FAR_BEHIND)
    named = "name" in compared[0].words
    return [
        Candidate(one.person, share, basis_of(one))
        for one, share in zip(compared, shares, strict=True)
        if share >= floor and _is_somebody(one) and not (named and one.against & _NAMES)
    ]


def _quarrelling(compared: list[Comparison], shares: list[float]) -> list[Candidate]:
    """All whom a number or a full name with the date points to, none likelier than the others.

    Also the homonyms, if they are few, of a child who is named beside the number of a parent.
    """
    strong = [c for c in compared if c.has_own_number or {"name", "birth_date"} <= c.words]
    children = [c for c in compared if c not in strong and _is_child(c, compared[0])]
    if len(strong) + len(children) <= MOST_TO_REVIEW:
        strong += children
    share = shares[0] if len(strong) == 1 else 1.0 / (len(strong) + 1)
    return [Candidate(one.person, share, basis_of(one, conflict=True)) for one in strong]


def _is_somebody(one: Comparison) -> bool:
    """Whether a key of the person's own agrees, or the name as far as it is said."""
    if "bare_number" in one.words or {"near_nir", "surname"} <= one.words:
        return True
    if one.words & {"nir", "insured_nir", "patient_id", "stay", "email", "phone", "birth_date"}:
        return bool(one.words - {"birth_date", "sex", "postal_code", "city"})
    return "surname" in one.words and "given_names" not in one.against


def _without_candidates(claim: Claim) -> Resolution:
    return Resolution(Outcome.NOT_IN_INDEX) if _says_somebody(claim) else NOBODY


def _says_somebody(claim: Claim) -> bool:
    """Whether the claim would be enough to tell a person of the index."""
    return claim.has_name and claim.has(K.BIRTH_DATE, K.NIR, K.INS)


_ORDER = (
    "nir", "near_nir", "insured_nir", "parent_nir", "patient_id", "bare_number", "stay", "name",
    "surname", "given_names", "initial", "birth_date", "close_birth_date", "age", "about_age",
    "sex", "email", "email_names", "phone", "address", "postal_code", "city",
)  # fmt: skip


def basis_of(one: Comparison, *, conflict: bool = False) -> str:
    """The fields that agree, as short words joined by `+`; `conflict` if they quarrel."""
    hidden = {"surname", "given_names"} if "name" in one.words else set()
    words = [word for word in _ORDER if word in one.words - hidden]
    return "+".join([*words, CONFLICT] if conflict else words)
