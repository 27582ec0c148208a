"""An invented patient to stand in the place of a real one: other values of the same shape.

Names, addresses and towns are borrowed from others of the index, each from another person, so that
they are as rare and as odd as those of the hospital's patients.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from tocsin.find.fold import fold
from tocsin.match.nir import BODY, key_of
from tocsin.model.person import Person, Sex

TRIES = 200
"""Persons of the index looked at for a name of the wanted kind; then any name does."""


class Inventor:
    """Invents patients after real ones; no two have the same number."""

    def __init__(self, persons: Sequence[Person], taken: Collection[str], random: Random) -> None:
        self._persons = persons
        self._taken = set(taken)
        self._random = random

    def instead_of(self, person: Person) -> Person:
        """Somebody who is not `person`: every field that is filled there is filled otherwise."""
        birth_date = self._birth_date(person.birth_date)
        home = self._other(lambda other: bool(other.address))
        surname = self._surname(person.birth_name)
        used = self._surname(person.used_name) if person.used_name else ""
        nir = self._nir(person.nir or person.ins, birth_date)
        return replace(
            person,
            patient_id=self._number(person.patient_id),
            nir=nir if person.nir else "",
            ins=nir if person.ins else "",
            insured_nir=self._nir(person.insured_nir, None),
            birth_name=surname,
            used_name=used,
            first_names=self._first_names(person.first_names, person.sex),
            birth_date=birth_date,
            address=home.address if person.address else "",
            postal_code=home.postal_code if person.postal_code else "",
            city=home.city if person.city else "",
            phone=self._digits(person.phone),
            mobile=self._digits(person.mobile),
            email=self._email(person.email, surname),
        )

    def _surname(self, like: str) -> str:
        """Of as many words as the one it stands for, if there is one."""
        if not like:
            return ""
        words, folded = len(like.split()), fold(like)
        other = self._other(
            lambda p: len(p.birth_name.split()) == words and fold(p.birth_name) != folded
        )
        return other.birth_name if fold(other.birth_name) != folded else f"{like}eau"

    def _first_names(self, like: str, sex: Sex) -> str:
        """With the same initial, since documents abbreviate."""
        if not like:
            return ""
        folded = fold(like)

        def fits(other: Person) -> bool:
            said = fold(other.first_names)
            return other.sex == sex and said[:1] == folded[:1] and _differ(said, folded)

        other = self._other(fits)
        names = " ".join(other.first_names.split()[: len(like.split())])
        return names if fits(other) else f"{like[:1]}{names.lower()}"

    def _other(self, fits: Callable[[Person], bool]) -> Person:
        """Somebody of the index who fits, or anybody."""
        other = self._random.choice(self._persons)
        for _ in range(TRIES):
            if fits(other):
                break
            other = self._random.choice(self._persons)
        return other

    def _birth_date(self, born: date | None) -> date | None:
        """Another day of the same year: an age that is said stays right, give or take one."""
        if born is None:
            return None
        days = [date(born.year, month, day) for month in range(1, 13) for day in range(1, 29)]
        return self._random.choice([day for day in days if day.month != born.month])

    def _nir(self, like: str, born: date | None) -> str:
        """A number with a right key, of the new month of birth and of another order."""
        if not like:
            return ""
        month = f"{born.month:02}" if born else like[3:5]
        while True:
            body = f"{like[:3]}{month}{like[5:10]}{self._random.randrange(1, 1000):03}"
            if body != like[:BODY] and body not in self._taken:
                self._taken.add(body)
                return body if len(like) == BODY else f"{body}{key_of(body):02}"

    def _number(self, like: str) -> str:
        """A patient number of the same shape that nobody has."""
        for _ in range(10 * TRIES):
            number = self._digits(like, keep=1)
            if number not in self._taken:
                break
        else:
            number = f"{like}9{len(self._taken)}"
        self._taken.add(number)
        return number

    def _digits(self, like: str, keep: int = 2) -> str:
        """Other digits in the place of those after the first `keep`."""
        kept = [place for place, sign in enumerate(like) if sign.isdigit()][:keep]
        return "".join(
            str(self._random.randrange(10)) if sign.isdigit() and place not in kept else sign
            for place, sign in enumerate(like)
        )

    def _email(self, like: str, surname: str) -> str:
        if not like:
            return ""
        domain = like.partition("@")[2]
        name = fold(surname).replace(" ", "").lower() or "patient"
        return f"{name}{self._random.randrange(10, 10_000)}@{domain}"


def _differ(one: str, other: str) -> bool:
    """Whether two folded lists of given names begin with another one."""
    return one.split()[:1] != other.split()[:1]
