"""A claim against one person of the index: bits of evidence, field by field.

The model is Fellegi and Sunter's (A Theory for Record Linkage, JASA 1969): each field that agrees
adds log2 of how much likelier that is for the same person than for another, each that disagrees
takes some away. Chance agreement is measured on the index itself; how often the same person's
fields disagree (typing, moving, marrying) are reasoned constants, below.
"""

from dataclasses import dataclass, field
from datetime import date
from math import log2

from tocsin.find.fold import fold
from tocsin.match.claim import Claim
from tocsin.match.closeness import Closeness, compare_dates, one_slip
from tocsin.match.fullname import NameMatch, match_full, match_parts, merge
from tocsin.match.index import PatientIndex
from tocsin.match.names import GivenNames
from tocsin.match.nir import BODY
from tocsin.model.mention import MentionKind as K

OWN_NUMBER = 14.0
"""Bits, beyond what singles one person out of the index, that a number of one's own is worth."""

INSURED_NUMBER = OWN_NUMBER - 6.0
"""A parent's number on a child's papers: by itself it is rather the parent who is meant."""

BARE_NUMBER_ODDS = 1 / 9
"""Of bare numbers as long as the hospital's, one in ten is thought to be a patient's."""

PARENTS_NUMBER = INSURED_NUMBER - 2.0
"""The number of somebody who may be a parent, though the index does not say so."""

TINY = 1e-9
NEAR_NUMBER = 2.0
"""A slip in a number of one's own; those of people born in one month and place are close, too."""

RAREST_PLACE = 8.0
COMMON_PLACE = 1.0
NEAR_LOSS = 6.0
PART_LOSS = 3.0
DIFFERS = {
    "nir": -6.0,
    "patient_id": -7.0,
    "stay": -7.0,
    "name": -6.0,
    "given_names": -5.0,
    "birth_date": -8.0,
    "age": -5.0,
    "sex": -4.0,
    "postal_code": -1.5,
    "phone": -1.0,
    "email": -1.0,
}
"""Bits for a disagreement: log2 of how often one person's papers disagree in it."""

AGREED_SEX = 1.0
NEAR_DATE = 6.0
UNDATED_YEARS = 8
OR_LATER = "/.."
"""Ends the day of an age that was said then or later."""

LIVED_YEARS = 80
AGE_SLACK_YEARS = 3
ABOUT_YEARS = 1
"""An age a year off is the same. Of people spread over 80 years of birth, so many years in 80 have
it by chance; said within a longer time than a year it is only about right."""

_WHO = {"name", "given_names", "birth_date"}
SURNAME_FOUND = (Closeness.NEAR, Closeness.PART, Closeness.SAME)
GIVEN_FOUND = (Closeness.NEAR, Closeness.PART, Closeness.OTHER, Closeness.SAME)


@dataclass(slots=True)
class Comparison:
    """Bits for and against the claim being of `person`, the fields that agree and that do not."""

    person: int
    bits: float = 0.0
    words: set[str] = field(default_factory=set)
    against: set[str] = field(default_factory=set)

    def agrees(self, word: str, bits: float) -> None:
        """The field speaks for the person."""
        self.words.add(word)
        self.bits += max(bits, 0.0)

    def differs(self, word: str) -> None:
        """The field speaks against the person."""
        self.against.add(word)
        self.bits += DIFFERS[word]

    @property
    def has_own_number(self) -> bool:
        """Whether a number of the person's own agrees."""
        return bool(self.words & {"nir", "patient_id", "stay"})

    @property
    def contradicts_itself(self) -> bool:
        """A number says yes where name or birth date say no."""
        return self.has_own_number and len(self.against & _WHO) > 1


