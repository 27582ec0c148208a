"""References are unique, and a slip of the pen is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.notify.reference import ALPHABET, is_reference, reference_of, shown

KEY = b"k" * 32
numbers = st.integers(0, 2**30 - 1)


@given(numbers)
def test_a_reference_is_recognised_however_it_is_typed(number: int) -> None:
    reference = reference_of(number, KEY)
    assert len(reference) == 8
    assert is_reference(reference)
    assert is_reference(reference.lower().replace("-", " "))
    assert is_reference(reference.replace("1", "l").replace("0", "o"))


@given(numbers, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number: int, place: int, other: str) -> None:
    plain = shown(number).replace("-", "")
    wrong = plain[:place] + other + plain[place + 1 :]
    assert is_reference(wrong) == (wrong == plain)


@given(numbers, st.integers(0, 5))
def test_two_swapped_neighbours_are_noticed(number: int, place: int) -> None:
    plain = shown(number).replace("-", "")
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    assert is_reference(swapped) == (swapped == plain)


def test_references_are_unique_and_tell_no_order() -> None:
    made = [reference_of(number, KEY) for number in range(20_000)]
    assert len(set(made)) == len(made)
    assert made != sorted(made)
    assert made[:100] != [reference_of(number, b"x" * 32) for number in range(100)]


def test_what_is_no_reference() -> None:
    assert not any(map(is_reference, ["", "ABC", "K7QX-3MT-9", "????-???", "ÉÉÉÉ-ÉÉÉ"]))
