"""Who may be meant, and what each field of the claim adds for and against them, in bits.

A field's weight is what the sum would lose without it: so it holds what the model makes of the
field in this claim, corrections for homonyms included.
"""

from dataclasses import dataclass
from datetime import date

from tocsin.match.candidates import candidates_of
from tocsin.match.claim import NAMES, Claim
from tocsin.match.compare import Comparer
from tocsin.match.index import PatientIndex
from tocsin.match.resolve import Resolution
from tocsin.model.mention import MentionKind as K

MOST = 5
"""Candidates shown: the likeliest."""

FIELDS: dict[str, tuple[K, ...]] = {
    "nir": (K.NIR, K.INS),
    "patient_id": (K.PATIENT_ID,),
    "stay": (K.STAY_ID,),
    "name": NAMES,
    "birth_date": (K.BIRTH_DATE,),
    "age": (K.AGE,),
    "sex": (K.SEX,),
    "email": (K.EMAIL,),
    "phone": (K.PHONE,),
    "place": (K.ADDRESS, K.POSTAL_CODE, K.CITY),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate: bits of evidence, what each field adds, the fields that speak against them."""

    patient_id: str
    bits: float
    fields: tuple[tuple[str, float], ...]
    against: tuple[str, ...]
    probability: float | None


class Scales:
    """Weighs the candidates of claims against one index."""

    def __init__(self, index: PatientIndex) -> None:
        self._index = index
        self._comparer = Comparer(index, date.today())  # noqa: DTZ011 - as the resolver does

    def weigh(self, claim: Claim, resolution: Resolution) -> list[Weighed]:
        """The likeliest candidates of the claim, and the probability if they were kept."""
        numbers = candidates_of(claim, self._index)
        compared = [self._comparer.compare(claim, number) for number in numbers]
        compared.sort(key=lambda one: (-one.bits, one.person))
        kept = {candidate.person: candidate.probability for candidate in resolution.candidates}
        return [
            Weighed(
                self._index.persons[one.person].patient_id,
                one.bits,
                tuple(self._fields(claim, one.person, one.bits)),
                tuple(sorted(one.against)),
                kept.get(one.person),
            )
            for one in compared[:MOST]
        ]

    def _fields(self, claim: Claim, person: int, bits: float) -> list[tuple[str, float]]:
        weights = []
        for name, kinds in FIELDS.items():
            if claim.has(*kinds) or _is_bare(claim, kinds):
                without = self._comparer.compare(_without(claim, kinds), person).bits
                weights.append((name, bits - without))
        return weights


def _without(claim: Claim, kinds: tuple[K, ...]) -> Claim:
    """The claim with these kinds unsaid."""
    rest = Claim(
        (kind, value)
        for kind, values in claim.values.items()
        if kind not in kinds
        for value in values
    )
    if K.BIRTH_DATE not in kinds:
        rest.bare_dates = list(claim.bare_dates)
    if K.PATIENT_ID not in kinds:
        rest.bare_numbers = list(claim.bare_numbers)
    return rest


def _is_bare(claim: Claim, kinds: tuple[K, ...]) -> bool:
    """Whether the field is said without a label only: a date beside a name, a number."""
    dates, numbers = K.BIRTH_DATE in kinds, K.PATIENT_ID in kinds
    return bool((dates and claim.bare_dates) or (numbers and claim.bare_numbers))