class Comparer:
    """Compares claims with persons of one index."""

    def __init__(self, index: PatientIndex, today: date) -> None:
        self._index = index
        self._texts, self._coded = index.persons.texts, index.persons.coded
        self._today = today

    def compare(self, claim: Claim, number: int) -> Comparison:
        """All fields of the claim against the person of this number."""
        result = Comparison(number)
        self._numbers(claim, result)
        self._names(claim, result)
        self._birth(claim, result)
        self._reach(claim, result)
        return result

    def _text(self, name: str, result: Comparison) -> str:
        return self._texts[name][result.person]

    def _numbers(self, claim: Claim, result: Comparison) -> None:
        if said := {value[:BODY] for value in claim.all(K.NIR, K.INS)}:
            self._nir(said, result)
        if claim.has(K.PATIENT_ID):
            self._patient_id(claim, result)
        elif claim.bare_numbers and self._text("patient_id", result) in claim.bare_numbers:
            self._bare_number(result)
        if claim.has(K.STAY_ID):
            self._stay(claim.all(K.STAY_ID), result)

    def _stay(self, said: list[str], result: Comparison) -> None:
        """A stay is one person's; one that the hospital's list has not says nothing."""
        whose = [self._index.with_stay(value) for value in said]
        if any(result.person in persons for persons in whose):
            result.agrees("stay", self._index.size_bits + OWN_NUMBER)
        elif any(whose):
            result.differs("stay")

    def _nir(self, said: set[str], result: Comparison) -> None:
        own = {self._text("nir", result)[:BODY], self._text("ins", result)[:BODY]} - {""}
        if said & own:
            result.agrees("nir", self._index.size_bits + OWN_NUMBER)
        elif self._text("insured_nir", result)[:BODY] in said:
            result.agrees("insured_nir", self._index.size_bits + INSURED_NUMBER)
        elif any(one_slip(a, b) for a in said for b in own):
            result.bits += NEAR_NUMBER
        elif own:
            result.differs("nir")

    def _patient_id(self, claim: Claim, result: Comparison) -> None:
        said = claim.all(K.PATIENT_ID)
        key = self._index.patient_id_key
        if key(self._text("patient_id", result)) in map(key, said):
            result.agrees("patient_id", self._index.size_bits + OWN_NUMBER)
        elif any(self._index.with_patient_id(value) for value in said):
            result.differs("patient_id")

    def _bare_number(self, result: Comparison) -> None:
        """A number without a label, where many numbers of its length are some patient's."""
        chance = self._index.patient_id_chance(self._text("patient_id", result))
        bits = self._index.size_bits + log2(BARE_NUMBER_ODDS / max(chance, TINY))
        result.agrees("bare_number", bits)

    def _names(self, claim: Claim, result: Comparison) -> None:
        match = best_name(claim, self._index, result.person)
        if match.surname == Closeness.DIFFERS:
            result.differs("name")
        elif match.surname != Closeness.UNSAID:
            rarity = self._index.surnames.bits(match.borne)
            result.agrees("surname", _discounted(rarity, match.surname))
        given = self._index.given(result.person)
        if match.given == Closeness.DIFFERS:
            result.differs("given_names")
        elif match.given == Closeness.INITIAL:
            result.agrees("initial", 3.0)
        elif match.given != Closeness.UNSAID:
            rarity = self._index.given_names.bits(given.first_name)
            result.agrees("given_names", _discounted(rarity, match.given))
        if match.surname == Closeness.SAME and match.given in (Closeness.SAME, Closeness.OTHER):
            result.words.add("name")
            self._correct_for_homonyms(match.borne, given, result)

    def _correct_for_homonyms(self, surname: str, given: GivenNames, result: Comparison) -> None:
        """Surname and given name go together (by origin, in families): others may bear both."""
        others = len(self._index.with_name(surname, given.tokens[0])) - 1
        if others > 0:
            apart = self._index.surnames.bits(surname)
            apart += self._index.given_names.bits(given.first_name)
            together = self._index.shared_bits(others)
            result.bits -= max(apart - together, 0.0)

    def _birth(self, claim: Claim, result: Comparison) -> None:
        self._sex(claim, result)
        born: date | None = self._coded["birth_date"][result.person]
        if born is None:
            return
        said = claim.all(K.BIRTH_DATE)
        if said:
            self._date(max(compare_dates(value, born) for value in said), born, result)
        elif claim.bare_dates and born.isoformat() in claim.bare_dates:
            self._date(Closeness.SAME, born, result)
        else:
            self._age(claim.all(K.AGE), born, result)

    def _sex(self, claim: Claim, result: Comparison) -> None:
        said = claim.all(K.SEX)
        if len(said) != 1 or not (sex := self._coded["sex"][result.person]):
            return
        if said[0] != sex:
            result.differs("sex")
        else:  # a given name already tells the sex
            result.agrees("sex", 0.0 if "given_names" in result.words else AGREED_SEX)

    def _date(self, closeness: Closeness, born: date, result: Comparison) -> None:
        if closeness == Closeness.DIFFERS:
            result.differs("birth_date")
        elif closeness == Closeness.NEAR:
            result.agrees("close_birth_date", NEAR_DATE)
        elif closeness == Closeness.SAME:
            sharing = len(self._index.born_on(born.toordinal()))
            result.agrees("birth_date", self._index.shared_bits(sharing + 1))

    def _age(self, said: list[str], born: date, result: Comparison) -> None:
        """The first age said, on any of the days on which it may have been said."""
        first = said[0].partition("@")[0] if said else ""
        if not first.isdigit():
            return
        days = [day for years, _, day in (value.partition("@") for value in said) if years == first]
        fits = [fit for day in days if (fit := self._age_fit(int(first), day, born))]
        if fits:
            bits, word = max(fits)
            result.agrees(word, bits)
        else:
            result.differs("age")

    def _age_fit(self, years: int, day: str, born: date) -> tuple[float, str] | None:
        """Bits and their word if somebody born then had this age on that day, give or take one."""
        since = until = date.fromisoformat(day.removesuffix(OR_LATER)) if day else date.min
        if not day or day.endswith(OR_LATER):
            since, until = max(since, _years_before(self._today)), self._today
        if not age_on(born, since) - 1 <= years <= age_on(born, until) + 1:
            return None
        span = until.year - since.year
        bits = log2(LIVED_YEARS / (span + AGE_SLACK_YEARS))
        return bits, "age" if span <= ABOUT_YEARS else "about_age"

    def _reach(self, claim: Claim, result: Comparison) -> None:
        if emails := claim.all(K.EMAIL):
            self._email(emails, result)
        if phones := claim.all(K.PHONE):
            self._phone(set(phones), result)
        if claim.has(K.ADDRESS, K.POSTAL_CODE, K.CITY):
            self._place(claim, result)

    def _email(self, said: list[str], result: Comparison) -> None:
        index, email = self._index, self._text("email", result)
        if email in said:
            sharing = len(index.with_email(email))
            result.agrees("email", index.shared_bits(sharing + 1) + 4.0)
            self._local_part(email, result)
        elif email:
            result.differs("email")

    def _phone(self, said: set[str], result: Comparison) -> None:
        index, own = self._index, {self._text("phone", result), self._text("mobile", result)} - {""}
        if said & own:
            sharing = min(len(index.with_phone(phone)) for phone in said & own)
            result.agrees("phone", index.shared_bits(sharing + 1))
        elif own:
            result.differs("phone")

    def _local_part(self, email: str, result: Comparison) -> None:
        """An address made of the person's own name is hardly somebody else's."""
        local = fold(email.partition("@")[0]).replace(" ", "")
        for name in (self._index.birth_name(result.person), self._index.used_name(result.person)):
            if len(name) >= 3 and name.replace(" ", "") in local:
                result.agrees("email_names", 3.0)
                return

    def _place(self, claim: Claim, result: Comparison) -> None:
        index, codes, streets = self._index, claim.all(K.POSTAL_CODE), claim.all(K.ADDRESS)
        postal_code: str = self._coded["postal_code"][result.person]
        city: str = self._coded["city"][result.person]
        if streets and _same_street(streets, self._text("address", result)):
            result.agrees("address", min(index.size_bits - 2.0, 12.0))
        elif codes and postal_code in codes:
            result.agrees("postal_code", min(index.postal_code_bits(postal_code), RAREST_PLACE))
        elif codes and postal_code:
            result.differs("postal_code")
        elif city and fold(city) in map(fold, claim.all(K.CITY)):
            result.agrees("city", COMMON_PLACE)


