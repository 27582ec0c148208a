"""Invented patients: other values of the same shape, and numbers that nobody has."""

from random import Random

from tests.match.people import invent
from tocsin.decoys.invent import Inventor
from tocsin.find.fold import fold
from tocsin.match.nir import has_right_key, is_nir

PEOPLE = invent(400, seed=12)


def test_everything_is_filled_otherwise() -> None:
    inventor = Inventor(PEOPLE, [p.patient_id for p in PEOPLE], Random(1))
    for person in PEOPLE[:80]:
        other = inventor.instead_of(person)
        assert fold(other.birth_name) != fold(person.birth_name)
        assert fold(other.first_names).split()[0] != fold(person.first_names).split()[0]
        assert other.birth_date is not None
        assert person.birth_date is not None
        assert (other.sex, other.birth_date.year) == (person.sex, person.birth_date.year)
        assert other.birth_date != person.birth_date
        for name in ("used_name", "nir", "insured_nir", "address", "mobile", "email"):
            assert bool(getattr(other, name)) == bool(getattr(person, name)), name


def test_numbers_have_their_form_and_are_nobodys() -> None:
    taken = {p.patient_id for p in PEOPLE}
    inventor = Inventor(PEOPLE, taken, Random(2))
    others = [inventor.instead_of(person) for person in PEOPLE]
    numbers = [other.patient_id for other in others]
    assert not taken & set(numbers)
    assert len(set(numbers)) == len(numbers)
    nirs = [other.nir for other in others if other.nir]
    assert all(is_nir(nir) and has_right_key(nir) for nir in nirs)
    assert not {p.nir for p in PEOPLE} & set(nirs)


def test_a_full_number_space_is_left() -> None:
    inventor = Inventor(PEOPLE, [f"A{n}" for n in range(10)], Random(3))
    first, second = (inventor._number("A7") for _ in range(2))
    assert first != second
    assert {first, second}.isdisjoint(f"A{n}" for n in range(10))
