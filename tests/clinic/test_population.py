from collections import Counter

import pytest

from tocsin.clinic.house import iban
from tocsin.clinic.nir import is_valid
from tocsin.clinic.population import Population, build_population


@pytest.fixture(scope="module")
def population() -> Population:
    return build_population(4000, seed=3)


def test_it_has_the_size_asked_and_unique_numbers(population: Population) -> None:
    patients = population.patients
    assert len(patients) == 4000
    assert len({p.patient_id for p in patients}) == 4000
    numbers = [p.nir for p in patients if p.nir]
    assert len(numbers) == len(set(numbers))
    assert all(is_valid(number) for number in numbers)


def test_numbers_agree_with_sex_and_birth(population: Population) -> None:
    for patient in population.patients:
        if patient.nir and not patient.twin:
            assert patient.nir[1:5] == f"{patient.birth_date:%y%m}"
            assert (patient.nir[0] in "17") == (patient.sex == "M")


def test_children_carry_the_number_of_an_adult(population: Population) -> None:
    children = [p for p in population.patients if p.insured_nir]
    assert children
    assert all(child.is_minor and is_valid(child.insured_nir) for child in children)
    assert any(not child.nir for child in children)


def test_twins_share_birth_and_surname_but_not_the_given_name(population: Population) -> None:
    twins = Counter(
        (p.household, p.birth_date, p.birth_name) for p in population.patients if p.twin
    )
    assert twins
    by_given = {(p.household, p.given) for p in population.patients if p.twin}
    assert len(by_given) == sum(twins.values())


def test_shares_are_those_of_a_clinic(population: Population) -> None:
    patients = population.patients
    adults = [p for p in patients if not p.is_minor]

    def share(holds: list[bool]) -> float:
        return sum(holds) / len(holds)

    assert 0.07 < share([not p.email for p in adults]) < 0.22
    assert 0.008 < share([p.deceased_on is not None for p in patients]) < 0.035
    assert 0.001 < share([bool(p.guardian_name) for p in patients]) < 0.012
    assert 0.01 < share([p.language == "en" for p in patients]) < 0.035
    assert 0.1 < share([bool(p.used_name) for p in patients]) < 0.35
    assert 0 < share([bool(p.misrecorded) for p in patients]) < 0.01
    assert share([population.is_distinct(p) for p in patients]) > 0.99
    assert share([population.is_alone(p) for p in patients]) < 0.99


def test_nothing_of_it_can_be_real(population: Population) -> None:
    fiction = ("04 65 71", "01 99 00", "02 61 91", "03 53 01", "05 36 49", "06 39 98")
    for patient in population.patients:
        assert not patient.email or patient.email.endswith(".invalid")
        for number in (patient.phone, patient.mobile):
            assert not number or number.startswith(fiction)
        assert iban(patient)[5:9] == "0000"


def test_an_iban_bears_its_check_digits(population: Population) -> None:
    for patient in population.patients[:50]:
        plain = iban(patient).replace(" ", "")
        digits = "".join(str(int(c, 36)) for c in plain[4:] + plain[:4])
        assert len(plain) == 27
        assert int(digits) % 97 == 1
