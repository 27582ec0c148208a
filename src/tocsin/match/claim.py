"""A claim: what one passage, row or form says of somebody."""

from collections.abc import Iterable

from tocsin.model.mention import MentionKind as K

NAMES = (K.FULL_NAME, K.SURNAME, K.BIRTH_NAME, K.GIVEN_NAMES)
NUMBERS = (K.NIR, K.INS, K.PATIENT_ID)
REACH = (K.EMAIL, K.PHONE, K.ADDRESS, K.POSTAL_CODE, K.CITY)
IDENTITY = frozenset(
    {*NAMES, *NUMBERS, *REACH, K.STAY_ID, K.SEX, K.BIRTH_DATE, K.BIRTH_PLACE, K.AGE}
)
"""The kinds that say who it is; all others say what is known of them."""

_PLACE = {kind: place for place, kind in enumerate(K)}


class Claim:
    """The distinct values of each kind of identity mention, in the order of their appearance."""

    __slots__ = ("bare_dates", "bare_numbers", "values")

    def __init__(self, values: Iterable[tuple[K, str]] = ()) -> None:
        self.values: dict[K, list[str]] = {}
        self.bare_dates: list[str] = []
        """Dates beside a name that may be a birth date: they can only speak for a person."""
        self.bare_numbers: list[str] = []
        """Numbers without a label that a patient bears and so do many things: likewise."""
        for kind, value in values:
            self.add(kind, value)

    def add(self, kind: K, value: str) -> None:
        """One more thing said; an empty or known value changes nothing."""
        held = self.values.setdefault(kind, [])
        if value and value not in held:
            held.append(value)

    def absorb(self, other: "Claim") -> None:
        """All that another claim about the same somebody says."""
        for kind, values in other.values.items():
            for value in values:
                self.add(kind, value)
        self.bare_dates += [day for day in other.bare_dates if day not in self.bare_dates]
        self.bare_numbers += [one for one in other.bare_numbers if one not in self.bare_numbers]

    def all(self, *kinds: K) -> list[str]:
        """The values of these kinds."""
        if len(kinds) == 1:
            return self.values.get(kinds[0], [])
        found: list[str] = []
        for kind in kinds:
            found += self.values.get(kind, ())
        return found

    def has(self, *kinds: K) -> bool:
        """Whether anything of these kinds is said."""
        return any(map(self.values.get, kinds))

    @property
    def key(self) -> tuple[object, ...]:
        """All that it says, in the order in which it was said: claims of one key are alike."""
        said = ((kind, *values) for kind, values in self.values.items() if values)
        return (*said, *self.bare_dates, *self.bare_numbers)

    @property
    def has_name(self) -> bool:
        """Whether it names somebody."""
        return self.has(K.FULL_NAME, K.SURNAME, K.BIRTH_NAME)

    @property
    def is_bare(self) -> bool:
        """Whether it says a name and nothing else."""
        said = {kind for kind, values in self.values.items() if values}
        return said <= set(NAMES) and not self.bare_dates and not self.bare_numbers

    @property
    def is_firm(self) -> bool:
        """Whether it says more than a name: a number of the person's own or a birth date."""
        return self.has(*NUMBERS, K.BIRTH_DATE)

    @property
    def kinds(self) -> str:
        """The kinds it has values of, in the order of `MentionKind`, joined by `+`."""
        return "+".join(self._said)

    @property
    def canonical(self) -> str:
        """The whole claim as one string, the same whatever the order in which it was said."""
        return "\n".join(f"{kind}={'|'.join(sorted(self.values[kind]))}" for kind in self._said)

    @property
    def _said(self) -> list[K]:
        """The kinds it has values of, in the order of `MentionKind`."""
        return sorted((kind for kind, said in self.values.items() if said), key=_PLACE.__getitem__)
