"""Families, homonyms and errors of the index: never silently one of two, never all of many."""

from datetime import date

import pytest

from tests.match.people import invent, nir_of
from tocsin.match import PatientIndex
from tocsin.match.claim import Claim
from tocsin.match.resolve import Outcome, Resolution, Resolver
from tocsin.model.mention import MentionKind as K
from tocsin.model.person import Person

TODAY = date(2025, 7, 1)
CROWD = invent(2_000, seed=8)
HOME = {"address": "14 rue des Acacias", "postal_code": "42400", "city": "Saint-Chamond"}
PHONE = "0639981234"
OLD, YOUNG = date(1948, 10, 9), date(1976, 7, 23)
TWINS_BORN, CHILD_BORN = date(2009, 3, 14), date(2016, 5, 12)
MOTHER_BORN = date(1984, 2, 3)
MOTHER_NIR = nir_of("F", MOTHER_BORN, 77)
FATHER_NIR = nir_of("M", OLD, 78)
DOCTOR_NIR = nir_of("M", date(1969, 1, 30), 79)
PEOPLE = {
    "father": Person("H1", birth_name="Vourlat", first_names="Bastien", sex="M", birth_date=OLD,
                     nir=FATHER_NIR, mobile=PHONE, **HOME),
    "son": Person("H2", birth_name="Vourlat", first_names="Bastien", sex="M", birth_date=YOUNG,
                  **HOME),
    "lone father": Person("H3", birth_name="Quermandec", first_names="Yvon", sex="M",
                          birth_date=OLD, mobile="0639985678", address="3 quai du Port",
                          postal_code="42300", city="Roanne"),
    "twin": Person("H4", birth_name="Sauzéat", first_names="Maël", sex="M", birth_date=TWINS_BORN,
                   insured_nir=MOTHER_NIR, **HOME),
    "other twin": Person("H5", birth_name="Sauzéat", first_names="Margot", sex="F",
                         birth_date=TWINS_BORN, insured_nir=MOTHER_NIR, **HOME),
    "lone twin": Person("H6", birth_name="Bourdelin", first_names="Lise", sex="F",
                        birth_date=TWINS_BORN, **HOME),
    "mother": Person("H7", birth_name="Crozemarie", used_name="Sauzéat", first_names="Hélène",
                     sex="F", birth_date=MOTHER_BORN, nir=MOTHER_NIR, mobile=PHONE, **HOME),
    "child": Person("H8", birth_name="Sauzéat", first_names="Noa", sex="F",
                    birth_date=CHILD_BORN, **HOME),
    "husband": Person("H9", birth_name="Sauzéat", first_names="Loris", sex="M",
                      birth_date=date(1982, 11, 8), mobile=PHONE, **HOME),
    "doctor": Person("H10", birth_name="Tarnowski", first_names="Gilles", sex="M",
                     birth_date=date(1969, 1, 30), nir=DOCTOR_NIR),
    "swapped": Person("H11", birth_name="Pélissonnier", first_names="Agathe", sex="F",
                      birth_date=date(1971, 4, 9), nir=nir_of("F", date(1971, 9, 4), 80)),
    "slipped": Person("H12", birth_name="Hurtevent", first_names="Côme", sex="M",
                      birth_date=date(1990, 6, 5), nir="1900642101002"),
    "exchanged": Person("H13", birth_name="Marital", used_name="Naissancier",
                        first_names="Ondine", sex="F", birth_date=date(1965, 12, 1)),
    "twice": Person("H14", birth_name="Doublonnet", first_names="Rémi", sex="M",
                    birth_date=date(1958, 8, 8), **HOME),
    "twice again": Person("H15", birth_name="Doublonnet", first_names="Remi", sex="M",
                          birth_date=date(1958, 8, 8), **HOME),
}  # fmt: skip
NUMBER = {name: len(CROWD) + at for at, name in enumerate(PEOPLE)}


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(PatientIndex([*CROWD, *PEOPLE.values()]), TODAY)


