"""Households: people who share an address, a name, a telephone, even a number or a birthday."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from random import Random

from tocsin.clinic.chance import Weighted
from tocsin.clinic.names import given_names, surname
from tocsin.clinic.nir import NirRegister, key
from tocsin.clinic.patient import AS_OF, Patient
from tocsin.clinic.places import Directory, Home, birth_place, home, insurer, origin

FIRST_PATIENT_ID = 41_000_000
"""Patient numbers have eight digits and begin with 4: no date and no telephone looks like one."""

Kind = Callable[["Families", Random], list[Patient]]


class Families:
    """Makes households; everything it hands out (numbers, addresses) is handed out once."""

    def __init__(self, seed: int) -> None:
        self._ids = count(FIRST_PATIENT_ID)
        self._numbers = NirRegister()
        self._directory = Directory(seed)
        self._households = count(1)

    def person(
        self, rng: Random, home: Home, family: str, name: str, sex: str, age: int
    ) -> Patient:
        """Somebody of that age at that address, with papers of their own."""
        born = AS_OF - timedelta(days=int(age * 365.25) + rng.randint(0, 364))
        place = birth_place(rng, family, born, home.insee)
        nir = self._number(rng, sex, born, place)
        person = Patient(
            patient_id=str(next(self._ids) * 7 % 9_000_000 + FIRST_PATIENT_ID),
            sex=sex,
            birth_date=born,
            birth_place_code=place,
            birth_name=name,
            first_names=given_names(rng, family, sex, born.year),
            nir=nir,
            ins=nir if rng.random() < 0.85 else "",
            address=home.address,
            postal_code=home.postal_code,
            city=home.city,
            phone=home.phone,
            insurer=insurer(rng) if rng.random() < 0.9 else "",
            member_number=f"{rng.randint(10_000, 99_999)}{rng.choice('ABCDEFGHKLMNPRSTVW')}",
        )
        self._reach(rng, person)
        self._fate(rng, person)
        return person

    def child(
        self, rng: Random, home: Home, family: str, parent: Patient, name: str, age: int
    ) -> Patient:
        """A child whose papers carry the parent's number."""
        sex = rng.choice("FM")
        child = self.person(rng, home, family, name, sex, age)
        child.insured_nir = parent.nir
        child.insurer, child.member_number = parent.insurer, parent.member_number
        child.guardian_name, child.deceased_on, child.used_name = "", None, ""
        child.mobile = parent.mobile if rng.random() < 0.8 else child.mobile
        child.email = parent.email if rng.random() < 0.3 else ""
        if rng.random() < 0.7:
            child.nir = child.ins = ""
        elif rng.random() < 0.5:
            child.ins = ""
        return child

    def new_home(self, rng: Random) -> Home:
        """A new address."""
        return home(rng, self._directory)

    def next_household(self) -> int:
        """The number of the next household."""
        return next(self._households)

    def _number(self, rng: Random, sex: str, born: date, place: str) -> str:
        nir = self._numbers.allot(sex, born, place, rng.randrange(70))
        if rng.random() < 0.003:  # a temporary number, given to newcomers
            body = ("7" if sex == "M" else "8") + nir[1:13]
            return body + key(body)
        return nir

    def _reach(self, rng: Random, person: Patient) -> None:
        adult = person.age >= 18
        if rng.random() < (0.93 if adult else 0.3):
            person.mobile = self._directory.mobile()
        silent = 0.12 if person.age < 75 else 0.22
        if adult and rng.random() > silent:
            person.email = self._directory.email(
                rng, person.given, person.birth_name, person.birth_date.year
            )

    @staticmethod
    def _fate(rng: Random, person: Patient) -> None:
        if rng.random() < (0.055 if person.age > 75 else 0.008):
            person.deceased_on = AS_OF - timedelta(days=rng.randint(10, 2000))
        elif person.age > 18 and rng.random() < (0.012 if person.age > 75 else 0.0035):
            person.guardian_name = rng.choice(
                ("UDAF de la Loire", "Association tutélaire du Forez")
            )
        if rng.random() < 0.02:
            person.language = "en"


