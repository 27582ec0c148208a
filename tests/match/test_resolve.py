"""Whom a claim means: the hard ways of writing a person, and the ways of being mistaken."""

import random
from datetime import date

import pytest

from tests.match.people import invent, nir_of
from tocsin.find import fold
from tocsin.match import PatientIndex
from tocsin.match.claim import Claim
from tocsin.match.resolve import Outcome, Resolution, Resolver
from tocsin.model.mention import MentionKind as K
from tocsin.model.person import Person

TODAY = date(2025, 7, 1)
BORN = date(1954, 3, 2)
MOTHER_NIR = nir_of("F", BORN, 1)
CROWD = invent(2_000, seed=5)
FIRST = len(CROWD)
FAMILY = [
    Person("A1", nir=MOTHER_NIR, birth_name="Quintard", used_name="Esposito",
           first_names="Odile Marie", sex="F", birth_date=BORN, postal_code="42300",
           address="12 rue du Bac", mobile="0639980001", email="odile.esposito@exemple.invalid"),
    Person("A2", birth_name="Esposito", first_names="Luca", sex="M", birth_date=date(1950, 7, 9),
           nir=nir_of("M", date(1950, 7, 9), 2), mobile="0639980001"),
    Person("A3", birth_name="Esposito", first_names="Luca", sex="M", birth_date=date(1980, 1, 5)),
    Person("A4", birth_name="Esposito", first_names="Nina", sex="F", birth_date=date(2012, 5, 6),
           insured_nir=MOTHER_NIR),
    Person("A5", birth_name="Esposito", first_names="Tina", sex="F", birth_date=date(2012, 5, 6),
           insured_nir=MOTHER_NIR),
    Person("A6", birth_name="Zwingelstein", first_names="Ève", sex="F",
           birth_date=date(1966, 2, 3)),
    Person("A7", birth_name="De La Bruyère", first_names="Jean-Pierre, Marc", sex="M",
           birth_date=date(1971, 11, 12)),
]  # fmt: skip
ODILE, FATHER, SON, NINA, TINA, EVE, JEAN_PIERRE = range(FIRST, FIRST + len(FAMILY))


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(PatientIndex([*CROWD, *FAMILY]), TODAY)


def claim(**said: str) -> Claim:
    return Claim((K(kind), value) for kind, value in said.items())


def persons(resolution: Resolution) -> list[int]:
    return sorted(candidate.person for candidate in resolution.candidates)


@pytest.mark.parametrize(
    ("said", "person", "basis"),
    [
        ({"nir": MOTHER_NIR[:13]}, ODILE, "nir"),
        ({"patient_id": "A1"}, ODILE, "patient_id"),
        ({"full_name": "ODILE ESPOSITO", "birth_date": "1954-03-02"}, ODILE, "name+birth_date"),
        ({"full_name": "QUINTARD ODILE", "birth_date": "1954-03-02"}, ODILE, "name+birth_date"),
        ({"surname": "ESPOSITO", "birth_date": "1954-03-02"}, ODILE, "surname+birth_date"),
        ({"surname": "ESPOSITO", "given_names": "O", "birth_date": "1954-03-02"}, ODILE, ""),
        ({"full_name": "ODILE ESPOSITTO", "birth_date": "1954-03-02"}, ODILE, ""),
        ({"full_name": "ODILLE QUINTARD", "birth_date": "1954-03-02"}, ODILE, ""),
        ({"surname": "ZWINGELST", "given_names": "EVE", "birth_date": "1966-02-03"}, EVE, ""),
        ({"full_name": "EVE ZWINGELSTEIN", "birth_date": "1966-03-02"}, EVE, ""),
        ({"full_name": "EVE ZWINGELSTEIN", "sex": "F", "age": "59@2025-06-01"}, EVE, ""),
        ({"full_name": "DE LA BRUYERE JEAN PIERRE", "birth_date": "1971-11-12"}, JEAN_PIERRE, ""),
        ({"full_name": "JEAN DE LA BRUYERE", "birth_date": "1971-11-12"}, JEAN_PIERRE, ""),
        ({"full_name": "LUCA ESPOSITO", "birth_date": "1980-01-05"}, SON, "name+birth_date"),
        ({"full_name": "LUCA ESPOSITO", "birth_date": "1950-07-09"}, FATHER, "name+birth_date"),
        ({"full_name": "NINA ESPOSITO", "birth_date": "2012-05-06"}, NINA, "name+birth_date"),
        ({"full_name": "TINA ESPOSITO", "birth_date": "2012-05-06", "nir": MOTHER_NIR}, TINA, ""),
        ({"full_name": "ODILE ESPOSITO", "phone": "0639980001"}, ODILE, "name+phone"),
        ({"full_name": "ODILE ESPOSITO", "postal_code": "42300"}, ODILE, "name+postal_code"),
        ({"full_name": "ODILE ESPOSITO", "address": "12, r. du Bac"}, ODILE, "name+address"),
        ({"email": "odile.esposito@exemple.invalid"}, ODILE, "email+email_names"),
        ({"full_name": "ODILE DURAND", "nir": MOTHER_NIR}, ODILE, ""),
    ],
)
def test_one_person_is_meant(
    resolver: Resolver, said: dict[str, str], person: int, basis: str
) -> None:
    resolution = resolver.resolve(claim(**said))
    assert resolution.outcome is Outcome.CONFIRMED
    assert persons(resolution) == [person]
    assert resolution.candidates[0].probability >= 0.95
    assert not basis or resolution.candidates[0].basis == basis


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"full_name": "EVE ZWINGELSTEIN"}, [EVE]),
        ({"full_name": "EVE ZWINGELSTEIN", "sex": "F"}, [EVE]),
        ({"full_name": "LUCA ESPOSITO"}, [FATHER, SON]),
        ({"full_name": "LUCA ESPOSITO", "sex": "M"}, [FATHER, SON]),
        ({"surname": "ESPOSITO", "birth_date": "2012-05-06"}, [NINA, TINA]),
        ({"surname": "ESPOSITO", "given_names": "T", "sex": "F"}, [TINA]),
        ({"phone": "0639980001"}, [ODILE, FATHER]),
        ({"full_name": "GONTRAN ZWINGELSTEIN", "birth_date": "1966-02-03"}, [EVE]),
    ],
)
def test_people_must_choose(resolver: Resolver, said: dict[str, str], expected: list[int]) -> None:
    resolution = resolver.resolve(claim(**said))
    assert resolution.outcome is Outcome.TO_REVIEW
    assert set(expected) <= set(persons(resolution))
    assert sum(c.probability for c in resolution.candidates) <= 1.0