def resolve(resolver: Resolver, said: dict[str, str]) -> tuple[Resolution, set[str]]:
    resolution = resolver.resolve(Claim((K(kind), value) for kind, value in said.items()))
    names = {number: name for name, number in NUMBER.items()}
    return resolution, {names.get(c.person, "somebody else") for c in resolution.candidates}


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ({"full_name": "BASTIEN VOURLAT", "birth_date": "1948-10-09"}, "father"),
        ({"full_name": "BASTIEN VOURLAT", "birth_date": "1976-07-23"}, "son"),
        ({"full_name": "BASTIEN VOURLAT", "nir": FATHER_NIR}, "father"),
        ({"full_name": "BASTIEN VOURLAT", "birth_date": "1976-07-23", "phone": PHONE}, "son"),
        ({"full_name": "MAEL SAUZEAT", "birth_date": "2009-03-14"}, "twin"),
        ({"full_name": "MARGOT SAUZEAT", "birth_date": "2009-03-14", "nir": MOTHER_NIR},
         "other twin"),
        ({"full_name": "NOA SAUZEAT", "birth_date": "2016-05-12", "nir": MOTHER_NIR}, "child"),
        ({"full_name": "SAUZEAT HELENE", "phone": PHONE}, "mother"),
        ({"full_name": "SAUZEAT LORIS", "phone": PHONE}, "husband"),
        ({"full_name": "HELENE SAUZEAT", "nir": MOTHER_NIR}, "mother"),
        ({"full_name": "CROZEMARIE HELENE", "birth_date": "1984-02-03"}, "mother"),
        ({"full_name": "GILLES TARNOWSKI", "birth_date": "1969-01-30"}, "doctor"),
        ({"full_name": "AGATHE PELISSONNIER", "birth_date": "1971-09-04"}, "swapped"),
        ({"full_name": "COME HURTEVENT", "birth_date": "1990-06-05", "nir": "1900642110002"},
         "slipped"),
        ({"full_name": "ONDINE MARITAL", "birth_date": "1965-12-01"}, "exchanged"),
        ({"surname": "MARITAL", "birth_name": "NAISSANCIER", "given_names": "ONDINE",
          "birth_date": "1965-12-01"}, "exchanged"),
    ],
)  # fmt: skip
def test_one_is_meant(resolver: Resolver, said: dict[str, str], who: str) -> None:
    resolution, names = resolve(resolver, said)
    assert (resolution.outcome, names) == (Outcome.CONFIRMED, {who})


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ({"full_name": "BASTIEN VOURLAT"}, {"father", "son"}),
        ({"full_name": "BASTIEN VOURLAT", "address": "14 rue des Acacias"}, {"father", "son"}),
        ({"full_name": "YVON QUERMANDEC", "birth_date": "1975-02-11", "phone": "0639985678",
          "address": "3 quai du Port"}, {"lone father"}),
        ({"surname": "SAUZEAT", "birth_date": "2009-03-14"}, {"twin", "other twin"}),
        ({"full_name": "NOA SAUZEAT", "nir": MOTHER_NIR}, {"mother", "child"}),
        ({"surname": "SAUZEAT", "nir": MOTHER_NIR, "birth_date": "2016-05-12"}, {"mother"}),
        ({"full_name": "BOURDELIN", "sex": "M", "birth_date": "2009-03-14"}, {"lone twin"}),
        ({"full_name": "LUC BOURDELIN", "birth_date": "2009-03-14"}, {"lone twin"}),
        ({"full_name": "GILLES TARNOWSKI"}, {"doctor"}),
        ({"full_name": "REMI DOUBLONNET", "birth_date": "1958-08-08"}, {"twice", "twice again"}),
        ({"phone": PHONE}, {"father", "mother", "husband"}),
    ],
)  # fmt: skip
def test_people_choose(resolver: Resolver, said: dict[str, str], who: set[str]) -> None:
    resolution, names = resolve(resolver, said)
    assert resolution.outcome is Outcome.TO_REVIEW
    assert who <= names


@pytest.mark.parametrize(
    "full",
    ["LUCIEN OCTAVE SAUZEAT", "SAUZEAT LUCIEN OCTAVE", "CLEMENT AGATHE PELISSON"],
)
def test_a_given_name_does_not_hide_in_a_surname(resolver: Resolver, full: str) -> None:
    for day in ("2009-03-14", "1971-04-09"):
        said = {"full_name": full, "birth_date": day, "address": "14 rue des Acacias"}
        assert not resolve(resolver, said)[0].is_confirmed


def test_a_day_that_no_calendar_has_says_nothing(resolver: Resolver) -> None:
    said = {"full_name": "YVON QUERMANDEC", "birth_date": "1948-13-49", "phone": "0639985678"}
    resolution, names = resolve(resolver, said)
    assert (resolution.outcome, names) == (Outcome.CONFIRMED, {"lone father"})


@pytest.mark.parametrize(
    "said",
    [
        {"given_names": "YVON", "birth_date": "1948-10-09"},
        {"full_name": "XAVIERE QUIERMONDEC", "birth_date": "1948-10-09"},
        {"full_name": "YVONE QUERMANDEC", "birth_date": "1930-12-25"},
    ],
)
def test_a_badly_written_person_is_still_found(resolver: Resolver, said: dict[str, str]) -> None:
    resolution, names = resolve(resolver, {**said, "address": "3 quai du Port"})
    assert resolution.outcome is Outcome.TO_REVIEW
    assert "lone father" in names


def test_homonyms_with_nothing_to_tell_them_apart_are_a_set() -> None:
    same = [
        Person(f"S{i}", birth_name="Martin", first_names="Jean", postal_code="42000", sex="M",
               birth_date=date(1950 + i, 1, 1))
        for i in range(6)
    ]  # fmt: skip
    resolver = Resolver(PatientIndex([*CROWD, *same]), TODAY)
    said = Claim([(K.FULL_NAME, "JEAN MARTIN"), (K.SEX, "M"), (K.POSTAL_CODE, "42000")])
    resolution = resolver.resolve(said)
    assert resolution.outcome is Outcome.TO_REVIEW
    chances = {c.person: c.probability for c in resolution.candidates}
    alike = [chances[len(CROWD) + i] for i in range(6)]
    assert max(alike) == pytest.approx(min(alike))
    assert sum(chances.values()) <= 1.0


@pytest.mark.parametrize(
    ("surname", "given", "confirmed"),
    [
        ("QUERMANDEC", "YVON", True),
        ("YVON", "QUERMANDEC", True),
        ("YVON", "QUERMANDE", False),
        ("YVES", "QUERMANDEC", False),
    ],
)
def test_surname_and_given_name_entered_one_for_the_other(
    resolver: Resolver, surname: str, given: str, confirmed: bool
) -> None:
    said = {"surname": surname, "given_names": given, "birth_date": "1948-10-09"}
    resolution, names = resolve(resolver, said)
    assert resolution.is_confirmed == confirmed
    assert not confirmed or names == {"lone father"}