def single(families: Families, rng: Random) -> list[Patient]:
    """One adult."""
    family, where = origin(rng), families.new_home(rng)
    sex = rng.choices("FM", (56, 44))[0]
    person = families.person(rng, where, family, surname(rng, family), sex, _ADULT_AGES.draw(rng))
    if sex == "F" and person.age > 35 and rng.random() < 0.4:  # widowed or divorced
        person.used_name = surname(rng, origin(rng))
    return [person]


def couple(families: Families, rng: Random) -> list[Patient]:
    """Two adults at one address; she often uses his name, they may share telephone and e-mail."""
    family, where = origin(rng), families.new_home(rng)
    age = _ADULT_AGES.draw(rng)
    hers = family if rng.random() < 0.7 else origin(rng)
    his_name = surname(rng, family)
    man = families.person(rng, where, family, his_name, "M", age)
    younger = max(19, age - rng.randint(-3, 7))
    woman = families.person(rng, where, hers, surname(rng, hers), "F", younger)
    if rng.random() < 0.35 + woman.age / 200:
        woman.used_name = his_name
        if rng.random() < 0.08:
            woman.used_name = f"{woman.birth_name}-{his_name}"
    if rng.random() < 0.3:
        woman.mobile = man.mobile
    if rng.random() < 0.06:
        woman.email = man.email
    return [man, woman]


def family(families: Families, rng: Random) -> list[Patient]:
    """Parents and one to four children, whose papers carry a parent's number."""
    parents = couple(families, rng)
    man, woman = parents
    while not 24 <= woman.age <= 50:
        parents = couple(families, rng)
        man, woman = parents
    where = Home(man.address, man.postal_code, man.city, "42218", man.phone)
    children = _children(families, rng, where, man, woman)
    adults = [parent for parent in parents if parent.dependants or rng.random() < 0.55]
    return [*adults, *children]


def twins(families: Families, rng: Random) -> list[Patient]:
    """Two children born on one day, and one parent."""
    members = family(families, rng)
    children = [member for member in members if member.insured_nir]
    first = children[0]
    where = Home(first.address, first.postal_code, first.city, "42218", first.phone)
    parent = next(m for m in members if m.nir == first.insured_nir)
    second = families.child(rng, where, "french", parent, first.birth_name, first.age)
    while second.given == first.given:
        second.first_names = given_names(rng, "french", second.sex, first.birth_date.year)
    second.birth_date, second.birth_place_code = first.birth_date, first.birth_place_code
    second.nir = second.ins = ""
    parent.dependants += 1
    first.twin = second.twin = True
    return [parent, first, second]


def father_and_son(families: Families, rng: Random) -> list[Patient]:
    """Two men of one name at one address, a generation apart."""
    lineage, where = origin(rng), families.new_home(rng)
    name = surname(rng, lineage)
    father = families.person(rng, where, lineage, name, "M", rng.randint(48, 88))
    son = families.person(rng, where, lineage, name, "M", father.age - rng.randint(20, 30))
    son.first_names = father.first_names
    return [father, son]


def _children(
    families: Families, rng: Random, where: Home, man: Patient, woman: Patient
) -> list[Patient]:
    parent = rng.choice((man, woman))
    number = rng.choices((1, 2, 3, 4), (40, 38, 17, 5))[0]
    oldest = min(17, woman.age - 20)
    children = []
    for _ in range(number):
        child = families.child(
            rng, where, "french", parent, man.birth_name, rng.randint(0, max(0, oldest))
        )
        children.append(child)
    parent.dependants += number
    return children


def household(families: Families, rng: Random, kind: Kind | None = None) -> list[Patient]:
    """The members of one household that are patients, at least one."""
    make = kind or _KINDS.draw(rng)
    members = make(families, rng)
    number = families.next_household()
    for member in members:
        member.household = number
    return members


_KINDS: Weighted[Kind] = Weighted(
    [single, couple, family, twins, father_and_son], [46.0, 32.0, 9.5, 0.35, 0.5]
)
_ADULT_AGES: Weighted[int] = Weighted(
    range(18, 101),
    [
        1.0 if age < 40 else 1.5 if age < 62 else 2.2 if age < 80 else 1.9 if age < 90 else 0.7
        for age in range(18, 101)
    ],
)