def test_a_bare_name_is_never_confirmed() -> None:
    people = [*CROWD, *FAMILY]
    resolver = Resolver(PatientIndex(people), TODAY)
    for person in people[::7]:
        said = claim(full_name=fold(f"{person.first_names} {person.birth_name}"))
        assert not resolver.resolve(said).is_confirmed


@pytest.mark.parametrize(
    ("said", "both"),
    [
        (
            {"nir": MOTHER_NIR, "full_name": "EVE ZWINGELSTEIN", "birth_date": "1966-02-03"},
            [ODILE, EVE],
        ),
        ({"patient_id": "A6", "full_name": "LUCA ESPOSITO", "birth_date": "1950-07-09"},
         [FATHER, EVE]),
        ({"patient_id": "A6", "nir": MOTHER_NIR}, [ODILE, EVE]),
    ],
)  # fmt: skip
def test_what_quarrels_goes_to_people(
    resolver: Resolver, said: dict[str, str], both: list[int]
) -> None:
    resolution = resolver.resolve(claim(**said))
    assert resolution.outcome is Outcome.TO_REVIEW
    assert persons(resolution) == both
    assert all(c.basis.endswith("+conflict") for c in resolution.candidates)


@pytest.mark.parametrize(
    "said",
    [
        {"full_name": "EVE ZWINGELSTEIN", "birth_date": "1990-10-21"},
        {"full_name": "INCONNUE PARFAITE", "birth_date": "1966-02-03"},
        {"full_name": "GEDEON XYLANDER", "nir": "170057512399912"},
    ],
)
def test_somebody_who_is_not_in_the_index(resolver: Resolver, said: dict[str, str]) -> None:
    resolution = resolver.resolve(claim(**said))
    assert not resolution.is_confirmed
    assert resolution.outcome in (Outcome.NOT_IN_INDEX, Outcome.TO_REVIEW)


def test_a_name_that_nobody_bears_says_nothing(resolver: Resolver) -> None:
    assert resolver.resolve(claim(full_name="GEDEON XYLANDER")).outcome is Outcome.NOBODY
    assert resolver.resolve(claim(birth_date="1966-02-03")).outcome is Outcome.NOBODY
    assert resolver.resolve(Claim()).outcome is Outcome.NOBODY


def test_too_many_homonyms_are_counted_not_listed() -> None:
    same = [
        Person(str(i), birth_name="Martin", first_names="Jean", birth_date=date(1950, 1, 1 + i))
        for i in range(25)
    ]
    resolution = Resolver(PatientIndex(same), TODAY).resolve(claim(full_name="JEAN MARTIN"))
    assert resolution == Resolution(Outcome.HOMONYMS)


