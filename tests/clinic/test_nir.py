from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tocsin.clinic.nir import NirRegister, is_valid, key, spaced, with_wrong_key

PLACES = st.sampled_from(["42218", "2A004", "2B033", "97105", "97411", "99352", "91120", "01004"])
DAYS = st.dates(date(1920, 1, 1), date(2025, 6, 1))


def test_key_of_a_published_example() -> None:
    # The number on the specimen card of the health insurance: 2 69 05 49 588 157, key 80.
    assert key("2690549588157") == "80"


def test_corsica_counts_as_19_and_18() -> None:
    assert key("1551520A00401".replace("20A", "2A0")) == key("1551519000401")
    assert key("255082B033042") == key("2550818033042")


@given(st.sampled_from("FM"), DAYS, PLACES, st.integers(0, 5000))
def test_every_number_bears_its_key(sex: str, born: date, place: str, start: int) -> None:
    number = NirRegister().allot(sex, born, place, start)
    assert len(number) == 15
    assert is_valid(number)
    assert number[0] == ("1" if sex == "M" else "2")
    assert number[5:10] == place


@given(st.integers(0, 5000), st.integers(2, 60))
def test_no_number_is_given_twice(start: int, many: int) -> None:
    register = NirRegister()
    numbers = [register.allot("F", date(1954, 3, 2), "42218", start) for _ in range(many)]
    assert len(set(numbers)) == many


@given(DAYS, PLACES)
def test_a_wrong_key_is_wrong_and_spacing_loses_nothing(born: date, place: str) -> None:
    number = NirRegister().allot("M", born, place, 1)
    assert not is_valid(with_wrong_key(number))
    assert spaced(number).replace(" ", "") == number
    assert spaced(number[:13], ".").replace(".", "") == number[:13]
