"""Who could be meant: persons who share a number, a name, an address of mail with the claim."""

from collections.abc import Iterable, Iterator
from datetime import date

from tocsin.match.claim import REACH, Claim
from tocsin.match.closeness import Closeness, compare_surnames, may_be_close, one_slip
from tocsin.match.index import PatientIndex
from tocsin.model.mention import MentionKind as K

LONGEST_NAME = 8
"""Tokens of a full name that are tried as surname and given names."""

MOST_BY_SURNAME = 400
MOST_BY_PHONE = 12


def candidates_of(claim: Claim, index: PatientIndex) -> list[int]:
    """The numbers of all persons worth comparing with the claim, in order, each once."""
    found: set[int] = set()
    for value in claim.all(K.PATIENT_ID):
        found.update(index.with_patient_id(value))
    if not claim.has_name:
        for value in claim.bare_numbers:
            found.update(index.with_patient_id(value))
    for value in claim.all(K.STAY_ID):
        found.update(index.with_stay(value))
    for value in claim.all(K.NIR, K.INS):
        found.update(index.with_nir(value))
        found.update(index.with_insured_nir(value))
    for value in claim.all(K.EMAIL):
        found.update(index.with_email(value, MOST_BY_PHONE))
    for value in claim.all(K.PHONE):
        found.update(index.with_phone(value, MOST_BY_PHONE))
    found.update(_by_name(claim, index))
    if not found:
        found.update(_otherwise(claim, index))
    return sorted(found)


def _otherwise(claim: Claim, index: PatientIndex) -> Iterator[int]:
    """Where name and date together lead to nobody: one of them is badly wrong."""
    if claim.has(*REACH):
        for day in _days(claim):
            yield from index.born_on(day)
    for surname, given in set(name_readings(claim)):
        yield from _with_surname(surname, given, index)


def _by_name(claim: Claim, index: PatientIndex) -> Iterator[int]:
    readings = set(name_readings(claim))
    days = _days(claim)
    for surname, given in readings:
        if given:
            yield from index.with_name(surname, given)
        for day in days:
            yield from index.with_name_and_date(surname, day)
    if not claim.has(K.BIRTH_DATE):
        for surname, given in readings:
            yield from _with_surname(surname, given, index)
    for surname, given in readings:
        if given and not days:
            for near in index.surnames_near(surname):
                yield from index.with_name(near, given)
    for day in days:
        yield from _born_then_with_close_name(day, readings, index)


def _days(claim: Claim) -> list[int]:
    """The days on which somebody may be born; one that no calendar has leads nowhere."""
    said = [*claim.all(K.BIRTH_DATE), *claim.bare_dates]
    return [day for value in said if (day := _ordinal(value))]


def _with_surname(surname: str, given: str, index: PatientIndex) -> Iterable[int]:
    """All who bear a surname, if they are few, and whose given names may be what is said."""
    bearers = index.with_surname(surname, MOST_BY_SURNAME)
    return index.whose_given_name_may_be(given, bearers) if given else bearers


def _born_then_with_close_name(
    day: int, readings: Iterable[tuple[str, str]], index: PatientIndex
) -> Iterator[int]:
    """A birth date leaves few persons: a slip or a cut in their name is found by looking at all."""
    said = list(readings)
    for number in index.born_on(day):
        used = index.used_name(number)
        names = [index.birth_name(number), used] if used else [index.birth_name(number)]
        tokens = index.given(number).tokens
        first = tokens[0] if tokens else ""
        if any(_are_close(surname, given, names, first) for surname, given in said):
            yield number


def _are_close(surname: str, given: str, names: Iterable[str], first: str) -> bool:
    """Whether the surname is near one of the names, or the given name near the first token."""
    for name in names:
        if may_be_close(surname, name) and compare_surnames(surname, name) >= Closeness.NEAR:
            return True
    return given == first != "" or (may_be_close(given, first) and one_slip(given, first))


def name_readings(claim: Claim) -> Iterator[tuple[str, str]]:
    """(surname, first token of the given names) in every way the claim can be read."""
    given = next((value.split()[0] for value in claim.all(K.GIVEN_NAMES) if value.strip()), "")
    for surname in claim.all(K.SURNAME, K.BIRTH_NAME):
        yield surname, given
        if given and surname:
            yield given, surname.split()[0]  # entered one for the other, there or in the index
    if given and not claim.has_name:
        yield "", given
    for full in claim.all(K.FULL_NAME):
        tokens = full.split()[:LONGEST_NAME]
        for cut in range(1, len(tokens) + 1):
            before, after = tokens[:cut], tokens[cut:]
            yield " ".join(before), after[0] if after else given
            if after:
                yield " ".join(after), before[0]


def _ordinal(iso: str) -> int:
    try:
        return date.fromisoformat(iso).toordinal()
    except ValueError:
        return 0