def test_homonyms_share_the_probability() -> None:
    same = [
        Person(str(i), birth_name="Martin", first_names="Jean", birth_date=date(1950, 1, 1 + i))
        for i in range(4)
    ]
    resolution = Resolver(PatientIndex(same), TODAY).resolve(claim(full_name="JEAN MARTIN"))
    assert resolution.outcome is Outcome.TO_REVIEW
    assert len({c.probability for c in resolution.candidates}) == 1
    assert len(resolution.candidates) == 4


def test_a_date_beside_a_name_can_only_help(resolver: Resolver) -> None:
    for day, outcome in (("1966-02-03", Outcome.CONFIRMED), ("2025-06-30", Outcome.TO_REVIEW)):
        said = claim(full_name="EVE ZWINGELSTEIN")
        said.bare_dates.append(day)
        assert resolver.resolve(said).outcome is outcome


def test_a_child_is_not_its_parent_when_the_parent_is_not_in_the_index() -> None:
    index = PatientIndex([*CROWD, FAMILY[3], FAMILY[4]])
    resolution = Resolver(index, TODAY).resolve(claim(nir=MOTHER_NIR))
    assert resolution.outcome is Outcome.TO_REVIEW
    assert persons(resolution) == [FIRST, FIRST + 1]


def _noisy(rng: random.Random, person: Person) -> Claim:
    """What papers make of a person: a slip, a cut, a swap, something left out."""
    surname = fold(rng.choice([person.used_name, person.birth_name]) or person.birth_name)
    given = fold(person.first_names).split()[0]
    if rng.random() < 0.15 and len(surname) > 5:
        at = rng.randrange(1, len(surname) - 1)
        surname = surname[:at] + rng.choice("EAIORST") + surname[at + 1 :]
    said = Claim([(K.FULL_NAME, rng.choice([f"{surname} {given}", f"{given} {surname}"]))])
    day = person.birth_date.isoformat() if person.birth_date else ""
    if rng.random() < 0.05:
        day = f"{day[:5]}{day[8:]}-{day[5:7]}"
    if rng.random() < 0.7:
        said.add(K.BIRTH_DATE, day)
    if rng.random() < 0.3:
        said.add(K.NIR, person.nir or person.insured_nir)
    if rng.random() < 0.3:
        said.add(K.POSTAL_CODE, person.postal_code)
    if rng.random() < 0.2:
        said.add(K.PHONE, person.mobile)
    return said


def test_noisy_mentions_precision_and_recall() -> None:
    """Half of the persons are in the index; mentions of the others must not become theirs."""
    people = invent(2_000, seed=11)
    known, strangers = people[:1_000], people[1_000:]
    resolver = Resolver(PatientIndex(known), TODAY)
    rng = random.Random(3)
    found = [resolver.resolve(_noisy(rng, person)) for person in known]
    right = sum(r.is_confirmed and persons(r) == [i] for i, r in enumerate(found))
    wrong = sum(r.is_confirmed and persons(r) != [i] for i, r in enumerate(found))
    lost = sum(i not in persons(r) for i, r in enumerate(found))
    false = sum(resolver.resolve(_noisy(rng, person)).is_confirmed for person in strangers)
    assert wrong == 0
    assert false <= 2
    assert right >= 700
    assert lost <= 60


def test_what_was_met_before_is_resolved_alike(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.match.resolve.MOST_REMEMBERED", 2)
    bare = claim(full_name="LUCA ESPOSITO")
    dated = claim(full_name="LUCA ESPOSITO")
    dated.bare_dates = ["1980-01-05"]
    for _ in range(2):
        assert persons(resolver.resolve(bare)) == [FATHER, SON]
        assert persons(resolver.resolve(dated)) == [SON]
        assert persons(resolver.resolve(claim(patient_id="A1"))) == [ODILE]


@pytest.mark.parametrize(
    "ages",
    [
        ["59@2025-06-01"],
        ["59@2025-01-01/.."],
        ["59"],
        ["59@2010-06-01", "59@2025-06-01"],
        ["59@2025-06-01", "12@2025-06-01"],
    ],
)
def test_an_age_tells_whatever_day_it_was_said(resolver: Resolver, ages: list[str]) -> None:
    said = claim(full_name="EVE ZWINGELSTEIN", sex="F")
    for age in ages:
        said.add(K.AGE, age)
    assert resolver.resolve(said).is_confirmed


@pytest.mark.parametrize("age", ["31@2025-06-01", "31@2010-01-01/..", "90"])
def test_another_age_is_another_person(resolver: Resolver, age: str) -> None:
    assert not resolver.resolve(claim(full_name="EVE ZWINGELSTEIN", sex="F", age=age)).is_confirmed


def test_a_surname_alone_takes_nothing_back(resolver: Resolver) -> None:
    said = claim(full_name="NINA ESPOSITO", surname="ESPOSITO", birth_date="2012-05-06")
    resolution = resolver.resolve(said)
    assert resolution.is_confirmed
    assert persons(resolution) == [NINA]