def best_name(claim: Claim, index: PatientIndex, number: int) -> NameMatch:
    """The best of what the claim says of the name, against this person's."""
    used, birth = index.used_name(number), index.birth_name(number)
    borne = tuple(name for name in (used, birth) if name)
    given = index.given(number)
    said = tuple(token for value in claim.all(K.GIVEN_NAMES)[:1] for token in value.split())
    matches = [match_full(full, borne, given) for full in claim.all(K.FULL_NAME)]
    matches += [
        match_parts(surname, said, borne, given)
        for surname in claim.all(K.SURNAME, K.BIRTH_NAME) or [""]
        if surname or said
    ]
    best = merge(matches)
    if best.surname != Closeness.DIFFERS or not said:
        return best
    return _exchanged(claim, said, borne, given) or best


def _exchanged(
    claim: Claim, said: tuple[str, ...], borne: tuple[str, ...], given: GivenNames
) -> NameMatch | None:
    """Surname and given names, if each was entered for the other and both are right."""
    for surname in claim.all(K.SURNAME, K.BIRTH_NAME):
        match = match_parts(" ".join(said), tuple(surname.split()), borne, given)
        if match.surname == match.given == Closeness.SAME:
            return match
    return None


def _discounted(bits: float, closeness: Closeness) -> float:
    if closeness == Closeness.NEAR:
        return max(bits - NEAR_LOSS, 1.0)
    if closeness in (Closeness.PART, Closeness.OTHER):
        return max(bits - PART_LOSS, 1.0)
    return bits


def age_on(born: date, day: date) -> int:
    """Full years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _years_before(today: date) -> date:
    return date(today.year - UNDATED_YEARS, 1, 1)


def _same_street(said: list[str], borne: str) -> bool:
    """Same number, same last word (`12 bis, r. des Lilas` is `12 RUE DES LILAS`), or one slip."""
    own = fold(borne).split()
    if not own or not own[0][0].isdigit():
        return False
    for value in said:
        words = fold(value).split()
        if words and words[0] == own[0]:
            rest, borne_rest = "".join(words[1:]), "".join(own[1:])
            if own[-1] in words or rest == borne_rest or one_slip(rest, borne_rest):
                return True
    return False
